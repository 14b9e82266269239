//! Users with everything that is known about them, as the Backend API and the change feed show them.

use super::{profile_images, users};
use crate::{
    clock::{Millis, SECOND},
    error::Result,
    state::App,
    store::{
        Conn, email_addresses::EmailAddressRow, identifications, identifications::Identifications,
        phone_numbers::PhoneNumberRow, users::UserRow, web3_wallets::Web3WalletRow,
    },
};
use onehop::wire::{
    IdentificationId, PrivateMetadata, PublicMetadata, UnsafeMetadata, UserTag,
    backend::{EmailAddress, PhoneNumber, PhoneNumberTag, User, Verification, Web3Wallet, Web3WalletTag},
};

/// One user.
pub async fn view(app: &App, conn: &mut Conn, row: &UserRow, now: Millis) -> Result<User> {
    let mut users = view_all(app, conn, std::slice::from_ref(row), now).await?;
    Ok(users.remove(0))
}

/// Several users, in the order of the rows, with one query for however many.
pub async fn view_all(app: &App, conn: &mut Conn, rows: &[UserRow], now: Millis) -> Result<Vec<User>> {
    let instance = &app.instance.id;
    let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    let mut identifications = identifications::of_users(conn, instance, &ids).await?;
    let view = |row: &UserRow| {
        let Identifications { emails, phones, wallets } = identifications.remove(&row.id).unwrap_or_default();
        let emails = emails
            .iter()
            .map(|(email, code)| full_email(users::email_to_wire(app, email, code.as_ref(), now), email.reserved));
        let emails = main_first(emails, row.primary_email_address_id.as_deref(), |email| &email.id);
        let main = row.primary_email_address_id.as_ref().and(emails.first());
        let image_url = profile_images::url(app, row, main.map(|email| email.email_address.as_str()));
        User {
            profile_image_url: image_url.clone(),
            image_url,
            email_addresses: emails,
            phone_numbers: main_first(phones.iter().map(view_phone), row.primary_phone_number_id.as_deref(), |phone| {
                &phone.id
            }),
            web3_wallets: main_first(
                wallets.iter().map(view_wallet),
                row.primary_web3_wallet_id.as_deref(),
                |wallet| &wallet.id,
            ),
            ..bare(app, row, now)
        }
    };
    Ok(rows.iter().map(view).collect())
}

/// The main one first, the others as they came.
fn main_first<T>(items: impl Iterator<Item = T>, main: Option<&str>, id: impl Fn(&T) -> &IdentificationId) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_by_key(|item| Some(id(item).as_str()) != main);
    items
}

fn bare(app: &App, row: &UserRow, now: Millis) -> User {
    let locked_until = row.locked_until.filter(|_| row.is_locked(now));
    User {
        id: row.id.clone(),
        object: UserTag,
        external_id: row.external_id.clone(),
        primary_email_address_id: row.primary_email_address(),
        primary_phone_number_id: row.primary_phone_number_id.clone().map(Into::into),
        primary_web3_wallet_id: row.primary_web3_wallet_id.clone().map(Into::into),
        username: row.username.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        locale: row.locale.clone(),
        profile_image_url: String::new(),
        image_url: String::new(),
        has_image: row.image_id.is_some(),
        public_metadata: PublicMetadata(users::object(&row.public_metadata)),
        private_metadata: PrivateMetadata(users::object(&row.private_metadata)),
        unsafe_metadata: UnsafeMetadata(users::object(&row.unsafe_metadata)),
        email_addresses: Vec::new(),
        phone_numbers: Vec::new(),
        web3_wallets: Vec::new(),
        passkeys: Vec::new(),
        password_enabled: row.password_digest.is_some(),
        two_factor_enabled: row.has_second_factor(),
        totp_enabled: row.sealed_totp_secret.is_some(),
        backup_code_enabled: row.backup_code_enabled,
        mfa_enabled_at: row.mfa_enabled_at,
        mfa_disabled_at: row.mfa_disabled_at,
        password_last_updated_at: row.password_last_updated_at,
        external_accounts: Vec::new(),
        saml_accounts: Vec::new(),
        enterprise_accounts: Vec::new(),
        last_sign_in_at: row.last_sign_in_at,
        banned: row.banned,
        locked: locked_until.is_some(),
        deprovisioned: false,
        lockout_expires_in_seconds: locked_until.map(|until| (until - now).div_euclid(SECOND)),
        verification_attempts_remaining: match locked_until {
            Some(_) => Some(0),
            None => Some(i64::from(app.config.limits.lockout_failures)),
        },
        delete_self_enabled: row.delete_self_enabled,
        create_organization_enabled: row.create_organization_enabled,
        create_organizations_limit: row.create_organizations_limit,
        last_active_at: row.last_active_at,
        legal_accepted_at: row.legal_accepted_at,
        bypass_client_trust: row.bypass_client_trust,
        scim: None,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// An address with its proof, or with the code on its way.
pub async fn view_email(app: &App, conn: &mut Conn, row: &EmailAddressRow, now: Millis) -> Result<EmailAddress> {
    Ok(full_email(users::view_email(app, conn, row, now).await?, row.reserved))
}

fn full_email(shown: onehop::wire::EmailAddress, reserved: bool) -> EmailAddress {
    EmailAddress {
        id: shown.id,
        object: shown.object,
        email_address: shown.email_address,
        reserved,
        verification: shown.verification.as_ref().and_then(Verification::from_frontend),
        linked_to: shown.linked_to,
        matches_sso_connection: shown.matches_sso_connection,
        created_at: shown.created_at,
        updated_at: shown.updated_at,
    }
}

/// A number with its proof.
pub fn view_phone(row: &PhoneNumberRow) -> PhoneNumber {
    PhoneNumber {
        id: row.id.clone(),
        object: PhoneNumberTag,
        phone_number: row.phone_number.clone(),
        reserved_for_second_factor: row.reserved_for_second_factor,
        default_second_factor: false,
        reserved: row.reserved,
        verification: row.verified_at.map(|_| Verification::by_admin()),
        linked_to: Vec::new(),
        backup_codes: None,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A wallet with its proof.
pub fn view_wallet(row: &Web3WalletRow) -> Web3Wallet {
    Web3Wallet {
        id: row.id.clone(),
        object: Web3WalletTag,
        web3_wallet: row.web3_wallet.clone(),
        verification: row.verified_at.map(|_| Verification::by_admin()),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// What a user is found by, in lower case.
pub fn search_text(user: &User) -> String {
    let names = [&user.first_name, &user.last_name, &user.username, &user.external_id];
    let mut words: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    words.push(user.id.as_str());
    words.extend(user.email_addresses.iter().map(|email| email.email_address.as_str()));
    words.extend(user.phone_numbers.iter().map(|phone| phone.phone_number.as_str()));
    words.extend(user.web3_wallets.iter().map(|wallet| wallet.web3_wallet.as_str()));
    words.join(" ").to_lowercase()
}

//! Users of an export of ours: with the ids, times and secrets they had.

use super::{
    TransferError,
    exported::{Email, Exported, HEAD, Head, Line, Phone, Secrets, VERSION, Wallet},
    row::Row,
    sealing::Seal,
    source::Refused,
};
use crate::{
    clock::Millis,
    domain::{accounts, accounts::AccountRows, identifiers, metadata, second_factors},
    password::hash::is_checkable,
    state::App,
    store::{
        email_addresses::EmailAddressRow, phone_numbers::PhoneNumberRow, users::UserRow, web3_wallets::Web3WalletRow,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use onehop::wire::{IdentificationId, UserId};
use secrecy::SecretString;

/// What opens the secrets of the export with this head.
pub(super) fn open(head: Row, passphrase: Option<&SecretString>) -> Result<Seal, TransferError> {
    let damaged = |_| TransferError::new("the head of the export is damaged");
    let head: Head = serde_json::from_value(head.into_value()).map_err(damaged)?;
    if head.onehop_export != VERSION {
        return Err(TransferError::new("the export was written by a newer version of this program"));
    }
    let passphrase = passphrase.ok_or_else(|| {
        TransferError::new("the secrets of an export are sealed: say --passphrase-file, or set ONEHOP_PASSPHRASE")
    })?;
    let seal = Seal::derive(passphrase, &head.seal)?;
    seal.open(HEAD, &head.proof).ok_or_else(|| TransferError::new("this is not the passphrase of the export"))?;
    Ok(seal)
}

/// The id of the user in a row.
pub(super) fn id(row: &Row) -> Option<String> {
    row.row("user").and_then(|user| user.text(&["id"]).ok().flatten())
}

/// The rows of the user in a row. All of it is checked again: a file can be changed.
pub(super) fn account(app: &App, now: Millis, row: Row, seal: &Seal) -> Result<AccountRows, Refused> {
    let line: Line =
        serde_json::from_value(row.into_value()).map_err(|error| Refused::new(format!("is no user: {error}")))?;
    let user = line.user;
    if !user.id.as_str().starts_with(UserId::PREFIX) || !is_id(user.id.as_str()) {
        return Err(Refused::new("its id is no user's"));
    }
    let secrets = seal.open(user.id.as_str(), &line.sealed);
    let secrets = secrets.and_then(|text| serde_json::from_slice::<Secrets>(&text).ok());
    let secrets = secrets.ok_or_else(|| Refused::new("its secrets don't open"))?;
    if secrets.password_digest.as_ref().is_some_and(|digest| !is_checkable(digest, &app.config.password.peppers)) {
        return Err(Refused::new("its password can't be checked here: was it hashed with a pepper that wasn't given?"));
    }
    let emails = user.email_addresses.iter().map(|email| email_row(&user.id, email)).collect::<Result<Vec<_>, _>>()?;
    let phones = user.phone_numbers.iter().map(|phone| phone_row(&user.id, phone)).collect::<Result<Vec<_>, _>>()?;
    let wallets = user.web3_wallets.iter().map(|wallet| wallet_row(&user.id, wallet)).collect::<Result<Vec<_>, _>>()?;
    let has = |id: &Option<String>, mut ids: Box<dyn Iterator<Item = &IdentificationId> + '_>| {
        id.as_deref().is_none_or(|id| ids.any(|known| known.as_str() == id))
    };
    let is_whole = has(&user.primary_email_address_id, Box::new(emails.iter().map(|email| &email.id)))
        && has(&user.primary_phone_number_id, Box::new(phones.iter().map(|phone| &phone.id)))
        && has(&user.primary_web3_wallet_id, Box::new(wallets.iter().map(|wallet| &wallet.id)));
    if !is_whole {
        return Err(Refused::new("its main address, number or wallet isn't among the others"));
    }
    let backup_codes = (!secrets.backup_codes.is_empty()).then(|| secrets.backup_codes.clone());
    let user = user_row(app, now, user, secrets)?;
    Ok(AccountRows { user, emails, phones, wallets, backup_codes })
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn user_row(app: &App, now: Millis, user: Exported, secrets: Secrets) -> Result<UserRow, Refused> {
    let totp = secrets.totp_secret.map(|secret| URL_SAFE_NO_PAD.decode(secret)).transpose();
    let totp = totp.map_err(|_| Refused::new("its secrets don't open"))?;
    let text = |object, param| metadata::to_text(object, param);
    let short = |value: Option<String>, name: &str, max: usize| match value {
        Some(value) if value.chars().count() > max || value.contains('\0') => {
            Err(Refused::new(format!("its {name} is too long")))
        }
        value => Ok(value),
    };
    Ok(UserRow {
        external_id: short(user.external_id, "external_id", 256)?,
        username: user.username.map(|name| identifiers::username(&name)).transpose()?,
        first_name: identifiers::name(user.first_name.as_deref().unwrap_or_default(), "first_name")?,
        last_name: identifiers::name(user.last_name.as_deref().unwrap_or_default(), "last_name")?,
        locale: short(user.locale, "locale", 35)?,
        primary_email_address_id: user.primary_email_address_id,
        primary_phone_number_id: user.primary_phone_number_id,
        primary_web3_wallet_id: user.primary_web3_wallet_id,
        password_digest: secrets.password_digest,
        password_last_updated_at: user.password_last_updated_at,
        password_compromised_at: user.password_compromised_at,
        sealed_totp_secret: totp.map(|secret| second_factors::seal(app, &user.id, &secret)),
        totp_last_step: secrets.totp_last_step,
        backup_code_enabled: user.backup_code_enabled,
        mfa_enabled_at: user.mfa_enabled_at,
        mfa_disabled_at: user.mfa_disabled_at,
        public_metadata: text(&user.public_metadata, "public_metadata")?,
        private_metadata: text(&user.private_metadata, "private_metadata")?,
        unsafe_metadata: text(&user.unsafe_metadata, "unsafe_metadata")?,
        delete_self_enabled: user.delete_self_enabled,
        create_organization_enabled: user.create_organization_enabled,
        create_organizations_limit: user.create_organizations_limit,
        bypass_client_trust: user.bypass_client_trust,
        banned: user.banned,
        locked_until: user.locked_until,
        legal_accepted_at: user.legal_accepted_at,
        last_sign_in_at: user.last_sign_in_at,
        last_active_at: user.last_active_at,
        created_at: user.created_at,
        updated_at: user.updated_at,
        id: user.id,
        ..accounts::blank(app, now)
    })
}

fn email_row(user: &UserId, email: &Email) -> Result<EmailAddressRow, Refused> {
    let address = identifiers::email(&email.email_address, "email_address")?;
    Ok(EmailAddressRow {
        id: identification(&email.id)?,
        user_id: user.clone(),
        email_address: address.address,
        email_normalized: address.normalized,
        verified_at: email.verified_at,
        verified_strategy: email.verified_strategy.clone(),
        // In which browser it was proven means nothing elsewhere.
        verified_at_client: None,
        reserved: email.reserved,
        created_at: email.created_at,
        updated_at: email.updated_at,
    })
}

fn phone_row(user: &UserId, phone: &Phone) -> Result<PhoneNumberRow, Refused> {
    Ok(PhoneNumberRow {
        id: identification(&phone.id)?,
        user_id: user.clone(),
        phone_number: identifiers::phone(&phone.phone_number, "phone_number")?,
        verified_at: phone.verified_at,
        verified_strategy: phone.verified_strategy.clone(),
        reserved: phone.reserved,
        reserved_for_second_factor: phone.reserved_for_second_factor,
        created_at: phone.created_at,
        updated_at: phone.updated_at,
    })
}

fn wallet_row(user: &UserId, wallet: &Wallet) -> Result<Web3WalletRow, Refused> {
    Ok(Web3WalletRow {
        id: identification(&wallet.id)?,
        user_id: user.clone(),
        web3_wallet: identifiers::wallet(&wallet.web3_wallet, "web3_wallet")?,
        verified_at: wallet.verified_at,
        created_at: wallet.created_at,
        updated_at: wallet.updated_at,
    })
}

fn identification(id: &IdentificationId) -> Result<IdentificationId, Refused> {
    if is_id(id.as_str()) {
        Ok(id.clone())
    } else {
        Err(Refused::new("the id of an address, number or wallet is none"))
    }
}

//! Users: reading one whole, changing one, deleting one.

use super::{Cause, events, full_users, identifiers, metadata_paths, profile_images, sessions};
use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    state::App,
    store::{
        Conn, StoreError, api_keys, clients, email_addresses, email_addresses::EmailAddressRow, identifications,
        identifications::Identifications, user_metadata, user_search, users, users::UserRow, verifications,
        verifications::VerificationRow,
    },
};
use onehop::wire::{
    Deleted, EmailAddress, EmailAddressTag, ErrorCode, EventType, PublicMetadata, PublicUserData, SessionStatus,
    Strategy, UnsafeMetadata, User, UserId, UserTag, Verification, VerificationStatus,
};
use serde_json::{Map, Value};

/// The start of the day (UTC) that a time belongs to: how exactly last use is told.
pub use crate::store::daily_totals::day_of;

/// The user as the user sees it.
pub async fn view(app: &App, conn: &mut Conn, row: &UserRow, now: Millis) -> Result<User> {
    let instance = &app.instance.id;
    let Identifications { emails, phones, wallets } = identifications::of_user(conn, instance, &row.id).await?;
    let emails: Vec<_> = emails.iter().map(|(email, code)| email_to_wire(app, email, code.as_ref(), now)).collect();
    let main = emails.iter().find(|email| Some(&email.id) == row.primary_email_address().as_ref());
    let image_url = profile_images::url(app, row, main.map(|email| email.email_address.as_str()));
    Ok(User {
        email_addresses: emails,
        phone_numbers: phones.iter().map(full_users::view_phone).collect(),
        web3_wallets: wallets.iter().map(full_users::view_wallet).collect(),
        image_url,
        ..bare(app, row, now)
    })
}

/// An address with its proof, or with the code on its way.
pub async fn view_email(app: &App, conn: &mut Conn, row: &EmailAddressRow, now: Millis) -> Result<EmailAddress> {
    let pending = match row.verified_at {
        Some(_) => None,
        None => verifications::find_latest(conn, &app.instance.id, row.id.as_str()).await?,
    };
    Ok(email_to_wire(app, row, pending.as_ref(), now))
}

/// The same with the code at hand.
pub fn email_to_wire(app: &App, row: &EmailAddressRow, pending: Option<&VerificationRow>, now: Millis) -> EmailAddress {
    let verification = match (row.verified_at, pending) {
        (Some(_), _) => Verification {
            status: Some(VerificationStatus::Verified),
            strategy: Some(strategy_of(row.verified_strategy.as_deref())),
            verified_at_client: row.verified_at_client.clone(),
            ..Verification::unsent()
        },
        (None, Some(code)) => super::codes::view(app, code, Strategy::EmailCode, now),
        (None, None) => Verification::unsent(),
    };
    EmailAddress {
        object: EmailAddressTag,
        id: row.id.clone(),
        email_address: row.email_address.clone(),
        verification: Some(verification),
        reserved: false,
        linked_to: Vec::new(),
        matches_sso_connection: false,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn strategy_of(text: Option<&str>) -> Strategy {
    match text {
        Some("admin") => Strategy::Admin,
        Some("ticket") => Strategy::Ticket,
        _ => Strategy::EmailCode,
    }
}

/// Without what stands in other tables.
fn bare(app: &App, row: &UserRow, now: Millis) -> User {
    let locked_until = row.locked_until.filter(|_| row.is_locked(now));
    User {
        object: UserTag,
        id: row.id.clone(),
        external_id: row.external_id.clone(),
        username: row.username.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        image_url: String::new(),
        has_image: row.image_id.is_some(),
        primary_email_address_id: row.primary_email_address(),
        primary_phone_number_id: row.primary_phone_number_id.clone().map(Into::into),
        primary_web3_wallet_id: row.primary_web3_wallet_id.clone().map(Into::into),
        email_addresses: Vec::new(),
        phone_numbers: Vec::new(),
        web3_wallets: Vec::new(),
        external_accounts: Vec::new(),
        enterprise_accounts: Vec::new(),
        saml_accounts: Vec::new(),
        passkeys: Vec::new(),
        organization_memberships: Vec::new(),
        password_enabled: row.password_digest.is_some(),
        totp_enabled: row.sealed_totp_secret.is_some(),
        backup_code_enabled: row.backup_code_enabled,
        two_factor_enabled: row.has_second_factor(),
        public_metadata: PublicMetadata(object(&row.public_metadata)),
        unsafe_metadata: UnsafeMetadata(object(&row.unsafe_metadata)),
        create_organization_enabled: row.create_organization_enabled,
        // To browsers 0 says that there is no limit.
        create_organizations_limit: row.create_organizations_limit.or(Some(0)),
        delete_self_enabled: row.delete_self_enabled && app.config.user.is_delete_self_enabled,
        banned: row.banned,
        locked: locked_until.is_some(),
        lockout_expires_in_seconds: locked_until.map(|until| (until - now).div_euclid(SECOND)),
        verification_attempts_remaining: None,
        last_active_at: row.last_active_at,
        mfa_enabled_at: row.mfa_enabled_at,
        mfa_disabled_at: row.mfa_disabled_at,
        last_sign_in_at: row.last_sign_in_at,
        legal_accepted_at: row.legal_accepted_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A user in short, as session lists show it.
pub fn in_short(user: &User) -> PublicUserData {
    PublicUserData {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        image_url: user.image_url.clone(),
        has_image: user.has_image,
        identifier: user.identifier(),
        user_id: Some(user.id.clone()),
        username: user.username.clone(),
    }
}

/// What a user goes by: main address, else username, else the id.
pub async fn account_name(app: &App, conn: &mut Conn, row: &UserRow) -> Result<String> {
    let primary = match row.primary_email_address() {
        Some(id) => email_addresses::find(conn, &app.instance.id, &row.id, &id).await?,
        None => None,
    };
    let name = primary.map(|email| email.email_address).or_else(|| row.username.clone());
    Ok(name.unwrap_or_else(|| row.id.to_string()))
}

/// JSON text of a metadata column.
pub fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Says that a user exists now.
pub async fn created(app: &App, conn: &mut Conn, cause: &Cause, row: &UserRow) -> Result<()> {
    emit(app, conn, cause, EventType::UserCreated, row).await
}

/// Writes a changed user and says so. Every client in which the user is signed in sees the change.
pub async fn save(app: &App, conn: &mut Conn, cause: &Cause, row: &mut UserRow) -> Result<()> {
    row.updated_at = cause.now.max(row.updated_at + 1);
    // Of two who take a username at the same moment the unique index chooses one.
    let conflict =
        |error| if matches!(error, StoreError::Conflict) { identifiers::taken("username") } else { error.into() };
    if !users::update(conn, &app.instance.id, row).await.map_err(conflict)? {
        // Somebody else changed the user since it was read: nothing is lost, the caller tries again.
        return Err(Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000));
    }
    row.version += 1;
    clients::touch_of_user(conn, &app.instance.id, &row.id, cause.now).await?;
    emit(app, conn, cause, EventType::UserUpdated, row).await
}

/// Appends the event, and lets the user be found by what is true now.
async fn emit(app: &App, conn: &mut Conn, cause: &Cause, kind: EventType, row: &UserRow) -> Result<()> {
    let user = full_users::view(app, conn, row, cause.now).await?;
    user_search::put(conn, row.search_id, &full_users::search_text(&user)).await?;
    // Without a declared path there is nothing to find by, and nothing left of earlier ones.
    if !app.config.user.metadata_paths.is_empty() {
        user_metadata::put(conn, &app.instance.id, &row.id, &metadata_paths::values(app, row)).await?;
    }
    events::emit(app, conn, cause, kind, row.id.as_str(), row.version, &user).await
}

/// Bans a user, who is signed out everywhere, or lets them in again.
pub async fn set_banned(app: &App, conn: &mut Conn, cause: &Cause, row: &mut UserRow, banned: bool) -> Result<()> {
    if row.banned != banned {
        row.banned = banned;
        save(app, conn, cause, row).await?;
    }
    if banned {
        sessions::finish_all_of_user(app, conn, cause, &row.id, None, SessionStatus::Revoked).await?;
    }
    Ok(())
}

/// Deletes a user: sessions end first, so that the feed tells the story in order.
pub async fn delete(app: &App, conn: &mut Conn, cause: &Cause, row: &UserRow) -> Result<Deleted> {
    sessions::finish_all_of_user(app, conn, cause, &row.id, None, SessionStatus::Removed).await?;
    clients::touch_of_user(conn, &app.instance.id, &row.id, cause.now).await?;
    let deleted = Deleted::new("user", &row.id);
    if !users::delete(conn, &app.instance.id, row).await? {
        return Err(Error::api(ErrorCode::ResourceNotFound));
    }
    api_keys::delete_of_subject(conn, &app.instance.id, row.id.as_str()).await?;
    events::emit(app, conn, cause, EventType::UserDeleted, row.id.as_str(), row.version + 1, &deleted).await?;
    Ok(deleted)
}

/// The user for a change: read inside the transaction that will write it.
pub async fn get(app: &App, conn: &mut Conn, id: &UserId) -> Result<UserRow> {
    users::find(conn, &app.instance.id, id).await?.ok_or_else(|| Error::api(ErrorCode::AuthenticationInvalid))
}

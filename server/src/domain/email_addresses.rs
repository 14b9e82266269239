//! A user's e-mail addresses: adding, proving, removing.

use super::{Cause, codes::Purpose, identifiers, restrictions, users, ways_in};
use crate::{
    error::{Error, Result},
    random,
    state::App,
    store::{Conn, StoreError, email_addresses, email_addresses::EmailAddressRow, users::UserRow, verifications},
};
use onehop::wire::{ClientId, ErrorCode, IdentificationId, Strategy, UserId};

/// A user may have this many addresses.
const MAX_PER_USER: usize = 20;

/// The user's address with this id; others' don't exist.
pub async fn get(app: &App, conn: &mut Conn, user: &UserId, id: &IdentificationId) -> Result<EmailAddressRow> {
    let row = email_addresses::find(conn, &app.instance.id, user, id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

/// Adds an address, unproven.
pub async fn add(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &mut UserRow,
    address: &str,
) -> Result<EmailAddressRow> {
    let instance = &app.instance.id;
    let email = identifiers::email(address, "email_address")?;
    restrictions::admit_email(app, conn, &email.normalized, false).await?;
    if email_addresses::find_claimed(conn, instance, &email.normalized).await?.is_some() {
        return Err(taken());
    }
    if email_addresses::list(conn, instance, &user.id).await?.len() >= MAX_PER_USER {
        return Err(Error::api(ErrorCode::QuotaExceeded)
            .text(format!("An account can have at most {MAX_PER_USER} email addresses.")));
    }
    let row = EmailAddressRow {
        id: IdentificationId::from(random::id(&*app.random, cause.now, IdentificationId::PREFIX)),
        user_id: user.id.clone(),
        email_address: email.address,
        email_normalized: email.normalized,
        verified_at: None,
        verified_strategy: None,
        verified_at_client: None,
        reserved: false,
        created_at: cause.now,
        updated_at: cause.now,
    };
    email_addresses::insert(conn, instance, &row).await.map_err(conflict)?;
    users::save(app, conn, cause, user).await?;
    Ok(row)
}

/// Marks an address as proven. The first proven one becomes the main one.
pub async fn prove(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &mut UserRow,
    id: &IdentificationId,
    client: &ClientId,
) -> Result<()> {
    let instance = &app.instance.id;
    let strategy = Strategy::EmailCode.as_str();
    email_addresses::update_verified(conn, instance, &user.id, id, cause.now, strategy, client.as_str())
        .await
        .map_err(conflict)?;
    verifications::delete(conn, instance, id.as_str()).await?;
    if user.primary_email_address_id.is_none() {
        user.primary_email_address_id = Some(id.to_string());
    }
    users::save(app, conn, cause, user).await
}

/// Removes an address, unless it is the last way in.
pub async fn remove(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &mut UserRow,
    row: &EmailAddressRow,
) -> Result<()> {
    let instance = &app.instance.id;
    let rest = email_addresses::list(conn, instance, &user.id).await?;
    let mut others = rest.iter().filter(|other| other.id != row.id && other.verified_at.is_some());
    let next = others.next();
    if row.verified_at.is_some() && !ways_in::has_one(app, user, next.is_some()) {
        return Err(Error::api(ErrorCode::IdentificationDeletionFailed));
    }
    if user.primary_email_address_id.as_deref() == Some(row.id.as_str()) {
        user.primary_email_address_id = next.map(|next| next.id.to_string());
    }
    verifications::delete(conn, instance, row.id.as_str()).await?;
    email_addresses::delete(conn, instance, &user.id, &row.id).await?;
    users::save(app, conn, cause, user).await
}

/// What a code for this address is bound to. Counted apart from the codes of sign-ins, which strangers can use up; and
/// the device may be known for the account, but nobody knows whose the address is.
pub fn purpose<'a>(row: &'a EmailAddressRow, client: &'a ClientId) -> Purpose<'a> {
    Purpose {
        subject: row.id.as_str(),
        strategy: Strategy::EmailCode,
        client,
        account: format!("{}:addresses", row.user_id),
        is_known_device: false,
    }
}

fn conflict(error: StoreError) -> Error {
    if matches!(error, StoreError::Conflict) { taken() } else { error.into() }
}

fn taken() -> Error {
    identifiers::taken("email_address").text("This email address is in use.")
}

/// What a user goes by: no password may be made of these.
pub async fn own_names(app: &App, conn: &mut Conn, user: &UserRow) -> Result<Vec<String>> {
    let emails = email_addresses::list(conn, &app.instance.id, &user.id).await?.into_iter();
    let names = [&user.username, &user.first_name, &user.last_name].into_iter().flatten().cloned();
    Ok(emails.map(|email| email.email_normalized).chain(names).collect())
}

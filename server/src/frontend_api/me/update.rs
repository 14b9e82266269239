//! `PATCH /v1/me`: name, username, main address, number and wallet. Absent stays, empty clears.

use crate::{
    clock::Millis,
    domain::{identifiers, metadata, session_claims, users, ways_in},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::{Conn, email_addresses, phone_numbers, users as store, users::UserRow, web3_wallets},
};
use onehop::{
    endpoints::frontend::{UpdateMe, UserUpdate},
    wire::{ErrorCode, IdentificationId, User},
};

impl Handle for UpdateMe {
    const IS_FOR_ACTORS: bool = true;

    async fn handle(cx: &mut Context, (): (), body: UserUpdate) -> Result<User> {
        // People sign in with these.
        let primaries = [&body.primary_email_address_id, &body.primary_phone_number_id, &body.primary_web3_wallet_id];
        if body.username.is_some() || primaries.iter().any(|id| id.is_some()) {
            cx.refuse_actor()?;
            cx.require_recent_proof()?;
        }
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let problems: Vec<Error> = [
            names(cx, &mut user, &body),
            username(cx, &mut conn, &mut user, body.username.as_deref()).await,
            primary_email(cx, &mut conn, &mut user, body.primary_email_address_id).await,
            primary_phone(cx, &mut conn, &mut user, body.primary_phone_number_id).await,
            primary_wallet(cx, &mut conn, &mut user, body.primary_web3_wallet_id).await,
        ]
        .into_iter()
        .filter_map(Result::err)
        .collect();
        if !problems.is_empty() {
            return Err(Error::many(problems));
        }
        if let Some(value) = body.unsafe_metadata {
            user.unsafe_metadata = metadata::to_text(&metadata::object(value, "unsafe_metadata")?, "unsafe_metadata")?;
            session_claims::check(&cx.app, &user)?;
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        cx.commit(conn).await?;
        super::view(cx).await
    }
}

fn names(cx: &Context, user: &mut UserRow, body: &UserUpdate) -> Result<()> {
    for (value, slot, param) in
        [(&body.first_name, &mut user.first_name, "first_name"), (&body.last_name, &mut user.last_name, "last_name")]
    {
        let Some(value) = value else { continue };
        let settings = &cx.app.config.user;
        if !settings.is_name_enabled {
            return Err(Error::param(ErrorCode::FormParamUnknown, param));
        }
        let name = identifiers::name(value, param)?;
        if settings.is_name_required && name.is_none() {
            return Err(Error::param(ErrorCode::FormParamNil, param).text("Your name is required."));
        }
        *slot = name;
    }
    Ok(())
}

async fn username(cx: &Context, conn: &mut Conn, user: &mut UserRow, value: Option<&str>) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    let settings = &cx.app.config.user;
    if !settings.is_username_enabled {
        return Err(Error::param(ErrorCode::FormParamUnknown, "username"));
    }
    if value.trim().is_empty() {
        if settings.is_username_required || user.primary_email_address_id.is_none() {
            return Err(Error::param(ErrorCode::FormParamNil, "username").text("A username is required."));
        }
        let emails = email_addresses::list(conn, &cx.app.instance.id, &user.id).await?;
        user.username = None;
        return match ways_in::has_one(&cx.app, user, emails.iter().any(|email| email.verified_at.is_some())) {
            true => Ok(()),
            false => Err(Error::param(ErrorCode::IdentificationDeletionFailed, "username")),
        };
    }
    let name = identifiers::username(value)?;
    match store::find_by_username(conn, &cx.app.instance.id, &name.to_lowercase()).await? {
        Some(other) if other.id != user.id => Err(identifiers::taken("username")),
        _ => {
            user.username = Some(name);
            Ok(())
        }
    }
}

async fn primary_email(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let row = email_addresses::find(conn, &cx.app.instance.id, &user.id, &id).await?;
    check_primary(row.map(|row| row.verified_at), "primary_email_address_id", "email address")?;
    user.primary_email_address_id = Some(id.to_string());
    Ok(())
}

async fn primary_phone(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let rows = phone_numbers::list(conn, &cx.app.instance.id, &user.id).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    check_primary(row.map(|row| row.verified_at), "primary_phone_number_id", "phone number")?;
    user.primary_phone_number_id = Some(id.to_string());
    Ok(())
}

async fn primary_wallet(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let rows = web3_wallets::list(conn, &cx.app.instance.id, &user.id).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    check_primary(row.map(|row| row.verified_at), "primary_web3_wallet_id", "wallet")?;
    user.primary_web3_wallet_id = Some(id.to_string());
    Ok(())
}

/// The main one must be the user's, and proven.
fn check_primary(verified_at: Option<Option<Millis>>, param: &str, what: &str) -> Result<()> {
    match verified_at {
        None => Err(Error::param(ErrorCode::ResourceNotFound, param)),
        Some(None) => Err(Error::param(ErrorCode::FormParamValueInvalid, param)
            .text(format!("Verify this {what} before making it the primary one."))),
        Some(Some(_)) => Ok(()),
    }
}

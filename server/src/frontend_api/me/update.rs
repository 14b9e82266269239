//! `PATCH /v1/me`: name, username, main address. Absent stays, empty clears.

use crate::{
    domain::{identifiers, metadata, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::{Conn, email_addresses, users as store, users::UserRow},
};
use onehop::{
    endpoints::frontend::{UpdateMe, UserUpdate},
    wire::{ErrorCode, IdentificationId, User},
};

impl Handle for UpdateMe {
    const IS_FOR_ACTORS: bool = true;

    async fn handle(cx: &mut Context, (): (), body: UserUpdate) -> Result<User> {
        // People sign in with these.
        if body.username.is_some() || body.primary_email_address_id.is_some() {
            cx.refuse_actor()?;
        }
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let problems: Vec<Error> = [
            names(cx, &mut user, &body),
            username(cx, &mut conn, &mut user, body.username.as_deref()).await,
            primary(cx, &mut conn, &mut user, body.primary_email_address_id).await,
        ]
        .into_iter()
        .filter_map(Result::err)
        .collect();
        if !problems.is_empty() {
            return Err(Error::many(problems));
        }
        if let Some(value) = body.unsafe_metadata {
            user.unsafe_metadata = metadata::to_text(&metadata::object(value, "unsafe_metadata")?, "unsafe_metadata")?;
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
        if !cx.app.config.user.is_name_enabled {
            return Err(Error::param(ErrorCode::FormParamUnknown, param));
        }
        *slot = identifiers::name(value, param)?;
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
        user.username = None;
        return Ok(());
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

async fn primary(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let param = "primary_email_address_id";
    let email = email_addresses::find(conn, &cx.app.instance.id, &user.id, &id).await?;
    let email = email.ok_or_else(|| Error::param(ErrorCode::ResourceNotFound, param))?;
    if email.verified_at.is_none() {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, param)
            .text("Verify this email address before making it the primary one."));
    }
    user.primary_email_address_id = Some(email.id.to_string());
    Ok(())
}

//! `/v1/client/sessions/{session_id}`

mod create_template_token;
mod create_token;
mod end;
mod get;
mod remove;
mod touch;

use super::Context;
use crate::{
    clock::Millis,
    domain::{sessions, users},
    error::{Error, Result},
    store::{callers::SessionOfUser, sessions as store, sessions::SessionRow, users as user_store},
    tokens,
};
use onehop::wire::{ErrorCode, Session, SessionId, SessionStatus};

/// A session of the caller's client, signed in or not; others don't exist.
pub(super) async fn find(cx: &Context, id: &SessionId) -> Result<SessionRow> {
    let not_found = || Error::api(ErrorCode::ResourceNotFound);
    let client = cx.require_client()?;
    let mut conn = cx.app.read().await?;
    store::find_in_client(&mut conn, &cx.app.instance.id, &client.id, id).await?.ok_or_else(not_found)
}

/// The session that was looked up, if it is live and its user may be here. 401: this is how clients learn that they are
/// signed out.
pub(super) fn admit(found: Option<&SessionOfUser>, now: Millis) -> Result<&SessionOfUser> {
    match found {
        Some(found @ (session, user)) if session.status_at(now).is_signed_in() => match user.banned {
            true => Err(Error::api(ErrorCode::UserBanned)),
            false => Ok(found),
        },
        _ => Err(Error::api(ErrorCode::AuthenticationInvalid)),
    }
}

/// A session as its own client sees it, with a fresh token while it is live.
pub(super) async fn view(cx: &Context, row: &SessionRow) -> Result<Session> {
    let mut conn = cx.app.read().await?;
    let owner = user_store::get(&mut conn, &cx.app.instance.id, &row.user_id).await?;
    let user = users::view(&cx.app, &mut conn, &owner, cx.now).await?;
    let token = match row.status_at(cx.now).is_signed_in() {
        true => Some(tokens::mint(&cx.app, (row, &owner), cx.facts.origin.as_deref(), cx.now, false)?),
        false => None,
    };
    Ok(sessions::to_wire(row, Some(user), token, cx.now))
}

/// Ends a session of the caller's client in this way.
async fn finish(cx: &mut Context, id: &SessionId, status: SessionStatus) -> Result<Session> {
    let row = find(cx, id).await?;
    let mut conn = cx.app.write().await?;
    if sessions::finish(&cx.app, &mut conn, &cx.cause(), &row, status).await? {
        cx.rotate_client_token(&mut conn).await?;
    }
    cx.commit(conn).await?;
    cx.reload_client().await?;
    let row = find(cx, id).await?;
    view(cx, &row).await
}

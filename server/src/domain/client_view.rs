//! The client as a browser sees it: its signed-in sessions with their users, and the attempts under way.

use super::{sessions, sign_ins, sign_ups, users};
use crate::{
    clock::Millis,
    error::Result,
    state::App,
    store::{Conn, clients::ClientRow, sessions::SessionRow, users as user_store},
    tokens,
};
use onehop::wire::{Client, ClientTag, SessionId};

/// Builds the view. Only the current session gets a token: the others get theirs when they are chosen.
pub async fn build(
    app: &App,
    conn: &mut Conn,
    row: &ClientRow,
    live: &[SessionRow],
    origin: Option<&str>,
    now: Millis,
) -> Result<Client> {
    let active =
        row.last_active_session_id.as_deref().filter(|id| live.iter().any(|session| session.id.as_str() == *id));
    let active = active.or_else(|| live.first().map(|session| session.id.as_str()));
    let mut views = Vec::with_capacity(live.len());
    for session in live {
        let Some(user) = user_store::find(conn, &app.instance.id, &session.user_id).await? else { continue };
        if user.banned {
            continue;
        }
        let token = match active == Some(session.id.as_str()) {
            true => Some(tokens::mint(app, (session, &user), origin, now, false)?),
            false => None,
        };
        let user = users::view(app, conn, &user, now).await?;
        views.push(sessions::to_wire(session, Some(user), token, now));
    }
    Ok(Client {
        object: ClientTag,
        id: row.id.clone(),
        sessions: views,
        sign_in: sign_ins::current(app, conn, row, now).await?,
        sign_up: sign_ups::current(app, conn, row, now).await?,
        last_active_session_id: active.map(SessionId::from),
        last_authentication_strategy: row.last_strategy.clone(),
        captcha_bypass: false,
        cookie_expires_at: Some(row.expire_at),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

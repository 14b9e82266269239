//! `/v1/client/sessions/{session_id}/verify`: whoever is signed in proves again that it is them.

mod attempt_first_factor;
mod prepare_first_factor;
mod second_factor;
mod start;

use super::Context;
use crate::{
    domain::{lockout, lockout::Source, session_verifications},
    error::Result,
    store::{sessions::SessionRow, users::UserRow},
};
use onehop::wire::{SessionId, SessionVerification};

/// The caller's live session with this id, its user, and where tries at the account come from. Whoever acts in the
/// user's name can't prove to be them.
async fn admit(cx: &Context) -> Result<(SessionRow, UserRow, Source)> {
    let (session, user) = super::sessions::admit(cx.wanted(), cx.now)?.clone();
    cx.refuse_actor()?;
    let source = cx.source(&user);
    lockout::refuse_locked(&cx.app, &mut cx.app.read().await?, &user, &source, cx.now).await?;
    Ok((session, user, source))
}

/// The attempt as it stands now.
async fn view(cx: &Context, id: &SessionId) -> Result<SessionVerification> {
    let session = super::sessions::find(cx, id).await?;
    let shown = super::sessions::view(cx, &session).await?;
    let mut conn = cx.app.read().await?;
    let row = session_verifications::get(&cx.app, &mut conn, &session, cx.now).await?;
    let user = crate::domain::users::get(&cx.app, &mut conn, &session.user_id).await?;
    session_verifications::view(&cx.app, &mut conn, &row, &user, shown, cx.now).await
}

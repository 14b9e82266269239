//! `/v1/sessions…`

mod create;
mod get;
mod list;
mod revoke;
mod tokens;
mod verify;

use super::{Context, Routes};
use crate::{
    error::{Error, Result},
    store::{Conn, sessions, sessions::SessionRow},
};
use onehop::{
    endpoints::backend as contract,
    wire::{ErrorCode, SessionId},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListSessions>()
        .add::<contract::CreateSession>()
        .add::<contract::GetSessionById>()
        .add::<contract::RevokeSession>()
        .add::<contract::VerifySession>()
        .add::<contract::MintSessionToken>()
        .add::<contract::MintTemplateToken>()
}

/// The session, or the error that none has this id.
async fn get_row(cx: &Context, conn: &mut Conn, id: &SessionId) -> Result<SessionRow> {
    let row = sessions::find(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No session was found with id {id}.")))
}

/// The session, which must be signed in.
async fn get_live(cx: &Context, conn: &mut Conn, id: &SessionId) -> Result<SessionRow> {
    let row = get_row(cx, conn, id).await?;
    if !row.status_at(cx.now).is_signed_in() {
        return Err(Error::api(ErrorCode::AuthenticationInvalid).text("This session is over."));
    }
    Ok(row)
}

//! `POST /v1/sessions/{session_id}/verify`: checks a session token with the database. An old call: backends verify
//! tokens themselves.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::sessions,
    error::{Error, Result},
    tokens,
};
use onehop::{
    endpoints::backend::VerifySession,
    wire::{ErrorCode, backend::Session},
};

impl Handle for VerifySession {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Session> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        if tokens::session_of(&cx.app, &call.body.token, cx.now).as_ref() != Some(&row.id) {
            return Err(Error::api(ErrorCode::InvalidSessionToken));
        }
        let row = super::get_live(cx, &mut conn, &row.id).await?;
        Ok(sessions::to_backend(&row, cx.now))
    }
}

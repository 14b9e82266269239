//! `POST /v1/sessions/{session_id}/revoke`: ends a session. One that is over already stays as it ended.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::sessions,
    error::Result,
};
use onehop::{
    endpoints::backend::RevokeSession,
    wire::{SessionStatus, backend::Session},
};

impl Handle for RevokeSession {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Session> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        if row.status_at(cx.now).is_signed_in() {
            sessions::finish(&cx.app, &mut conn, &cx.cause(), &row, SessionStatus::Revoked).await?;
        }
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        conn.commit().await?;
        Ok(sessions::to_backend(&row, cx.now))
    }
}

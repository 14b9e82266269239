//! `GET /v1/client/sessions/{session_id}`

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetSession},
    wire::{Session, SessionId},
};

impl Handle for GetSession {
    async fn handle(cx: &mut Context, id: SessionId, _: NoBody) -> Result<Session> {
        let row = super::find(cx, &id).await?;
        super::view(cx, &row).await
    }
}

//! `POST /v1/client/sessions/{session_id}/remove`: signs out.

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::RemoveSession},
    wire::{Session, SessionId, SessionStatus},
};

impl Handle for RemoveSession {
    async fn handle(cx: &mut Context, id: SessionId, _: NoBody) -> Result<Session> {
        super::finish(cx, &id, SessionStatus::Removed).await
    }
}

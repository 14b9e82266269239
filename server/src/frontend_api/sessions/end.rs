//! `POST /v1/client/sessions/{session_id}/end`

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::EndSession},
    wire::{Session, SessionId, SessionStatus},
};

impl Handle for EndSession {
    async fn handle(cx: &mut Context, id: SessionId, _: NoBody) -> Result<Session> {
        super::finish(cx, &id, SessionStatus::Ended).await
    }
}

//! `POST /v1/client/sessions/{session_id}/verify`

use crate::{
    domain::session_verifications,
    error::Result,
    frontend_api::{Context, Handle, context::Wanted},
};
use http::StatusCode;
use onehop::{
    endpoints::frontend::{StartVerification, VerificationStart},
    wire::{SessionId, SessionVerification},
};

impl Handle for StartVerification {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, id: SessionId, body: VerificationStart) -> Result<SessionVerification> {
        let (session, user, _) = super::admit(cx).await?;
        let mut conn = cx.app.write().await?;
        session_verifications::start(&cx.app, &mut conn, &session, &user, body.level, cx.now).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }
}

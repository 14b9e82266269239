//! `POST /v1/client/sessions/{session_id}/tokens`: a session token, bare. Writes nothing, but for the new client token
//! once a day, and where sessions end unused, now and then that this one is used.

use crate::{
    domain::sessions,
    error::{Error, Result},
    frontend_api::{Context, Handle, context::Wanted, reply},
    tokens,
};
use onehop::{
    endpoints::frontend::{CreateSessionToken, CreateToken},
    wire::{ErrorCode, SessionId, Token},
};

impl Handle for CreateSessionToken {
    async fn handle(cx: &mut Context, _: SessionId, body: CreateToken) -> Result<Token> {
        if body.organization_id.is_some_and(|organization| !organization.is_empty()) {
            return Err(Error::param(ErrorCode::ResourceNotFound, "organization_id"));
        }
        let (mut session, user) = super::admit(cx.wanted(), cx.now)?.clone();
        if sessions::is_use_due(&session, cx.now) {
            let mut conn = cx.app.write().await?;
            // It may have ended since it was read.
            if !sessions::touch(&cx.app, &mut conn, &cx.cause(), &mut session).await? {
                return Err(Error::api(ErrorCode::AuthenticationInvalid));
            }
            cx.commit(conn).await?;
        }
        cx.renew_client_token().await;
        tokens::mint(&cx.app, (&session, &user), cx.facts.origin.as_deref(), cx.now, cx.facts.is_fresh_wanted)
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }

    /// The cookie of our own pages follows the current session only.
    fn token(cx: &Context, token: &Token) -> Option<String> {
        let id = cx.facts.path_id.as_deref().map(SessionId::from)?;
        reply::is_active(cx, &id).then(|| token.jwt.clone())
    }
}

//! `POST /v1/client/sessions/{session_id}/touch`: makes it the current session and says that it is in use.

use crate::{
    clock::MINUTE,
    domain::sessions,
    error::{Error, Result},
    frontend_api::{Context, Handle, context::Wanted},
    store::clients,
    tokens,
};
use http::StatusCode;
use onehop::{
    endpoints::frontend::{TouchSession, TouchSessionById},
    wire::{ErrorCode, Session, SessionId},
};

impl Handle for TouchSessionById {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, id: SessionId, body: TouchSession) -> Result<Session> {
        if body.active_organization_id.is_some_and(|organization| !organization.is_empty()) {
            return Err(Error::param(ErrorCode::ResourceNotFound, "active_organization_id"));
        }
        let (mut row, user) = super::admit(cx.wanted(), cx.now)?.clone();
        let client = cx.require_client()?.clone();
        let is_current = client.last_active_session_id.as_deref() == Some(id.as_str());
        // A tab that gains focus writes at most once a minute.
        if !is_current || cx.now - row.last_active_at >= MINUTE {
            let mut conn = cx.app.write().await?;
            // It may have ended since it was read.
            if !sessions::touch(&cx.app, &mut conn, &cx.cause(), &mut row).await? {
                return Err(Error::api(ErrorCode::AuthenticationInvalid));
            }
            if !is_current {
                let instance = &cx.app.instance.id;
                clients::update_active_session(&mut conn, instance, &client.id, Some(&id), cx.now).await?;
            }
            cx.commit(conn).await?;
        }
        if !is_current {
            // `__client_uat` follows the newest session of the client: a token kept from before it would be too old.
            tokens::mint(&cx.app, (&row, &user), cx.facts.origin.as_deref(), cx.now, true)?;
        }
        cx.renew_client_token().await;
        cx.sign_in_changed();
        super::view(cx, &row).await
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }

    fn token(_: &Context, session: &Session) -> Option<String> {
        session.last_active_token.as_ref().map(|token| token.jwt.clone())
    }
}

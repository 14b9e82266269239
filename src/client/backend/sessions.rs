//! Sessions and their tokens.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        SessionId, Token,
        backend::{Page, Session},
    },
};

/// Calls about sessions.
///
/// ```no_run
#[doc = include_str!("examples/sessions.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(super) &'a BackendClient);

impl Sessions<'_> {
    /// Sessions of a user or client.
    pub async fn list(&self, which: &contract::ListSessionsQuery) -> Result<Page<Session>> {
        self.0.ask::<contract::ListSessions>(&(), which).await
    }

    /// Begins one, for tests.
    pub async fn create(&self, body: &contract::CreateSessionBody) -> Result<Session> {
        self.0.tell::<contract::CreateSession>(&(), body).await
    }

    /// One session.
    pub async fn get(&self, id: &SessionId) -> Result<Session> {
        self.0.act::<contract::GetSessionById>(id).await
    }

    /// Ends one.
    pub async fn revoke(&self, id: &SessionId) -> Result<Session> {
        self.0.act::<contract::RevokeSession>(id).await
    }

    /// Checks a session's token. Verifying it here, without a call, is faster: [`crate::token`].
    pub async fn verify(&self, id: &SessionId, token: &str) -> Result<Session> {
        self.0.tell::<contract::VerifySession>(id, &contract::TokenBody { token: token.to_owned() }).await
    }

    /// Mints a session token.
    pub async fn create_token(&self, id: &SessionId, body: &contract::MintTokenBody) -> Result<Token> {
        self.0.tell::<contract::MintSessionToken>(id, body).await
    }

    /// Mints a token of a template.
    pub async fn create_template_token(
        &self,
        id: &SessionId,
        template: &str,
        body: &contract::MintTokenBody,
    ) -> Result<Token> {
        self.0.tell::<contract::MintTemplateToken>(&(id.clone(), template.to_owned()), body).await
    }
}

//! Tickets that sign a user in.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{SignInTokenId, backend::SignInToken},
};

/// Calls about sign-in tokens.
///
/// ```no_run
/// # async fn example(client: onehop::client::BackendClient) -> Result<(), onehop::client::backend::BackendError> {
/// use onehop::endpoints::backend::SignInTokenBody;
///
/// let body = SignInTokenBody { user_id: "user_2abc".into(), org_id: None, expires_in_seconds: Some(600.into()) };
/// let ticket = client.sign_in_tokens().create(&body).await?;
/// client.sign_in_tokens().revoke(&ticket.id).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SignInTokens<'a>(pub(super) &'a BackendClient);

impl SignInTokens<'_> {
    /// Makes one.
    pub async fn create(&self, body: &contract::SignInTokenBody) -> Result<SignInToken> {
        self.0.tell::<contract::CreateSignInToken>(&(), body).await
    }

    /// Takes one back that nobody used.
    pub async fn revoke(&self, id: &SignInTokenId) -> Result<SignInToken> {
        self.0.act::<contract::RevokeSignInToken>(id).await
    }
}

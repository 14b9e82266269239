//! Tickets that sign a user in.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{SignInTokenId, backend::SignInToken},
};

/// Calls about sign-in tokens.
///
/// ```no_run
#[doc = include_str!("examples/sign_in_tokens.rs")]
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

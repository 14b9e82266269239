//! Tickets that sign somebody in as another user.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{ActorTokenId, backend::ActorToken},
};

/// Calls about actor tokens.
///
/// ```no_run
#[doc = include_str!("examples/actor_tokens.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ActorTokens<'a>(pub(super) &'a BackendClient);

impl ActorTokens<'_> {
    /// Makes one.
    pub async fn create(&self, body: &contract::ActorTokenBody) -> Result<ActorToken> {
        self.0.tell::<contract::CreateActorToken>(&(), body).await
    }

    /// Takes one back that nobody used.
    pub async fn revoke(&self, id: &ActorTokenId) -> Result<ActorToken> {
        self.0.act::<contract::RevokeActorToken>(id).await
    }
}

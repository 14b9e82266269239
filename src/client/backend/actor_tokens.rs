//! Tickets that sign somebody in as another user.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{ActorTokenId, backend::ActorToken},
};

/// Calls about actor tokens.
///
/// ```no_run
/// # async fn example(client: onehop::client::BackendClient) -> Result<(), onehop::client::backend::BackendError> {
/// use onehop::endpoints::backend::ActorTokenBody;
///
/// let actor = serde_json::json!({"sub": "user_2ops"}).as_object().cloned().unwrap_or_default();
/// let body = ActorTokenBody {
///     user_id: "user_2abc".into(),
///     actor,
///     expires_in_seconds: Some(600.into()),
///     session_max_duration_in_seconds: Some(1800.into()),
/// };
/// let ticket = client.actor_tokens().create(&body).await?;
/// client.actor_tokens().revoke(&ticket.id).await?;
/// # Ok(()) }
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

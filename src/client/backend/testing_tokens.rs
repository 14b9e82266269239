//! Tokens that let tests pass bot protection.

use super::{BackendClient, Result};
use crate::{endpoints::backend as contract, wire::backend::TestingToken};

/// Calls about testing tokens.
///
/// ```no_run
/// # async fn example(client: onehop::client::BackendClient) -> Result<(), onehop::client::backend::BackendError> {
/// let token = client.testing_tokens().create().await?;
/// println!("valid until {}", token.expires_at);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TestingTokens<'a>(pub(super) &'a BackendClient);

impl TestingTokens<'_> {
    /// Makes one.
    pub async fn create(&self) -> Result<TestingToken> {
        self.0.act::<contract::CreateTestingToken>(&()).await
    }
}

//! Tokens that let tests pass bot protection.

use super::{BackendClient, Result};
use crate::{endpoints::backend as contract, wire::backend::TestingToken};

/// Calls about testing tokens.
///
/// ```no_run
#[doc = include_str!("examples/testing_tokens.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TestingTokens<'a>(pub(super) &'a BackendClient);

impl TestingTokens<'_> {
    /// Makes one.
    pub async fn create(&self) -> Result<TestingToken> {
        self.0.act::<contract::CreateTestingToken>(&()).await
    }
}

//! Who may not sign up.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        BlocklistIdentifierId, Deleted,
        backend::{BlocklistIdentifier, Page},
    },
};

/// Calls about the block-list.
///
/// ```no_run
#[doc = include_str!("examples/blocklist.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Blocklist<'a>(pub(super) &'a BackendClient);

impl Blocklist<'_> {
    /// Everybody on it.
    pub async fn list(&self, which: &contract::ListQuery) -> Result<Page<BlocklistIdentifier>> {
        self.0.ask::<contract::ListBlocklistIdentifiers>(&(), which).await
    }

    /// Adds somebody.
    pub async fn create(&self, body: &contract::BlocklistBody) -> Result<BlocklistIdentifier> {
        self.0.tell::<contract::CreateBlocklistIdentifier>(&(), body).await
    }

    /// Removes somebody.
    pub async fn delete(&self, id: &BlocklistIdentifierId) -> Result<Deleted> {
        self.0.act::<contract::DeleteBlocklistIdentifier>(id).await
    }
}

//! Who may sign up.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        AllowlistIdentifierId, Deleted,
        backend::{AllowlistIdentifier, Page},
    },
};

/// Calls about the allow-list.
///
/// ```no_run
#[doc = include_str!("examples/allowlist.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Allowlist<'a>(pub(super) &'a BackendClient);

impl Allowlist<'_> {
    /// Everybody on it.
    pub async fn list(&self, which: &contract::ListQuery) -> Result<Page<AllowlistIdentifier>> {
        self.0.ask::<contract::ListAllowlistIdentifiers>(&(), which).await
    }

    /// Adds somebody.
    pub async fn create(&self, body: &contract::AllowlistBody) -> Result<AllowlistIdentifier> {
        self.0.tell::<contract::CreateAllowlistIdentifier>(&(), body).await
    }

    /// Removes somebody.
    pub async fn delete(&self, id: &AllowlistIdentifierId) -> Result<Deleted> {
        self.0.act::<contract::DeleteAllowlistIdentifier>(id).await
    }
}

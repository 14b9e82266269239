//! Domains of the instance.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, DomainId,
        backend::{Domain, Page},
    },
};

/// Calls about domains.
///
/// ```no_run
#[doc = include_str!("examples/domains.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Domains<'a>(pub(super) &'a BackendClient);

impl Domains<'_> {
    /// All of them.
    pub async fn list(&self) -> Result<Page<Domain>> {
        self.0.act::<contract::ListDomains>(&()).await
    }

    /// Adds one.
    pub async fn create(&self, body: &contract::CreateDomainBody) -> Result<Domain> {
        self.0.tell::<contract::CreateDomain>(&(), body).await
    }

    /// Changes one.
    pub async fn update(&self, id: &DomainId, body: &contract::UpdateDomainBody) -> Result<Domain> {
        self.0.tell::<contract::UpdateDomain>(id, body).await
    }

    /// Removes one.
    pub async fn delete(&self, id: &DomainId) -> Result<Deleted> {
        self.0.act::<contract::DeleteDomain>(id).await
    }
}

//! Where sign-in may lead.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, RedirectUrlId,
        backend::{Page, RedirectUrl},
    },
};

/// Calls about redirect URLs.
///
/// ```no_run
#[doc = include_str!("examples/redirect_urls.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RedirectUrls<'a>(pub(super) &'a BackendClient);

impl RedirectUrls<'_> {
    /// All of them.
    pub async fn list(&self, which: &contract::ListQuery) -> Result<Page<RedirectUrl>> {
        self.0.ask::<contract::ListRedirectUrls>(&(), which).await
    }

    /// Adds one.
    pub async fn create(&self, body: &contract::RedirectUrlBody) -> Result<RedirectUrl> {
        self.0.tell::<contract::CreateRedirectUrl>(&(), body).await
    }

    /// One of them.
    pub async fn get(&self, id: &RedirectUrlId) -> Result<RedirectUrl> {
        self.0.act::<contract::GetRedirectUrl>(id).await
    }

    /// Removes one.
    pub async fn delete(&self, id: &RedirectUrlId) -> Result<Deleted> {
        self.0.act::<contract::DeleteRedirectUrl>(id).await
    }
}

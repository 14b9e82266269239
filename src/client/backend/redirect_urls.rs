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
/// # async fn example(client: onehop::client::BackendClient) -> Result<(), onehop::client::backend::BackendError> {
/// use onehop::endpoints::backend::RedirectUrlBody;
///
/// let url = client.redirect_urls().create(&RedirectUrlBody { url: "myapp://callback".into() }).await?;
/// client.redirect_urls().delete(&url.id).await?;
/// # Ok(()) }
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

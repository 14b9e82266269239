//! Webhooks as a whole.

use super::{BackendClient, Result};
use crate::{endpoints::backend as contract, wire::backend::SvixUrl};

/// Calls about webhooks as a whole; endpoints are registered in the dashboard.
///
/// ```no_run
#[doc = include_str!("examples/webhooks.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Webhooks<'a>(pub(super) &'a BackendClient);

impl Webhooks<'_> {
    /// Switches them on.
    pub async fn create_svix_app(&self) -> Result<SvixUrl> {
        self.0.act::<contract::CreateSvixApp>(&()).await
    }

    /// Where they are set up.
    pub async fn generate_svix_auth_url(&self) -> Result<SvixUrl> {
        self.0.act::<contract::GenerateSvixAuthUrl>(&()).await
    }

    /// Switches them off and removes every endpoint.
    pub async fn delete_svix_app(&self) -> Result<()> {
        self.0.act::<contract::DeleteSvixApp>(&()).await
    }
}

//! Settings of the instance.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::backend::{Instance, InstanceRestrictions, OrganizationSettings},
};

/// Calls about the instance.
///
/// ```no_run
#[doc = include_str!("examples/instance.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct InstanceSettings<'a>(pub(super) &'a BackendClient);

impl InstanceSettings<'_> {
    /// The instance.
    pub async fn get(&self) -> Result<Instance> {
        self.0.act::<contract::GetInstance>(&()).await
    }

    /// Changes its settings.
    pub async fn update(&self, body: &contract::UpdateInstanceBody) -> Result<()> {
        self.0.tell::<contract::UpdateInstance>(&(), body).await
    }

    /// Changes who may sign up.
    pub async fn update_restrictions(&self, body: &contract::UpdateRestrictionsBody) -> Result<InstanceRestrictions> {
        self.0.tell::<contract::UpdateInstanceRestrictions>(&(), body).await
    }

    /// Settings of organizations.
    pub async fn organization_settings(&self) -> Result<OrganizationSettings> {
        self.0.act::<contract::GetOrganizationSettings>(&()).await
    }

    /// Changes those.
    pub async fn update_organization_settings(
        &self,
        body: &contract::UpdateOrganizationSettingsBody,
    ) -> Result<OrganizationSettings> {
        self.0.tell::<contract::UpdateOrganizationSettings>(&(), body).await
    }
}

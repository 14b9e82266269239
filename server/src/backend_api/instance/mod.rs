//! `/v1/instance…`: the instance and its settings.

mod get;
mod organization_settings;
mod restrictions;
mod update;

use super::Routes;
use onehop::endpoints::backend as contract;

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::GetInstance>()
        .add::<contract::UpdateInstance>()
        .add::<contract::UpdateInstanceRestrictions>()
        .add::<contract::GetOrganizationSettings>()
        .add::<contract::UpdateOrganizationSettings>()
}

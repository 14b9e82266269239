//! `/v1/api_keys…`, which published clients also write without the version.

mod create;
mod delete;
mod get;
mod list;
mod revoke;
mod update;
mod verify;

use super::Routes;
use onehop::endpoints::backend as contract;

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListApiKeys>()
        .add::<contract::CreateApiKey>()
        .add::<contract::VerifyApiKey>()
        .add::<contract::GetApiKey>()
        .add::<contract::UpdateApiKey>()
        .add::<contract::DeleteApiKey>()
        .add::<contract::GetApiKeySecret>()
        .add::<contract::RevokeApiKey>()
}

//! `/v1/invitations…`

mod create;
mod delete;
mod fields;
mod list;
mod revoke;

use super::Routes;
use onehop::endpoints::backend as contract;

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListInvitations>()
        .add::<contract::CreateInvitation>()
        .add::<contract::CreateInvitations>()
        .add::<contract::RevokeInvitation>()
        .add::<contract::DeleteInvitation>()
}

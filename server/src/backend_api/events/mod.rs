//! `/v1/events` and `/v1/snapshot`: how others follow every change.

mod list;
mod snapshot;

use super::Routes;
use onehop::endpoints::{
    Access, Verb,
    backend::{ListEvents, SNAPSHOT_PATH},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<ListEvents>().raw(Verb::Get, SNAPSHOT_PATH, Access::SecretKey, axum::routing::get(snapshot::handle))
}

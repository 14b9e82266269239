//! `/v1/events` and `/v1/snapshot`: how others follow every change.

mod list;
mod snapshot;

use super::Routes;
use onehop::endpoints::{
    Endpoint,
    backend::{GetSnapshot, ListEvents},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    let snapshot = axum::routing::get(snapshot::handle);
    let routes = routes.add::<ListEvents>().raw(GetSnapshot::VERB, GetSnapshot::PATH, GetSnapshot::ACCESS, snapshot);
    routes.describe(|api| api.add::<GetSnapshot>(&[]))
}

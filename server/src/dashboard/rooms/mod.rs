//! What the rooms of the dashboard ask beside the Backend API: overview, users in pages and as a file, the audit log.

mod audit;
mod cursor;
mod invite_many;
mod overview;
mod user_activity;
mod user_pages;
mod users_bulk;
mod users_export;

use crate::backend_api::Routes;
use axum::routing::get;
use onehop::endpoints::{
    Endpoint,
    dashboard::{self as contract, ExportUsers},
};

/// Mounts them.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::GetOverview>()
        .add::<contract::ListUserPage>()
        .add::<contract::ChangeUsers>()
        .add::<contract::ListUserActivity>()
        .add::<contract::InviteMany>()
        .add::<contract::ListAuditEntries>()
        .add::<contract::GetAuditEntry>()
        .raw(ExportUsers::VERB, ExportUsers::PATH, ExportUsers::ACCESS, get(users_export::handle))
}

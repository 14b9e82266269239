//! What the rooms of the dashboard ask beside the Backend API: overview, users in pages and as a file, the waiting list,
//! tokens, the audit log.

mod audit;
pub(super) mod cursor;
mod invite_many;
mod overview;
mod tokens;
mod user_activity;
mod user_days;
mod user_pages;
mod user_sessions;
mod users_bulk;
mod users_export;
mod users_matching;
mod waitlist_pages;

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
        .add::<contract::GetTokenFacts>()
        .add::<contract::PreviewJwtTemplate>()
        .add::<contract::ListUserPage>()
        .add::<contract::ChangeUsers>()
        .add::<contract::ChangeMatchingUsers>()
        .add::<contract::ListUserActivity>()
        .add::<contract::GetUserDays>()
        .add::<contract::RevokeUserSessions>()
        .add::<contract::InviteMany>()
        .add::<contract::ListWaitlistPage>()
        .add::<contract::ListAuditEntries>()
        .add::<contract::GetAuditEntry>()
        .raw(ExportUsers::VERB, ExportUsers::PATH, ExportUsers::ACCESS, get(users_export::handle))
}

//! The operators' dashboard.
//!
//! A room is one file (or folder) with its page, one `<Route>` below and one line in [`nav`]. Each page works without
//! scripts: it is rendered with its data, and changes are forms that post and lead back. Once it is alive the same forms
//! are sent by `fetch` and the page follows in place. What a page shows is in its address.
//!
//! A page is built from [`load`] and [`Loaded`] (its data), [`Page`] (its frame) and [`CallForm`] (its changes).

mod account;
mod address;
mod audit;
mod call_form;
mod invitations;
mod keys;
mod layout;
mod load;
mod loaded;
mod nav;
mod not_found;
mod overview;
mod page;
mod palette;
mod parts;
mod proof;
mod prove;
mod restrictions;
mod settings;
mod setup;
#[cfg(feature = "ssr")]
pub mod shell;
mod sign_in;
mod state;
mod status;
mod templates;
mod users;
mod waitlist;
mod webhooks;

pub use address::{encoded, with_then};
pub use call_form::{Call, CallForm, Submit, call_error, typed};
pub use load::load;
pub use loaded::Loaded;
pub use page::Page;
pub use state::{Dashboard, Flash, Initial, Notice, use_dashboard};

use crate::document_title::document_title;
use layout::Layout;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// Everything inside `<body>`.
#[component]
pub fn DashboardApp() -> impl IntoView {
    provide_meta_context();
    state::provide();
    view! {
        <Title formatter=title />
        <Router>
            <Layout>
                <Routes fallback=not_found::NotFound>
                    <Route path=path!("/dashboard") view=overview::OverviewPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/users") view=users::UsersPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/users/new") view=users::NewUserPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/users/:user_id/:tab?") view=users::UserPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/invitations") view=invitations::InvitationsPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/waitlist") view=waitlist::WaitlistPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/restrictions") view=restrictions::RestrictionsPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/keys") view=keys::KeysPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/templates") view=templates::TemplatesPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/templates/new") view=templates::NewTemplatePage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/templates/:template_id") view=templates::TemplatePage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks") view=webhooks::WebhooksPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks/new") view=webhooks::NewEndpointPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks/events") view=webhooks::EventsPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks/activity") view=webhooks::ActivityPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks/:endpoint_id/messages/:sequence") view=webhooks::MessagePage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/webhooks/:endpoint_id/:tab?") view=webhooks::EndpointPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/settings") view=settings::SettingsPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/audit") view=audit::AuditPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/account") view=account::AccountPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/sign-in") view=sign_in::SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/setup") view=setup::SetupPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/prove") view=prove::ProvePage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard/*any") view=not_found::NotFound ssr=SsrMode::Async />
                </Routes>
            </Layout>
        </Router>
    }
}

fn title(page: String) -> String {
    document_title(&page, "Dashboard")
}

//! The document around the dashboard: its own stylesheet and code.

use super::DashboardApp;
use crate::shell::{Assets, document};
use leptos::prelude::*;

/// Addresses of the dashboard's stylesheet and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardAssets(pub Assets);

/// The document.
pub fn shell() -> impl IntoView {
    let assets = use_context::<DashboardAssets>().map(|assets| assets.0);
    document(assets, "The users of this server, for those who run it.", || view! { <DashboardApp /> })
}

//! The parts of the room, and the parts of an endpoint.

use super::{ACTIVITY, EVENTS, LIST};
use leptos::prelude::*;

/// The three lists of the room.
#[component]
pub(super) fn RoomTabs(current: &'static str) -> impl IntoView {
    let tabs = [(LIST, "Endpoints"), (EVENTS, "Event catalogue"), (ACTIVITY, "Activity")];
    let link = move |(path, name): (&'static str, &'static str)| {
        view! { <a class="db-tab" href=path aria-current=(path == current).then_some("page")>{name}</a> }
    };
    view! { <nav class="db-tabs" aria-label="Parts of this room">{tabs.map(link)}</nav> }.into_any()
}

/// Address and name of each part of an endpoint.
const TABS: [(&str, &str); 3] = [("", "Deliveries"), ("settings", "Settings"), ("testing", "Testing")];

/// The parts of an endpoint.
#[component]
pub(super) fn EndpointTabs(
    /// The endpoint's own page.
    here: String,
    tab: Memo<String>,
) -> impl IntoView {
    let link = move |(path, name): (&'static str, &'static str)| {
        let href = if path.is_empty() { here.clone() } else { format!("{here}/{path}") };
        let current = move || (tab.get() == path).then_some("page");
        view! { <a class="db-tab" href=href aria-current=current>{name}</a> }
    };
    view! { <nav class="db-tabs" aria-label="Parts of this endpoint">{TABS.map(link)}</nav> }.into_any()
}

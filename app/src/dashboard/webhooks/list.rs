//! `/dashboard/webhooks`: all endpoints, and how each is doing.

use super::{LIST, NEW, outcome::status_badge, tabs::RoomTabs};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{Column, DataTable, Empty, GlyphName, TableRow, grouped},
};
use leptos::prelude::*;
use onehop::{
    endpoints::dashboard::ListWebhookEndpoints,
    wire::{backend::Page as Found, dashboard::ListedWebhookEndpoint},
};

/// The room.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let endpoints = load::<ListWebhookEndpoints>(|| ((), Default::default()));
    let actions = || view! { <a href=NEW class="oh-button" data-variant="primary">"Add endpoint"</a> };
    view! {
        <Page
            title="Webhooks"
            intro="Your systems hear of every change: signed, in order where you want it, and tried again until they have it."
            actions=actions
        >
            <RoomTabs current=LIST />
            <Loaded of=endpoints view={move |found: Found<ListedWebhookEndpoint>| view! { <List found /> }.into_any()} />
        </Page>
    }
}

#[component]
fn List(found: Found<ListedWebhookEndpoint>) -> impl IntoView {
    if found.data.is_empty() {
        let add = || view! { <a href=NEW class="oh-button" data-variant="secondary">"Add endpoint"</a> };
        let text = "Add an address of yours, and it gets what happens from then on.";
        return view! { <Empty icon=GlyphName::Letter title="No endpoints" text action=add /> }.into_any();
    }
    let columns = vec![
        Column::Person("Endpoint"),
        Column::Fact("Status"),
        Column::Fact("Events"),
        Column::Fact("Tries, 24 h"),
        Column::Fact("Errors, 24 h"),
    ];
    let rows = found.data.into_iter().map(row).collect();
    view! { <DataTable label="Endpoints" columns rows /> }.into_any()
}

fn row(listed: ListedWebhookEndpoint) -> TableRow {
    let ListedWebhookEndpoint { endpoint, delivered, failed } = listed;
    let href = format!("{LIST}/{}", endpoint.id);
    let events = match endpoint.types.len() {
        0 => "All".to_owned(),
        1 => endpoint.types[0].clone(),
        count => format!("{count} types"),
    };
    let status = status_badge(&endpoint);
    let is_enabled = endpoint.enabled;
    TableRow::new([
        view! {
            <span class="db-person-text">
                <a href=href class="db-row-link">{endpoint.endpoint_url}</a>
                <span class="db-person-sub">{endpoint.description}</span>
            </span>
        }
        .into_any(),
        status,
        events.into_any(),
        view! { <span class="db-number">{grouped(delivered + failed)}</span> }.into_any(),
        view! { <span class="db-number">{share(failed, delivered + failed)}</span> }.into_any(),
    ])
    .muted(!is_enabled)
}

/// `2.5 %`
pub(super) fn share(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 1_000 + whole / 2) / whole;
    // What is there is never told as nothing.
    let tenths = if part > 0 { tenths.max(1) } else { tenths };
    match tenths % 10 {
        0 => format!("{} %", tenths / 10),
        rest => format!("{}.{rest} %", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_to_the_tenth_and_never_as_nothing() {
        for (part, whole, text) in
            [(0, 0, "–"), (0, 7, "0 %"), (1, 4, "25 %"), (1, 40, "2.5 %"), (1, 1_000_000, "0.1 %"), (3, 3, "100 %")]
        {
            assert_eq!(share(part, whole), text);
        }
    }
}

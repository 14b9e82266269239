//! `/dashboard/webhooks/activity`: the newest events. A living page looks again every two seconds.

use super::{ACTIVITY, event_choice::TypeChoice, tabs::RoomTabs, text};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{Column, DataTable, Empty, GlyphName, TableRow, When},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map, params::ParamsMap};
use onehop::{
    components::parts::Button,
    endpoints::dashboard::{ListRecentEvents, TypesQuery},
    wire::dashboard::{RecentEvent, RecentEvents},
};
use std::time::Duration;

const AGAIN: Duration = Duration::from_secs(2);

/// The end of the feed.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let map = use_query_map();
    let events = load::<ListRecentEvents>(move || ((), TypesQuery { types: map.with(|map| text(map, "type")) }));
    let is_live = RwSignal::new(true);
    Effect::new(move |_| {
        if !is_live.get() {
            return;
        }
        // A page that nobody looks at asks nothing.
        let look = move || {
            if !document().hidden() {
                events.refetch()
            }
        };
        if let Ok(timer) = set_interval_with_handle(look, AGAIN) {
            on_cleanup(move || timer.clear());
        }
    });
    let label = move || if is_live.get() { "Pause" } else { "Go on" };
    let actions = move || {
        view! {
            <button class="oh-button oh-scripted" type="button" data-variant="secondary" on:click=move |_| is_live.update(|live| *live = !*live)>
                <span class="oh-button-label">{label}</span>
            </button>
        }
    };
    view! {
        <Page title="Activity" intro="What happens right now, the newest first: the events that endpoints and the feed get." actions=actions>
            <RoomTabs current=ACTIVITY />
            {move || view! { <Filter map=map.get() /> }}
            <Loaded of=events skeleton=8 view={move |events: RecentEvents| view! { <List events /> }.into_any()} />
        </Page>
    }
}

#[component]
fn Filter(map: ParamsMap) -> impl IntoView {
    let chosen = text(&map, "type").unwrap_or_default();
    view! {
        <div role="search" aria-label="Events">
            <Form method="get" action=ACTIVITY attr:class="db-filters">
                <TypeChoice id="activity-type" name="type" chosen all="All" />
                <div class="db-filter-actions"><Button>"Filter"</Button></div>
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn List(events: RecentEvents) -> impl IntoView {
    if events.data.is_empty() {
        let text = "As soon as somebody signs up, signs in or changes, it is told here.";
        return view! { <Empty icon=GlyphName::Clock title="Nothing happened yet" text /> }.into_any();
    }
    // The page may be old by now: what came after it is new.
    let newest = events.data.first().map_or(0, |event| event.created_at);
    let now = use_dashboard().now.max(newest);
    let columns = vec![Column::Subject("Event"), Column::Fact("What"), Column::Fact("When"), Column::Fact("Place")];
    let row = |event: RecentEvent| {
        TableRow::new([
            view! { <code>{event.kind}</code> }.into_any(),
            view! { <code class="db-id">{event.resource_id}</code> }.into_any(),
            view! { <When at=Some(event.created_at) now=now /> }.into_any(),
            view! { <span class="db-number">{event.sequence}</span> }.into_any(),
        ])
    };
    view! { <DataTable label="Newest events" columns rows=events.data.into_iter().map(row).collect() /> }.into_any()
}

//! `/dashboard/webhooks/events`: which events there are, each with an example and its schema.

use super::{EVENTS, event_choice::families, tabs::RoomTabs, text};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{Empty, GlyphName, SearchForm},
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use onehop::{
    endpoints::dashboard::{ListWebhookEventTypes, TypesQuery},
    wire::{
        EventType,
        dashboard::{WebhookEventType, WebhookEventTypes},
    },
};

/// The catalogue.
#[component]
pub fn EventsPage() -> impl IntoView {
    let map = use_query_map();
    let chosen =
        Memo::new(move |_| map.with(|map| text(map, "type")).filter(|name| EventType::from_wire(name).is_some()));
    view! {
        <Page title="Event catalogue" intro="What your systems can hear of, with an example and the schema of each.">
            <RoomTabs current=EVENTS />
            {move || chosen.get().map(|name| {
                let close = map.with(|map| address(map, None));
                view! { <Detail name close /> }
            })}
            {move || {
                let query = map.with(|map| text(map, "query").unwrap_or_default());
                view! { <SearchForm action=EVENTS label="Events" id="events-query" query=query>{None::<AnyView>}</SearchForm> }
            }}
            {move || view! { <List map=map.get() /> }}
        </Page>
    }
}

/// The same search with this type above the list.
fn address(map: &ParamsMap, kind: Option<&str>) -> String {
    let mut kept = ParamsMap::new();
    for (name, value) in [("query", text(map, "query")), ("type", kind.map(str::to_owned))] {
        if let Some(value) = value {
            kept.insert(name, value);
        }
    }
    format!("{EVENTS}{}", kept.to_query_string())
}

#[component]
fn List(map: ParamsMap) -> impl IntoView {
    let searched = text(&map, "query").unwrap_or_default().to_lowercase();
    let fits = |kind: &EventType| {
        kind.as_str().to_lowercase().contains(&searched) || kind.description().to_lowercase().contains(&searched)
    };
    let found: Vec<_> = families()
        .into_iter()
        .map(|(name, kinds)| (name, kinds.into_iter().filter(fits).collect::<Vec<_>>()))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect();
    if found.is_empty() {
        let clear = || view! { <a href=EVENTS class="oh-button" data-variant="secondary">"Show all events"</a> };
        return view! { <Empty icon=GlyphName::Search title="No events match" text="Try another word." action=clear /> }.into_any();
    }
    let family = |(name, kinds): (&'static str, Vec<EventType>)| {
        let line = |kind: EventType| {
            let href = address(&map, Some(kind.as_str()));
            view! {
                <li class="db-line">
                    <span class="db-line-text">
                        <a href=href class="oh-link"><code>{kind.as_str()}</code></a>
                        <span class="db-line-sub">{kind.description()}</span>
                    </span>
                </li>
            }
        };
        view! {
            <section class="db-card" aria-label=format!("Events of {name}")>
                <header class="db-card-head"><h2 class="db-card-title">{name}</h2></header>
                <div class="db-card-body"><ul class="db-lines">{kinds.into_iter().map(line).collect_view()}</ul></div>
            </section>
        }
    };
    found.into_iter().map(family).collect_view().into_any()
}

/// One type, above the list.
#[component]
fn Detail(name: String, close: String) -> impl IntoView {
    let query = TypesQuery { types: Some(name.clone()) };
    let found = load::<ListWebhookEventTypes>(move || ((), query.clone()));
    view! {
        <section class="db-card" aria-labelledby="event-detail">
            <header class="db-card-head">
                <h2 class="db-card-title" id="event-detail"><code>{name}</code></h2>
                <a href=close class="oh-button" data-variant="ghost">"Close"</a>
            </header>
            <div class="db-card-body">
                <Loaded of=found skeleton=6 view={move |found: WebhookEventTypes| {
                    found.data.into_iter().next().map(|kind| view! {
                        <p class="db-text">{kind.description.clone()}</p>
                        {example_of(&kind)}
                        <details class="db-help">
                            <summary class="db-chart-open">"Schema of its data"</summary>
                            <pre class="db-payload" tabindex="0" role="region" aria-label="Schema">
                                {serde_json::to_string_pretty(&kind.schema).unwrap_or_default()}
                            </pre>
                        </details>
                    }).into_any()
                }} />
            </div>
        </section>
    }
    .into_any()
}

/// The example of a type, as receivers get it.
pub(super) fn example_of(kind: &WebhookEventType) -> AnyView {
    let text = serde_json::to_string_pretty(&kind.example).unwrap_or_default();
    let label = format!("Example of {}", kind.kind);
    view! { <pre class="db-payload" tabindex="0" role="region" aria-label=label>{text}</pre> }.into_any()
}

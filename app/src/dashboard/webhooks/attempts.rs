//! The log of an endpoint's tries. What is looked for is in the address.

use super::{detail::Subject, event_choice::TypeChoice, outcome::outcome_badge, text};
use crate::dashboard::{
    Loaded, load,
    parts::{Choice, Column, DataTable, Empty, GlyphName, Paged, TableRow, When},
    use_dashboard,
};
use leptos::{
    ev::SubmitEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use onehop::{
    components::parts::{Badge, Button},
    endpoints::dashboard::{ListWebhookAttempts, WebhookAttemptQuery},
    wire::dashboard::{WebhookAttempt, WebhookAttemptPage, WebhookOutcome},
};

/// Names in the address, but for the cursor.
const NAMES: [&str; 2] = ["outcome", "type"];
const OUTCOMES: [(&str, &str); 3] = [("", "All"), ("delivered", "Delivered"), ("failed", "Failed")];

fn query_of(map: &ParamsMap) -> WebhookAttemptQuery {
    let outcomes = [WebhookOutcome::Delivered, WebhookOutcome::Failed];
    let outcome = text(map, "outcome");
    WebhookAttemptQuery {
        outcome: outcomes.into_iter().find(|it| outcome.as_deref() == Some(it.as_str())),
        kind: text(map, "type"),
        before: text(map, "before"),
        limit: None,
    }
}

/// The page after this cursor, with the same filters; the first one without.
fn address(here: &str, map: &ParamsMap, before: Option<&str>) -> String {
    let mut kept = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = text(map, name) {
            kept.insert(name, value);
        }
    }
    if let Some(before) = before {
        kept.insert("before", before.to_owned());
    }
    format!("{here}{}", kept.to_query_string())
}

/// The log with its filters.
#[component]
pub(super) fn Attempts(subject: Subject) -> impl IntoView {
    let map = use_query_map();
    let id = subject.endpoint.id.clone();
    let found = load::<ListWebhookAttempts>(move || (id.clone(), map.with(query_of)));
    let here = StoredValue::new(subject.here);
    view! {
        <section class="db-section" aria-labelledby="attempts-title">
            <h2 class="db-card-title" id="attempts-title">"Recent tries"</h2>
            {move || view! { <Filters map=map.get() here=here.get_value() /> }}
            <Loaded of=found skeleton=6 view={move |page: WebhookAttemptPage| view! { <List page here=here.get_value() /> }.into_any()} />
        </section>
    }
    .into_any()
}

#[component]
fn Filters(map: ParamsMap, here: String) -> impl IntoView {
    let (outcome, kind) = (text(&map, "outcome").unwrap_or_default(), text(&map, "type").unwrap_or_default());
    let (navigate, action) = (use_navigate(), here.clone());
    // The router's own form takes no address with capital letters in it, and ids have some.
    let submit = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        event.prevent_default();
        let mut asked = ParamsMap::new();
        for name in NAMES {
            asked.insert(name, data.get(name).as_string().unwrap_or_default());
        }
        navigate(&address(&action, &asked, None), NavigateOptions::default());
    };
    view! {
        <div role="search" aria-label="Tries">
            <form class="db-filters" method="get" action=here on:submit=submit>
                <Choice id="attempt-outcome" name="outcome" label="Outcome" options=&OUTCOMES chosen=outcome />
                <TypeChoice id="attempt-type" name="type" chosen=kind all="All" />
                <div class="db-filter-actions"><Button>"Filter"</Button></div>
            </form>
        </div>
    }
    .into_any()
}

#[component]
fn List(page: WebhookAttemptPage, here: String) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let is_first = text(&map, "before").is_none();
    if page.data.is_empty() {
        if is_first && NAMES.iter().all(|name| text(&map, name).is_none()) {
            let text = "Deliveries appear here as soon as something happens. The Testing tab sends an example now.";
            return view! { <Empty icon=GlyphName::Log title="Nothing was sent yet" text /> }.into_any();
        }
        let clear =
            move || view! { <a href=here.clone() class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! { <Empty icon=GlyphName::Search title="No tries match" text="Try another outcome, or another event." action=clear /> }.into_any();
    }
    let now = use_dashboard().now;
    let summary = match page.data.len() {
        1 => "1 try on this page".to_owned(),
        count => format!("{count} tries on this page"),
    };
    let next = page.next.as_deref().map(|next| address(&here, &map, Some(next)));
    let paged = Paged { summary, first: (!is_first).then(|| address(&here, &map, None)), next };
    let columns = vec![Column::Subject("Event"), Column::Fact("Outcome"), Column::Fact("Took"), Column::Fact("When")];
    let rows = page.data.into_iter().map(|attempt| row(attempt, &here, now)).collect();
    view! { <DataTable label="Tries" columns rows paged=paged /> }.into_any()
}

fn row(attempt: WebhookAttempt, here: &str, now: i64) -> TableRow {
    let href = format!("{here}/messages/{}", attempt.sequence);
    TableRow::new([
        view! {
            <a href=href class="db-row-link">{attempt.kind}</a>
            {attempt.manual.then(|| view! { " "<Badge>"By hand"</Badge> })}
        }
        .into_any(),
        outcome_badge(attempt.outcome, attempt.status),
        view! { <span class="db-number">{format!("{} ms", attempt.duration_ms)}</span> }.into_any(),
        view! { <When at=Some(attempt.attempted_at) now=now /> }.into_any(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_filters() {
        let mut map = ParamsMap::new();
        for (name, value) in [("outcome", "failed"), ("type", "user.created"), ("before", "1.atmpt_1"), ("x", "y")] {
            map.insert(name, value.to_owned());
        }
        let next = address("/here", &map, Some("2.atmpt_2"));
        assert!(
            next.starts_with("/here?") && next.contains("outcome=failed") && next.contains("type=user%2Ecreated"),
            "{next}"
        );
        assert!(next.contains("before=2%2Eatmpt%5F2") && !next.contains("x=y"), "{next}");
        assert_eq!(query_of(&map).outcome, Some(WebhookOutcome::Failed));
    }
}

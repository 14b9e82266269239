//! `/dashboard/webhooks/{endpoint_id}/testing`: sends an example, and shows what the receiver answered.

use super::{
    detail::Subject,
    event_choice::TypeChoice,
    events::example_of,
    outcome::{Answer, Headers, outcome_badge},
    text,
};
use crate::dashboard::{Call, CallForm, Loaded, Submit, load, parts::CopyId, use_dashboard};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use onehop::{
    endpoints::dashboard::{ListWebhookEventTypes, TestWebhookEndpoint, TypesQuery},
    wire::{
        EventType,
        dashboard::{WebhookEventTypes, WebhookTest},
    },
};

const TEST: &str = "webhook.test";
const FORM: &str = "webhook-test";

/// The tab.
#[component]
pub(super) fn Testing(subject: Subject) -> impl IntoView {
    let dashboard = use_dashboard();
    let flash = dashboard.flash.get_untracked().filter(|flash| flash.form == TEST);
    let answer = RwSignal::new(flash.and_then(|flash| flash.answer));
    let first = EventType::UserCreated.as_str().to_owned();
    let asked =
        use_query_map().with_untracked(|map| text(map, "type")).filter(|name| EventType::from_wire(name).is_some());
    let chosen = RwSignal::new(asked.unwrap_or(first));
    let types = load::<ListWebhookEventTypes>(move || ((), TypesQuery { types: Some(chosen.get()) }));
    let call = Call::of::<TestWebhookEndpoint>(TEST, &subject.endpoint.id).shows_answer().said("The example was sent.");
    let done = Callback::new(move |text: String| answer.set(Some(text)));
    let here = format!("{}/testing", subject.here);
    let now_chosen = chosen.get_untracked();
    view! {
        <section class="db-card" aria-labelledby="testing-title">
            <header class="db-card-head"><h2 class="db-card-title" id="testing-title">"Send an example"</h2></header>
            <div class="db-card-body">
                <p class="db-text">"A made-up event, signed as every delivery. It is in no log, and is sent once."</p>
                <CallForm id=FORM call=call on_done=done>
                    <div class="db-field-row">
                        <TypeChoice id="test-type" name="type" chosen=now_chosen on_change=Callback::new(move |name| chosen.set(name)) />
                        <Submit>"Send example"</Submit>
                    </div>
                </CallForm>
                <div class="db-section" role="status">
                    {move || answer.with(|text| text.as_deref().and_then(read)).map(|test| view! { <Outcome test /> })}
                </div>
            </div>
        </section>
        <section class="db-card" aria-labelledby="example-title">
            <header class="db-card-head">
                <h2 class="db-card-title" id="example-title">"Example"</h2>
                <button
                    class="oh-button"
                    type="submit"
                    form=FORM
                    formmethod="get"
                    formaction=here
                    data-variant="ghost"
                    on:click=move |event| {
                        event.prevent_default();
                        types.refetch();
                    }
                >
                    <span class="oh-button-label">"Show example"</span>
                </button>
            </header>
            <div class="db-card-body">
                <Loaded of=types skeleton=6 view={move |types: WebhookEventTypes| {
                    types.data.into_iter().next().map(|kind| example_of(&kind)).into_any()
                }} />
            </div>
        </section>
    }
    .into_any()
}

fn read(answer: &str) -> Option<WebhookTest> {
    serde_json::from_str(answer).ok()
}

#[component]
fn Outcome(test: WebhookTest) -> impl IntoView {
    view! {
        <dl class="db-facts">
            <div class="db-fact"><dt>"Outcome"</dt><dd>{outcome_badge(test.outcome, test.status)}</dd></div>
            <div class="db-fact"><dt>"Took"</dt><dd>{format!("{} ms", test.duration_ms)}</dd></div>
            <div class="db-fact"><dt>"Sent as"</dt><dd><CopyId text=test.event_id.to_string() what="id of the example" /></dd></div>
        </dl>
        <Answer headers=test.response_headers body=test.response_body error=test.error label="the example".to_owned() />
        <Headers headers=test.request_headers title="Headers of the request" label="Headers of the request of the example".to_owned() />
    }
    .into_any()
}

//! `/dashboard/webhooks/{endpoint_id}/messages/{sequence}`: one event, and every try of delivering it.

use super::{LIST, outcome::Attempt};
use crate::dashboard::{
    Call, CallForm, Loaded, Page, Submit, load,
    parts::{Ahead, CopyId},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use onehop::{
    endpoints::dashboard::{GetWebhookMessage, ResendWebhookMessage},
    wire::{WebhookEndpointId, dashboard::WebhookMessage},
};

type Place = (WebhookEndpointId, String);

/// The page of an event at an endpoint.
#[component]
pub fn MessagePage() -> impl IntoView {
    let params = use_params_map();
    let place: Memo<Place> = Memo::new(move |_| {
        let part = |name| params.with(|params| params.get(name).unwrap_or_default());
        (WebhookEndpointId::from(part("endpoint_id")), part("sequence"))
    });
    let message = load::<GetWebhookMessage>(move || (place.get(), Default::default()));
    let again = Callback::new(move |_: String| message.refetch());
    let back = move || format!("{LIST}/{}", place.get().0);
    view! {
        <p class="db-back"><a href=back class="oh-link">"The endpoint"</a></p>
        <Loaded
            of=message
            skeleton=8
            view={move |message: WebhookMessage| {
                let place = place.get_untracked();
                view! { <Found message place again /> }.into_any()
            }}
        />
    }
}

#[component]
fn Found(message: WebhookMessage, place: Place, again: Callback<String>) -> impl IntoView {
    let now = use_dashboard().now;
    let resend = Call::of::<ResendWebhookMessage>("webhook.resend", &place)
        .said("The event is on its way. What came of it is here in a moment.");
    let can_resend = message.payload.is_some();
    let payload = message.payload.map(|payload| serde_json::to_string_pretty(&payload).unwrap_or_default());
    let next = match (message.pending, message.next_attempt_at) {
        (true, Some(at)) => view! { <Ahead at now /> }.into_any(),
        (true, None) => "After an earlier event of the same resource".into_any(),
        (false, _) => view! { <span class="db-none">"None"</span> }.into_any(),
    };
    let attempts: Vec<_> = message.attempts.into_iter().map(|attempt| view! { <Attempt attempt now /> }).collect();
    view! {
        <Page title=message.kind>
            <section class="db-card" aria-label="At a glance">
                <div class="db-card-body">
                    <dl class="db-facts">
                        <div class="db-fact"><dt>"Id"</dt><dd><CopyId text=message.event_id.to_string() what="event id" /></dd></div>
                        <div class="db-fact"><dt>"Place in the feed"</dt><dd>{message.sequence}</dd></div>
                        <div class="db-fact"><dt>"Next try"</dt><dd>{next}</dd></div>
                    </dl>
                    <div class="db-actions">
                        {can_resend.then(|| view! {
                            <CallForm call=resend on_done=again inline=true>
                                <Submit variant=onehop::components::parts::ButtonVariant::Secondary>"Resend"</Submit>
                            </CallForm>
                        })}
                        <button class="oh-button oh-scripted" type="button" data-variant="ghost" on:click=move |_| again.run(String::new())>
                            <span class="oh-button-label">"Look again"</span>
                        </button>
                    </div>
                </div>
            </section>
            <section class="db-section" aria-labelledby="tries-title">
                <h2 class="db-card-title" id="tries-title">"Tries"</h2>
                {match attempts.is_empty() {
                    true => view! { <p class="db-note">"It was not tried yet."</p> }.into_any(),
                    false => view! { <ol class="db-feed">{attempts}</ol> }.into_any(),
                }}
            </section>
            <section class="db-card" aria-labelledby="payload-title">
                <header class="db-card-head"><h2 class="db-card-title" id="payload-title">"Payload"</h2></header>
                <div class="db-card-body">
                    {match payload {
                        Some(text) => view! { <pre class="db-payload" tabindex="0" role="region" aria-label="Payload">{text}</pre> }.into_any(),
                        None => view! { <p class="db-note">"The event is kept no longer."</p> }.into_any(),
                    }}
                </div>
            </section>
        </Page>
    }
    .into_any()
}

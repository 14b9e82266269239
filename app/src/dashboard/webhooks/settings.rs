//! `/dashboard/webhooks/{endpoint_id}/settings`: the form, the secret, the switch, the end.

use super::{delete::Delete, detail::Subject, fields::Fields, secret::SecretCard};
use crate::dashboard::{Call, CallForm, Submit};
use leptos::prelude::*;
use onehop::{
    components::parts::ButtonVariant,
    endpoints::dashboard::{DisableWebhookEndpoint, EnableWebhookEndpoint, UpdateWebhookEndpoint},
};

const UPDATE: &str = "webhook.update";

/// The tab.
#[component]
pub(super) fn Settings(subject: Subject) -> impl IntoView {
    let Subject { endpoint, again, .. } = subject.clone();
    let call = Call::of::<UpdateWebhookEndpoint>(UPDATE, &endpoint.id).said("The endpoint was saved.");
    view! {
        <section class="db-card" aria-labelledby="endpoint-title">
            <header class="db-card-head"><h2 class="db-card-title" id="endpoint-title">"Endpoint"</h2></header>
            <div class="db-card-body">
                <CallForm call=call on_done=again>
                    <Fields form=UPDATE endpoint=Some(endpoint) />
                    <p class="db-actions"><Submit>"Save endpoint"</Submit></p>
                </CallForm>
            </div>
        </section>
        <SecretCard subject=subject.clone() />
        <Switch subject=subject.clone() />
        <Delete endpoint=subject.endpoint />
    }
    .into_any()
}

#[component]
fn Switch(subject: Subject) -> impl IntoView {
    let id = &subject.endpoint.id;
    let (call, label, text) = if subject.endpoint.enabled {
        let call = Call::of::<DisableWebhookEndpoint>("webhook.switch", id).said("The endpoint is off.");
        (call, "Switch off", "Nothing is sent any more. What happens meanwhile is kept, and sent once it is on again.")
    } else {
        let call = Call::of::<EnableWebhookEndpoint>("webhook.switch", id).said("The endpoint is on.");
        (call, "Switch on", "What happened while it was off is sent at once, in order.")
    };
    view! {
        <section class="db-card" aria-labelledby="switch-title">
            <header class="db-card-head"><h2 class="db-card-title" id="switch-title">{label}</h2></header>
            <div class="db-card-body">
                <p class="db-text">{text}</p>
                <div class="db-actions">
                    <CallForm call=call on_done=subject.again inline=true>
                        <Submit variant=ButtonVariant::Secondary>{label}</Submit>
                    </CallForm>
                </div>
            </div>
        </section>
    }
    .into_any()
}

//! What signs an endpoint's deliveries: hidden until it is asked for, changed with a day for both.

use super::detail::Subject;
use crate::dashboard::{
    Call, CallForm, Submit,
    parts::{AskFirst, CopyId, When},
    proof::Proof,
    use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    components::parts::{Alert, ButtonVariant, Tone},
    endpoints::dashboard::{RevealWebhookSecret, RotateWebhookSecret},
    wire::{
        WebhookEndpointId,
        dashboard::{WebhookAlgorithm, WebhookSecret},
    },
};

const REVEAL: &str = "webhook.secret";
const ROTATE: &str = "webhook.secret.rotate";
/// It is hidden again after so long.
const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(30);

/// The card.
#[component]
pub(super) fn SecretCard(subject: Subject) -> impl IntoView {
    let dashboard = use_dashboard();
    let left = dashboard.flash.with_untracked(|flash| {
        let flash = flash.as_ref().filter(|flash| [REVEAL, ROTATE].contains(&flash.form.as_str()))?;
        serde_json::from_str::<WebhookSecret>(flash.answer.as_deref()?).ok()
    });
    let shown = RwSignal::new(left);
    let done = Callback::new(move |text: String| shown.set(serde_json::from_str(&text).ok()));
    let then = format!("{}/settings", subject.here);
    let old = subject.endpoint.old_secret_until.filter(|until| *until > dashboard.now);
    let id = subject.endpoint.id;
    view! {
        <section class="db-card" aria-labelledby="signing-title">
            <header class="db-card-head"><h2 class="db-card-title" id="signing-title">"Signing secret"</h2></header>
            <div class="db-card-body">
                <p class="db-text">
                    "By it your system knows that a delivery is ours. Deliveries carry the headers of Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature), and the same under svix-."
                </p>
                {old.map(|until| view! {
                    <p class="db-note">"The secret before signs too, until "<When at=Some(until) now=dashboard.now />"."</p>
                })}
                {move || shown.get().map(|secret| view! { <Shown secret shown /> })}
                <Proof text="Showing or changing it needs a fresh proof that it is you." then=then>
                    <Buttons id=id.clone() done />
                </Proof>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Buttons(id: WebhookEndpointId, done: Callback<String>) -> impl IntoView {
    let reveal = Call::of::<RevealWebhookSecret>(REVEAL, &id).shows_answer();
    let rotate = Call::of::<RotateWebhookSecret>(ROTATE, &id).shows_answer();
    let rotate = rotate.said("The secret was changed. For 24 hours both sign.");
    view! {
        <div class="db-actions">
            <CallForm call=reveal on_done=done inline=true>
                <Submit variant=ButtonVariant::Secondary>"Show secret"</Submit>
            </CallForm>
            <AskFirst id="rotate-secret" label="Change secret" variant=ButtonVariant::Ghost title="Change the signing secret?" open=RwSignal::new(false)>
                <p class="db-text">"For 24 hours both sign, so that your system loses nothing while it learns of the new one."</p>
                <CallForm call=rotate on_done=done><Submit>"Change it"</Submit></CallForm>
            </AskFirst>
        </div>
    }
    .into_any()
}

#[component]
fn Shown(secret: WebhookSecret, shown: RwSignal<Option<WebhookSecret>>) -> impl IntoView {
    Effect::new(move |_| {
        if let Ok(timer) = set_timeout_with_handle(move || drop(shown.try_set(None)), SHOWN_FOR) {
            on_cleanup(move || timer.clear());
        }
    });
    let text = match secret.algorithm {
        WebhookAlgorithm::HmacSha256 => "Give it to the receiver alone: who has it can sign.",
        WebhookAlgorithm::Ed25519 => "This is the public half of a key pair: it checks signatures and makes none.",
    };
    view! {
        <div class="db-secret" role="status">
            <Alert tone=Tone::Warning>{text}</Alert>
            <CopyId text=secret.secret what="the secret" />
        </div>
    }
    .into_any()
}

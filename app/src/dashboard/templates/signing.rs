//! Who signs a template's tokens: the instance's key, or one of its own, which is never shown again.

use crate::dashboard::{Call, CallForm, Loaded, Submit, call_error, load, parts::AskFirst, proof::Proof, typed};
use leptos::prelude::*;
use onehop::{
    components::parts::{ButtonVariant, Icon, IconName},
    endpoints::{backend::UpdateJwtTemplate, dashboard::GetTokenFacts},
    wire::{backend::JwtTemplate, dashboard::TokenFacts},
};
use serde_json::Value;

/// The card.
#[component]
pub(super) fn Signing(template: JwtTemplate, again: Callback<String>, here: String) -> impl IntoView {
    let facts = load::<GetTokenFacts>(|| ((), Default::default()));
    let text = match template.custom_signing_key {
        true => format!("Tokens are signed with a key of this template's own ({}).", template.signing_algorithm),
        false => "Tokens are signed with the instance's key (RS256): whoever verifies finds it at the JWKS address."
            .to_owned(),
    };
    let held = StoredValue::new((template, here));
    view! {
        <section class="db-card" aria-labelledby="signing-title">
            <header class="db-card-head"><h2 class="db-card-title" id="signing-title">"Signing"</h2></header>
            <div class="db-card-body">
                <p class="db-text">{text}</p>
                <Loaded
                    of=facts
                    skeleton=2
                    view={move |facts: TokenFacts| {
                        let (template, here) = held.get_value();
                        view! { <Keys template again here algorithms=facts.signing_algorithms /> }.into_any()
                    }}
                />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Keys(template: JwtTemplate, again: Callback<String>, here: String, algorithms: Vec<String>) -> impl IntoView {
    let then = here.clone();
    view! {
        <Proof text="Setting a key needs a fresh proof that it is you." then=then>
            <OwnKey template=template.clone() again here=here.clone() algorithms=algorithms.clone() />
            {template.custom_signing_key.then(|| view! {
                <InstanceKey template=template.clone() again here=here.clone() />
            })}
        </Proof>
    }
    .into_any()
}

/// The rest of the template, as it is: a change names it all.
#[component]
fn Unchanged(template: JwtTemplate) -> impl IntoView {
    let claims = Value::Object(template.claims).to_string();
    view! {
        <input type="hidden" name="name" value=template.name />
        <input type="hidden" name="claims:json" value=claims />
    }
    .into_any()
}

#[component]
fn OwnKey(template: JwtTemplate, again: Callback<String>, here: String, algorithms: Vec<String>) -> impl IntoView {
    let call = Call::of::<UpdateJwtTemplate>("template.key", &template.id)
        .then(here.clone())
        .back(here)
        .said("The key is set. It is kept sealed and never shown again.");
    view! { <CallForm call=call on_done=again><KeyFields template algorithms /></CallForm> }
}

#[component]
fn KeyFields(template: JwtTemplate, algorithms: Vec<String>) -> impl IntoView {
    let error = call_error("signing_key");
    let algorithm_error = call_error("signing_algorithm");
    let chosen = Some(typed("signing_algorithm")).filter(|name| !name.is_empty());
    let chosen = chosen.unwrap_or_else(|| template.signing_algorithm.clone());
    let options = algorithms.into_iter().map(|name| {
        let is_chosen = name == chosen;
        view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }
    });
    let save = if template.custom_signing_key { "Replace key" } else { "Set own key" };
    view! {
        <Unchanged template />
        <input type="hidden" name="custom_signing_key:bool" value="true" />
        <div class="oh-field">
            <label class="oh-label" for="signing-algorithm">"Algorithm"</label>
            <select class="oh-input db-select" id="signing-algorithm" name="signing_algorithm">{options.collect_view()}</select>
            <div class="oh-field-error" aria-live="polite">{move || algorithm_error.get()}</div>
        </div>
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <label class="oh-label" for="signing-key">"Signing key"</label>
            <textarea
                class="oh-input db-textarea db-key-text"
                id="signing-key"
                name="signing_key"
                rows="4"
                required=true
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby="signing-key-error signing-key-hint"
            ></textarea>
            <p class="oh-hint" id="signing-key-hint">
                "HS256, HS384 and HS512 take a secret; the others a private key in PEM. Kept sealed and never shown again."
            </p>
            <div class="oh-field-error" id="signing-key-error" aria-live="polite" aria-atomic="true">
                {move || error.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
        <p class="db-actions"><Submit variant=ButtonVariant::Secondary>{save}</Submit></p>
    }
    .into_any()
}

/// Back to the instance's key.
#[component]
fn InstanceKey(template: JwtTemplate, again: Callback<String>, here: String) -> impl IntoView {
    let call = Call::of::<UpdateJwtTemplate>("template.key.instance", &template.id)
        .then(here.clone())
        .back(here)
        .said("The instance's key signs this template's tokens from now on.");
    view! {
        <div class="db-actions">
            <AskFirst
                id="instance-key"
                label="Use the instance's key"
                variant=ButtonVariant::Ghost
                title="Give up this template's own key?"
                open=RwSignal::new(false)
            >
                <p class="db-text">"The key is gone for good. Whoever verifies with it refuses the tokens that follow."</p>
                <CallForm call=call on_done=again>
                    <Unchanged template />
                    <input type="hidden" name="custom_signing_key:bool" value="false" />
                    <Submit variant=ButtonVariant::Danger>"Give the key up"</Submit>
                </CallForm>
            </AskFirst>
        </div>
    }
    .into_any()
}

//! The fields of an endpoint: of a new one, or of one that is changed.

use super::event_choice::TypeTree;
use crate::dashboard::{call_error, use_dashboard};
use leptos::prelude::*;
use onehop::{
    components::parts::{Checkbox, Field, Icon, IconName},
    wire::dashboard::WebhookEndpoint,
};

/// The fields, with what was typed before an error.
#[component]
pub(super) fn Fields(
    /// The form's name.
    form: &'static str,
    /// What is changed; nothing for a new one.
    #[prop(optional_no_strip)]
    endpoint: Option<WebhookEndpoint>,
) -> impl IntoView {
    let flash = use_dashboard().flash.with_untracked(|flash| flash.clone().filter(|flash| flash.form == form));
    let left = |name: &str| flash.as_ref().and_then(|flash| flash.values.get(name).cloned());
    let is = |of: fn(&WebhookEndpoint) -> String| endpoint.as_ref().map(of);
    let url = left("endpoint_url").or_else(|| is(|it| it.endpoint_url.clone())).unwrap_or_default();
    let description = left("description").or_else(|| is(|it| it.description.clone())).unwrap_or_default();
    let rate = left("rate_limit")
        .or_else(|| is(|it| it.rate_limit.unwrap_or(0).to_string()))
        .unwrap_or_else(|| "0".to_owned());
    let types = match left("types") {
        Some(lines) => lines.lines().map(str::to_owned).collect(),
        None => endpoint.as_ref().map(|it| it.types.clone()).unwrap_or_default(),
    };
    let is_ordered = match left("ordered") {
        Some(text) => text == "true",
        None => endpoint.as_ref().is_some_and(|it| it.ordered),
    };
    let names = endpoint.as_ref().map(|it| it.header_names.clone()).unwrap_or_default();
    let is_new = endpoint.is_none();
    view! {
        <Field
            id="endpoint-url"
            label="Endpoint URL"
            name="endpoint_url"
            type_="url"
            value=url
            autocomplete="off"
            error=call_error("endpoint_url")
            hint="Where your system takes events, such as https://app.example.com/hooks."
            required=true
        />
        <Field
            id="endpoint-description"
            label="Description (optional)"
            name="description"
            value=description
            autocomplete="off"
            error=call_error("description")
            hint="What it is for: at most 256 characters."
        />
        <TypeTree chosen=types error=call_error("types") />
        <details class="db-help">
            <summary class="db-chart-open">"Advanced"</summary>
            <div class="db-advanced">
                <Checkbox id="endpoint-ordered" name="ordered:bool" checked=is_ordered>
                    "In order: an event waits until the one before it, of the same user, session or entry, was taken"
                </Checkbox>
                <Field
                    id="endpoint-rate"
                    label="Deliveries a second at most"
                    name="rate_limit:int"
                    type_="number"
                    inputmode="numeric"
                    value=rate
                    autocomplete="off"
                    error=call_error("rate_limit")
                    hint="1 to 1,000. 0: as many as it takes."
                />
                {is_new.then(|| view! { <Algorithm /> })}
                <Headers names />
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn Algorithm() -> impl IntoView {
    let one = |id: &'static str, value: &'static str, name: &'static str, hint: &'static str, is_first: bool| {
        view! {
            <label class="db-choice" for=id>
                <input class="db-radio" type="radio" id=id name="algorithm" value=value checked=is_first />
                <span class="db-choice-text"><span class="db-choice-name">{name}</span><span class="db-choice-hint">{hint}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="db-choices">
            <legend class="oh-label">"Signature"</legend>
            {one("algorithm-hmac", "hmac_sha256", "Shared secret (HMAC-SHA256)", "What the libraries of Svix and Standard Webhooks expect.", true)}
            {one("algorithm-ed25519", "ed25519", "Key pair (Ed25519)", "The receiver has the public half only, and can sign nothing.", false)}
        </fieldset>
    }
    .into_any()
}

/// Headers are written here and never shown again: they may hold secrets.
#[component]
fn Headers(names: Vec<String>) -> impl IntoView {
    let error = call_error("headers");
    let has_headers = !names.is_empty();
    let set = if has_headers {
        format!("Set now: {}. What you write here takes their place.", names.join(", "))
    } else {
        String::new()
    };
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <label class="oh-label" for="endpoint-headers">"Headers that go along"</label>
            <textarea
                class="oh-input db-textarea db-key-text"
                id="endpoint-headers"
                name="headers?"
                rows="3"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder="Authorization: Bearer …"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby="endpoint-headers-error endpoint-headers-hint"
            ></textarea>
            <p class="oh-hint" id="endpoint-headers-hint">"One a line, at most 20. Their values are not shown again. "{set}</p>
            <div class="oh-field-error" id="endpoint-headers-error" aria-live="polite" aria-atomic="true">
                {move || error.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
        {has_headers.then(|| view! { <Checkbox id="endpoint-no-headers" name="remove_headers:bool">"Send no such headers any more"</Checkbox> })}
    }
    .into_any()
}

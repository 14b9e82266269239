//! How things stand, in a word and a colour.

use leptos::prelude::*;
use onehop::{
    components::parts::{Badge, Tone},
    wire::dashboard::{WebhookAttempt, WebhookEndpoint, WebhookOutcome},
};
use std::collections::BTreeMap;

/// On, off, or on and failing.
pub(super) fn status_badge(endpoint: &WebhookEndpoint) -> AnyView {
    let (tone, text) = match (endpoint.enabled, endpoint.failing_since) {
        (true, None) => (Tone::Success, "On"),
        (true, Some(_)) => (Tone::Danger, "Failing"),
        (false, _) => (Tone::Warning, "Off"),
    };
    view! { <Badge tone=tone>{text}</Badge> }.into_any()
}

/// Delivered or failed, with the status of the answer.
pub(super) fn outcome_badge(outcome: WebhookOutcome, status: Option<i64>) -> AnyView {
    let (tone, text) = match outcome {
        WebhookOutcome::Delivered => (Tone::Success, "Delivered"),
        WebhookOutcome::Failed => (Tone::Danger, "Failed"),
    };
    let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    view! { <span class="db-badges"><Badge tone=tone>{text}</Badge><span class="db-none">{status}</span></span> }
        .into_any()
}

/// What came back, or why nothing did.
#[component]
pub(super) fn Answer(
    headers: BTreeMap<String, String>,
    body: Option<String>,
    error: Option<String>,
    /// Tells the regions of one page apart.
    label: String,
) -> impl IntoView {
    if let Some(error) = error {
        return view! { <p class="db-text">{format!("There was no answer: {error}.")}</p> }.into_any();
    }
    let body = body.filter(|body| !body.is_empty());
    view! {
        {match body {
            Some(body) => view! {
                <pre class="db-payload" tabindex="0" role="region" aria-label=format!("Answer of {label}")>{body}</pre>
            }.into_any(),
            None => view! { <p class="db-note">"The answer has no body."</p> }.into_any(),
        }}
        <Headers headers title="Headers of the answer" label=format!("Headers of the answer of {label}") />
    }
    .into_any()
}

/// What was sent or came back before the body; opened by who wants to see it.
#[component]
pub(super) fn Headers(
    headers: BTreeMap<String, String>,
    title: &'static str,
    /// Tells the regions of one page apart.
    label: String,
) -> impl IntoView {
    let lines: Vec<String> = headers.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="db-help">
                <summary class="db-chart-open">{title}</summary>
                <pre class="db-payload" tabindex="0" role="region" aria-label=label>{lines.join("\n")}</pre>
            </details>
        }
    })
}

/// One try as it is told beside others.
#[component]
pub(super) fn Attempt(attempt: WebhookAttempt, now: i64) -> impl IntoView {
    use crate::dashboard::parts::When;
    let label = format!("try {}", attempt.id);
    view! {
        <li class="db-feed-item db-attempt">
            <span class="db-line-text">
                {outcome_badge(attempt.outcome, attempt.status)}
                {attempt.manual.then(|| view! { <Badge>"By hand"</Badge> })}
            </span>
            <span class="db-feed-meta">
                <span class="db-number">{format!("{} ms", attempt.duration_ms)}</span>
                <When at=Some(attempt.attempted_at) now=now />
            </span>
            <div class="db-attempt-answer">
                <Answer headers=attempt.response_headers body=attempt.response_body error=attempt.error label=label.clone() />
                <Headers
                    headers=attempt.request_headers
                    title="Headers of the request"
                    label=format!("Headers of the request of {label}")
                />
            </div>
        </li>
    }
    .into_any()
}

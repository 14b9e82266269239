//! `/dashboard/webhooks/{endpoint_id}/{tab}`: one endpoint. The tab is in the address.

use super::{
    LIST, attempts::Attempts, hours::Hours, outcome::status_badge, recovery::Recovery, settings::Settings,
    tabs::EndpointTabs, testing::Testing,
};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{CopyId, When},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use onehop::{
    components::parts::{Alert, Tone},
    endpoints::dashboard::GetWebhookEndpoint,
    wire::{WebhookEndpointId, dashboard::WebhookEndpoint},
};

/// What the tabs hand to their forms: the endpoint, and whom to tell of a change.
#[derive(Clone)]
pub(super) struct Subject {
    pub(super) endpoint: WebhookEndpoint,
    /// The endpoint's own page.
    pub(super) here: String,
    /// Reads the endpoint again.
    pub(super) again: Callback<String>,
}

/// The page of an endpoint.
#[component]
pub fn EndpointPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        WebhookEndpointId::from(params.with(|params| params.get("endpoint_id").unwrap_or_default()))
    });
    let tab = Memo::new(move |_| params.with(|params| params.get("tab").unwrap_or_default()));
    let endpoint = load::<GetWebhookEndpoint>(move || (id.get(), Default::default()));
    let again = Callback::new(move |_: String| endpoint.refetch());
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All endpoints"</a></p>
        <Loaded
            of=endpoint
            skeleton=8
            view={move |endpoint: WebhookEndpoint| {
                let here = format!("{LIST}/{}", endpoint.id);
                let title = place_of(&endpoint.endpoint_url);
                let subject = Subject { endpoint, here: here.clone(), again };
                view! {
                    <Page title=title>
                        <Head endpoint=subject.endpoint.clone() />
                        <EndpointTabs here tab />
                        <Tab subject tab />
                    </Page>
                }
                .into_any()
            }}
        />
    }
}

/// Host and path, without what stands before and behind.
fn place_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned()
}

#[component]
fn Tab(subject: Subject, tab: Memo<String>) -> impl IntoView {
    move || {
        let subject = subject.clone();
        match tab.get().as_str() {
            "settings" => view! { <Settings subject /> }.into_any(),
            "testing" => view! { <Testing subject /> }.into_any(),
            _ => view! {
                <Hours id=subject.endpoint.id.clone() />
                <Attempts subject=subject.clone() />
                <Recovery subject />
            }
            .into_any(),
        }
    }
}

#[component]
fn Head(endpoint: WebhookEndpoint) -> impl IntoView {
    let now = use_dashboard().now;
    let why = match (endpoint.enabled, endpoint.disabled_reason.as_deref()) {
        (false, Some("gone")) => Some("The receiver said that it wants nothing more."),
        (false, Some(_)) => Some("It took nothing for five days."),
        _ => None,
    };
    let events = match endpoint.types.is_empty() {
        true => "All".to_owned(),
        false => endpoint.types.join(", "),
    };
    let description = Some(endpoint.description.clone()).filter(|text| !text.is_empty());
    view! {
        {why.map(|why| view! {
            <Alert tone=Tone::Warning title="This endpoint was switched off">
                {why}" Switch it on in its settings: what happened meanwhile is sent then."
            </Alert>
        })}
        <section class="db-card" aria-label="At a glance">
            <div class="db-card-body">
                <dl class="db-facts">
                    <div class="db-fact"><dt>"Status"</dt><dd>
                        {status_badge(&endpoint)}
                        {endpoint.failing_since.filter(|_| endpoint.enabled).map(|at| view! { " since "<When at=Some(at) now=now /> })}
                    </dd></div>
                    <div class="db-fact"><dt>"URL"</dt><dd><CopyId text=endpoint.endpoint_url.clone() what="URL" /></dd></div>
                    {description.map(|text| view! { <div class="db-fact"><dt>"Description"</dt><dd>{text}</dd></div> })}
                    <div class="db-fact"><dt>"Events"</dt><dd>{events}</dd></div>
                    <div class="db-fact"><dt>"Id"</dt><dd><CopyId text=endpoint.id.to_string() what="endpoint id" /></dd></div>
                    <div class="db-fact"><dt>"Added"</dt><dd><When at=Some(endpoint.created_at) now=now /></dd></div>
                </dl>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_called_by_its_host_and_path() {
        assert_eq!(place_of("https://a.example/hook?key=x"), "a.example/hook");
        assert_eq!(place_of("http://localhost:4000/"), "localhost:4000");
    }
}

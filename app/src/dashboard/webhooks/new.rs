//! `/dashboard/webhooks/new`: a new endpoint.

use super::{LIST, NEW, fields::Fields};
use crate::dashboard::{Call, CallForm, Page, Submit, use_dashboard};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use onehop::{endpoints::dashboard::CreateWebhookEndpoint, wire::dashboard::WebhookEndpoint};

const CREATE: &str = "webhook.create";

/// The page.
#[component]
pub fn NewEndpointPage() -> impl IntoView {
    let (dashboard, navigate) = (use_dashboard(), use_navigate());
    let call = Call::of::<CreateWebhookEndpoint>(CREATE, &()).then(LIST).back(NEW).said("The endpoint was added.");
    let done = Callback::new(move |text: String| {
        let endpoint = serde_json::from_str::<WebhookEndpoint>(&text).ok();
        let path = endpoint.map_or_else(|| LIST.to_owned(), |endpoint| format!("{LIST}/{}", endpoint.id));
        dashboard.notice.update(|notice| {
            if let Some(notice) = notice {
                notice.leads_on = true;
            }
        });
        navigate(&path, NavigateOptions::default());
    });
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All endpoints"</a></p>
        <Page title="Add endpoint" intro="It gets what happens from now on. What happened before can be sent afterwards.">
            <section class="db-card" aria-label="Endpoint">
                <div class="db-card-body">
                    <CallForm call=call on_done=done>
                        <Fields form=CREATE endpoint=None />
                        <p class="db-actions"><Submit>"Add endpoint"</Submit></p>
                    </CallForm>
                </div>
            </section>
        </Page>
    }
}

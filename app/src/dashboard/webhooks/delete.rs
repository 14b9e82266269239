//! The end of an endpoint.

use super::LIST;
use crate::dashboard::{
    Call, CallForm,
    parts::{AskFirst, TypeToConfirm},
};
use leptos::prelude::*;
use onehop::{endpoints::dashboard::DeleteWebhookEndpoint, wire::dashboard::WebhookEndpoint};

/// What is typed so that nothing is deleted by a slip of the hand.
const CONFIRM: &str = "delete";

/// The last card.
#[component]
pub(super) fn Delete(endpoint: WebhookEndpoint) -> impl IntoView {
    let call =
        Call::of::<DeleteWebhookEndpoint>("webhook.delete", &endpoint.id).then(LIST).said("The endpoint was deleted.");
    view! {
        <section class="db-card db-danger" aria-labelledby="endpoint-danger">
            <header class="db-card-head"><h2 class="db-card-title" id="endpoint-danger">"Delete"</h2></header>
            <div class="db-card-body">
                <p class="db-text">"Nothing is sent there any more, and the log of its deliveries is gone."</p>
                <div class="db-actions">
                    <AskFirst id="delete-endpoint" label="Delete endpoint" title="Delete this endpoint for good?" open=RwSignal::new(false)>
                        <p class="db-text">"Its secret and its log are gone at once. This cannot be undone."</p>
                        <CallForm call=call>
                            <TypeToConfirm id="delete-confirm" text=CONFIRM label="Delete for good" />
                        </CallForm>
                    </AskFirst>
                </div>
            </div>
        </section>
    }
    .into_any()
}

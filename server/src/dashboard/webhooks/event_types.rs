//! `GET /v1/dashboard/event_types`: the catalogue.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::event_examples,
    error::Result,
};
use onehop::{
    endpoints::dashboard::ListWebhookEventTypes,
    wire::{
        EventType,
        dashboard::{WebhookEventType, WebhookEventTypes},
    },
};

impl Handle for ListWebhookEventTypes {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<WebhookEventTypes> {
        let mut conn = cx.read().await?;
        let mut data = Vec::new();
        for kind in EventType::ALL {
            data.push(WebhookEventType {
                kind: kind.as_str().to_owned(),
                description: kind.description().to_owned(),
                example: event_examples::body(&cx.app, &mut conn, *kind, &cx.cause()).await?,
                schema: event_examples::schema(*kind),
            });
        }
        Ok(WebhookEventTypes { data })
    }
}

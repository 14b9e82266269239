//! `GET /v1/dashboard/event_types`: the catalogue.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{event_examples, events::named_types},
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
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookEventTypes> {
        let types = named_types(call.query.types.as_deref().unwrap_or_default().split(','))?;
        let is_asked = |kind: &&EventType| types.is_empty() || types.iter().any(|name| name == kind.as_str());
        let mut conn = cx.read().await?;
        let mut data = Vec::new();
        for kind in EventType::ALL.iter().filter(is_asked) {
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

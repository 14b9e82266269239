//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/test`: sends an example as deliveries are sent. It is no event: it
//! is in no feed and in no log of tries.

use super::get_row;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::event_examples,
    error::{Error, Result},
    webhooks::{Client, Target, sent_headers},
};
use onehop::{
    endpoints::dashboard::TestWebhookEndpoint,
    wire::{
        ErrorCode, EventType,
        dashboard::{WebhookOutcome, WebhookTest},
    },
};

impl Handle for TestWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookTest> {
        cx.operator()?;
        let kind = EventType::from_wire(call.body.kind.trim()).ok_or_else(|| {
            Error::param(ErrorCode::FormParamValueInvalid, "type").text("There are no events of this type.")
        })?;
        let mut conn = cx.read().await?;
        let row = get_row(cx, &mut conn, &call.path).await?;
        let event = event_examples::row(&cx.app, &mut conn, kind, &cx.cause()).await?;
        // Nobody waits for a connection while a receiver takes its time.
        drop(conn);
        let target = Target::of(&cx.app, &row, cx.now)?;
        let settings = &cx.app.config.webhooks;
        let client = Client::new(settings.allowed_networks.clone(), settings.timeout);
        let client = client.map_err(|error| Error::Internal(Box::new(error)))?;
        let outcome = target.deliver(&cx.app, &client, &event).await?;
        let headers = outcome.headers().and_then(|headers| serde_json::from_str(&headers).ok());
        Ok(WebhookTest {
            event_id: event.id,
            kind: event.kind,
            outcome: if outcome.is_delivered() { WebhookOutcome::Delivered } else { WebhookOutcome::Failed },
            request_headers: sent_headers(&outcome.request_headers),
            status: outcome.answer.as_ref().ok().map(|answer| i64::from(answer.status)),
            response_headers: headers.unwrap_or_default(),
            response_body: outcome.body(),
            error: outcome.answer.as_ref().err().map(ToString::to_string),
            duration_ms: outcome.duration_ms,
        })
    }
}

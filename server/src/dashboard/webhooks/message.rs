//! `GET /v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}`: an event, and what became of it at an endpoint.

use super::{attempt, get_row};
use crate::{
    backend_api::{Call, Context, Handle},
    domain::events as domain,
    error::{Error, Result},
    store::{Conn, events, events::EventRow, webhook_history, webhook_resends},
};
use onehop::{
    endpoints::dashboard::GetWebhookMessage,
    wire::{ErrorCode, dashboard::WebhookMessage},
};
use serde_json::Value;

/// More tries of one event are not shown.
const LIMIT: i64 = 100;

impl Handle for GetWebhookMessage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookMessage> {
        let (id, sequence) = call.path;
        let sequence = position(&sequence)?;
        let mut conn = cx.read().await?;
        let row = get_row(cx, &mut conn, &id).await?;
        let event = find(cx, &mut conn, sequence).await?;
        let attempts = webhook_history::list_of_event(&mut conn, cx.instance(), &row.id, sequence, LIMIT).await?;
        let retry = webhook_resends::find(&mut conn, cx.instance(), &row.id, sequence).await?;
        let (kind, event_id) = match (&event, attempts.first()) {
            (Some(event), _) => (event.kind.clone(), event.id.clone()),
            (None, Some(attempt)) => (attempt.kind.clone(), attempt.event_id.clone()),
            (None, None) => return Err(Error::api(ErrorCode::ResourceNotFound)),
        };
        Ok(WebhookMessage {
            sequence,
            kind,
            event_id,
            payload: event.map(|event| payload(cx, event)).transpose()?,
            attempts: attempts.into_iter().map(attempt).collect(),
            pending: retry.is_some(),
            next_attempt_at: retry.and_then(|retry| retry.next_attempt_at),
        })
    }
}

/// A place in the feed; what can be none is nowhere.
pub(super) fn position(text: &str) -> Result<i64> {
    text.parse().ok().filter(|sequence| *sequence > 0).ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

/// The event at this place, while it is kept.
pub(super) async fn find(cx: &Context, conn: &mut Conn, sequence: i64) -> Result<Option<EventRow>> {
    let found = events::list_between(conn, cx.instance(), (sequence - 1, sequence), &[], 1).await?;
    Ok(found.into_iter().next())
}

fn payload(cx: &Context, event: EventRow) -> Result<Value> {
    let event = domain::to_wire(cx.instance(), event)?;
    serde_json::to_value(event).map_err(|error| Error::Internal(Box::new(error)))
}

//! `/v1/dashboard/webhook_endpoints…`: where events go, what came of it, and what can be done about it.

mod attempts;
mod create;
mod delete;
mod event_types;
mod get;
mod input;
mod list;
mod message;
mod recent_events;
mod replay;
mod resend;
mod secret;
mod stats;
mod switch;
mod test;
mod update;

use crate::{
    backend_api::{Context, Routes},
    domain::audit,
    error::{Error, Result},
    store::{Conn, webhook_attempts::WebhookAttemptRow, webhook_endpoints, webhook_endpoints::WebhookEndpointRow},
    webhooks::sent_headers,
};
use onehop::{
    endpoints::dashboard as contract,
    wire::{
        ErrorCode, WebhookEndpointId,
        dashboard::{WebhookAttempt, WebhookAttemptTag, WebhookEndpoint, WebhookEndpointTag, WebhookOutcome},
    },
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListWebhookEndpoints>()
        .add::<contract::CreateWebhookEndpoint>()
        .add::<contract::GetWebhookEndpoint>()
        .add::<contract::UpdateWebhookEndpoint>()
        .add::<contract::DeleteWebhookEndpoint>()
        .add::<contract::EnableWebhookEndpoint>()
        .add::<contract::DisableWebhookEndpoint>()
        .add::<contract::RevealWebhookSecret>()
        .add::<contract::RotateWebhookSecret>()
        .add::<contract::ListWebhookAttempts>()
        .add::<contract::GetWebhookMessage>()
        .add::<contract::ResendWebhookMessage>()
        .add::<contract::ReplayWebhooks>()
        .add::<contract::RecoverWebhooks>()
        .add::<contract::TestWebhookEndpoint>()
        .add::<contract::GetWebhookStats>()
        .add::<contract::ListWebhookEventTypes>()
        .add::<contract::ListRecentEvents>()
}

/// The endpoint, or the error that none has this id.
async fn get_row(cx: &Context, conn: &mut Conn, id: &WebhookEndpointId) -> Result<WebhookEndpointRow> {
    let row = webhook_endpoints::find(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No endpoint was found with id {id}.")))
}

/// The same, where something is to be sent: an endpoint that is off gets nothing.
async fn get_enabled(cx: &Context, conn: &mut Conn, id: &WebhookEndpointId) -> Result<WebhookEndpointRow> {
    let row = get_row(cx, conn, id).await?;
    match row.enabled {
        true => Ok(row),
        false => Err(Error::api(ErrorCode::BadRequest).text("This endpoint is switched off. Switch it on first.")),
    }
}

/// Writes a change and the line of the audit log that tells it.
async fn save(cx: &Context, mut conn: Conn, before: &WebhookEndpointRow, row: &WebhookEndpointRow) -> Result<()> {
    if !webhook_endpoints::update(&mut conn, cx.instance(), row).await? {
        return Err(Error::api(ErrorCode::ResourceNotFound));
    }
    cx.record(&mut conn, &row.id, told(before), told(row)).await?;
    Ok(conn.commit().await?)
}

/// As the audit log keeps it.
fn told(row: &WebhookEndpointRow) -> Option<Value> {
    audit::public(&view(row))
}

fn types_of(row: &WebhookEndpointRow) -> Vec<String> {
    serde_json::from_str(&row.types).unwrap_or_default()
}

fn view(row: &WebhookEndpointRow) -> WebhookEndpoint {
    let headers: BTreeMap<String, String> = serde_json::from_str(&row.headers).unwrap_or_default();
    WebhookEndpoint {
        object: WebhookEndpointTag,
        id: row.id.clone(),
        endpoint_url: row.url.clone(),
        description: row.description.clone(),
        types: types_of(row),
        header_names: headers.into_keys().collect(),
        rate_limit: row.rate_limit,
        ordered: row.is_ordered,
        enabled: row.enabled,
        disabled_reason: row.disabled_reason.clone(),
        disabled_at: row.disabled_at,
        failing_since: row.failing_since,
        old_secret_until: row.old_secret_until,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn outcome_of(text: &str) -> WebhookOutcome {
    match text {
        "delivered" => WebhookOutcome::Delivered,
        _ => WebhookOutcome::Failed,
    }
}

fn attempt(row: WebhookAttemptRow) -> WebhookAttempt {
    WebhookAttempt {
        object: WebhookAttemptTag,
        id: row.id,
        sequence: row.sequence,
        event_id: row.event_id,
        kind: row.kind,
        outcome: outcome_of(&row.outcome),
        manual: row.is_manual,
        request_headers: row.request_headers.as_deref().map(sent_headers).unwrap_or_default(),
        status: row.status,
        response_headers: row
            .response_headers
            .and_then(|headers| serde_json::from_str(&headers).ok())
            .unwrap_or_default(),
        response_body: row.response_body,
        error: row.error,
        duration_ms: row.duration_ms,
        attempted_at: row.attempted_at,
    }
}

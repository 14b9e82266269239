//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/enable` and `…/disable`

use super::{get_row, save, view};
use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
    store::webhook_endpoints::WebhookEndpointRow,
};
use onehop::{
    endpoints::dashboard::{DisableWebhookEndpoint, EnableWebhookEndpoint},
    wire::{WebhookEndpointId, dashboard::WebhookEndpoint},
};

impl Handle for EnableWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookEndpoint> {
        // Begins anew: what failed before counts no more.
        let on = |row| WebhookEndpointRow {
            enabled: true,
            disabled_reason: None,
            disabled_at: None,
            failing_since: None,
            ..row
        };
        switch(cx, &call.path, on).await
    }
}

impl Handle for DisableWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookEndpoint> {
        let now = cx.now;
        let off = |row| WebhookEndpointRow { enabled: false, disabled_reason: None, disabled_at: Some(now), ..row };
        switch(cx, &call.path, off).await
    }
}

async fn switch(
    cx: &Context,
    id: &WebhookEndpointId,
    change: impl FnOnce(WebhookEndpointRow) -> WebhookEndpointRow,
) -> Result<WebhookEndpoint> {
    cx.operator()?;
    let mut conn = cx.write().await?;
    let before = get_row(cx, &mut conn, id).await?;
    let row = change(WebhookEndpointRow { updated_at: cx.now, ..before.clone() });
    if row.enabled == before.enabled {
        return Ok(view(&before));
    }
    save(cx, conn, &before, &row).await?;
    Ok(view(&row))
}

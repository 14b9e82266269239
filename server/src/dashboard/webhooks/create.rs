//! `POST /v1/dashboard/webhook_endpoints`

use super::{input, told, view};
use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::{events, webhook_endpoints},
    webhooks,
};
use onehop::{
    endpoints::dashboard::CreateWebhookEndpoint,
    wire::{
        ErrorCode,
        dashboard::{WebhookAlgorithm, WebhookEndpoint},
    },
};

/// Each has a worker of its own.
const MAX_ENDPOINTS: usize = 50;

impl Handle for CreateWebhookEndpoint {
    async fn handle(cx: &Context, mut call: Call<Self>) -> Result<WebhookEndpoint> {
        cx.operator()?;
        // Without an address there is none, whatever else is named.
        call.body.endpoint_url.get_or_insert_default();
        let is_shared = call.body.algorithm.unwrap_or_default() == WebhookAlgorithm::HmacSha256;
        let mut row = webhooks::blank(&cx.app, is_shared, cx.now);
        input::apply(&mut row, call.body, &cx.app.config.webhooks.allowed_networks)?;
        let mut conn = cx.write().await?;
        if webhook_endpoints::list(&mut conn, cx.instance()).await?.len() >= MAX_ENDPOINTS {
            return Err(Error::api(ErrorCode::QuotaExceeded).text("Delete an endpoint before adding another one."));
        }
        row.cursor = events::end(&mut conn, cx.instance()).await?;
        webhook_endpoints::insert(&mut conn, cx.instance(), &row).await?;
        cx.record(&mut conn, &row.id, None, told(&row)).await?;
        conn.commit().await?;
        Ok(view(&row))
    }
}

//! `PATCH /v1/dashboard/webhook_endpoints/{endpoint_id}`

use super::{get_row, input, save, view};
use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
};
use onehop::{endpoints::dashboard::UpdateWebhookEndpoint, wire::dashboard::WebhookEndpoint};

impl Handle for UpdateWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookEndpoint> {
        cx.operator()?;
        let mut conn = cx.write().await?;
        let before = get_row(cx, &mut conn, &call.path).await?;
        let mut row = before.clone();
        input::apply(&mut row, call.body, &cx.app.config.webhooks.allowed_networks)?;
        row.updated_at = cx.now;
        save(cx, conn, &before, &row).await?;
        Ok(view(&row))
    }
}

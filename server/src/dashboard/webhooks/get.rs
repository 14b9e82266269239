//! `GET /v1/dashboard/webhook_endpoints/{endpoint_id}`

use super::{get_row, view};
use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
};
use onehop::{endpoints::dashboard::GetWebhookEndpoint, wire::dashboard::WebhookEndpoint};

impl Handle for GetWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookEndpoint> {
        Ok(view(&get_row(cx, &mut cx.read().await?, &call.path).await?))
    }
}

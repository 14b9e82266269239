//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}/resend`

use super::{
    get_enabled,
    message::{find, position},
};
use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::webhook_resends,
};
use onehop::{
    endpoints::dashboard::ResendWebhookMessage,
    wire::{ErrorCode, dashboard::QueuedDeliveries},
};
use serde_json::json;

impl Handle for ResendWebhookMessage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<QueuedDeliveries> {
        cx.operator()?;
        let (id, sequence) = call.path;
        let sequence = position(&sequence)?;
        let mut conn = cx.write().await?;
        let row = get_enabled(cx, &mut conn, &id).await?;
        let event = find(cx, &mut conn, sequence).await?.ok_or_else(|| {
            Error::api(ErrorCode::ResourceNotFound)
                .text("This event is kept no longer, so that it can't be sent again.")
        })?;
        if sequence > row.cursor {
            // It was not tried yet and comes by itself: it shall not come twice.
            return Ok(QueuedDeliveries { queued: 0 });
        }
        webhook_resends::put(&mut conn, cx.instance(), &row.id, (sequence, &event.resource_id), cx.now).await?;
        cx.record(&mut conn, &row.id, None, Some(json!({"event_id": event.id, "sequence": sequence}))).await?;
        conn.commit().await?;
        Ok(QueuedDeliveries { queued: 1 })
    }
}

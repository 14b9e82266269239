//! `DELETE /v1/dashboard/webhook_endpoints/{endpoint_id}`

use super::{get_row, told};
use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::webhook_endpoints,
};
use onehop::{
    endpoints::dashboard::DeleteWebhookEndpoint,
    wire::{Deleted, ErrorCode},
};

impl Handle for DeleteWebhookEndpoint {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        cx.operator()?;
        let mut conn = cx.write().await?;
        let row = get_row(cx, &mut conn, &call.path).await?;
        if !webhook_endpoints::delete(&mut conn, cx.instance(), &row.id).await? {
            return Err(Error::api(ErrorCode::ResourceNotFound));
        }
        cx.record(&mut conn, &row.id, told(&row), None).await?;
        conn.commit().await?;
        Ok(Deleted::new("webhook_endpoint", &row.id))
    }
}

//! `PATCH /v1/api_keys/{api_key_id}`: absent stays, null clears.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::Result,
};
use onehop::{endpoints::backend::UpdateApiKey, wire::backend::ApiKey};

impl Handle for UpdateApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKey> {
        let mut conn = cx.write().await?;
        let mut row = api_keys::get(&cx.app, &mut conn, &call.path).await?;
        api_keys::change(&cx.app, &mut conn, &mut row, call.body, cx.now).await?;
        conn.commit().await?;
        Ok(api_keys::view(&row, cx.now))
    }
}

//! `POST /v1/api_keys`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::Result,
};
use onehop::{endpoints::backend::CreateApiKey, wire::backend::ApiKey};

impl Handle for CreateApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKey> {
        let mut conn = cx.write().await?;
        let key = api_keys::create(&cx.app, &mut conn, call.body, cx.now).await?;
        conn.commit().await?;
        Ok(key)
    }
}

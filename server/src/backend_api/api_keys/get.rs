//! `GET /v1/api_keys/{api_key_id}`, `GET /v1/api_keys/{api_key_id}/secret`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::Result,
};
use onehop::{
    endpoints::backend::{GetApiKey, GetApiKeySecret},
    wire::backend::{ApiKey, ApiKeySecret},
};

impl Handle for GetApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKey> {
        let row = api_keys::get(&cx.app, &mut cx.read().await?, &call.path).await?;
        Ok(api_keys::view(&row, cx.now))
    }
}

impl Handle for GetApiKeySecret {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKeySecret> {
        let row = api_keys::get(&cx.app, &mut cx.read().await?, &call.path).await?;
        Ok(ApiKeySecret { secret: api_keys::secret(&cx.app, &row)? })
    }
}

//! `POST /v1/api_keys/{api_key_id}/revoke`: taking a key back twice changes nothing more.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::{Error, Result},
    store::api_keys as store,
};
use onehop::{
    endpoints::backend::RevokeApiKey,
    wire::{ErrorCode, backend::ApiKey},
};

const MAX_REASON: usize = 255;

impl Handle for RevokeApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKey> {
        let reason = call.body.revocation_reason.as_deref();
        if reason.is_some_and(|reason| reason.chars().count() > MAX_REASON) {
            return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, "revocation_reason").bad_request());
        }
        let mut conn = cx.write().await?;
        store::update_revoked(&mut conn, cx.instance(), &call.path, cx.now, reason).await?;
        let row = api_keys::get(&cx.app, &mut conn, &call.path).await?;
        conn.commit().await?;
        Ok(api_keys::view(&row, cx.now))
    }
}

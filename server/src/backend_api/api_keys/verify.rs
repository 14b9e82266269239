//! `POST /v1/api_keys/verify`: whose key is this?

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::Result,
    store::api_keys as store,
};
use onehop::{endpoints::backend::VerifyApiKey, wire::backend::ApiKey};

impl Handle for VerifyApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ApiKey> {
        let mut row = api_keys::verify(&cx.app, &mut cx.read().await?, &call.body.secret, cx.now).await?;
        if !api_keys::is_use_known(&row, cx.now) {
            let mut conn = cx.write().await?;
            conn.relax_durability().await?;
            store::update_used(&mut conn, cx.instance(), &row.id, cx.now).await?;
            conn.commit().await?;
            row.last_used_at = Some(cx.now);
        }
        Ok(api_keys::view(&row, cx.now))
    }
}

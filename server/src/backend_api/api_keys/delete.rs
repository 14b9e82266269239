//! `DELETE /v1/api_keys/{api_key_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::api_keys,
    error::Result,
    store::api_keys as store,
};
use onehop::{endpoints::backend::DeleteApiKey, wire::Deleted};

impl Handle for DeleteApiKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(api_keys::not_found());
        }
        conn.commit().await?;
        Ok(Deleted::new("api_key", &call.path))
    }
}

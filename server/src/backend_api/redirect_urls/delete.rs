//! `DELETE /v1/redirect_urls/{redirect_url_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
    store::redirect_urls as store,
};
use onehop::{endpoints::backend::DeleteRedirectUrl, wire::Deleted};

impl Handle for DeleteRedirectUrl {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(super::not_found(&call.path));
        }
        conn.commit().await?;
        Ok(Deleted::new("redirect_url", &call.path))
    }
}

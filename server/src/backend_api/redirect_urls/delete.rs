//! `DELETE /v1/redirect_urls/{redirect_url_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::audit,
    error::Result,
    store::redirect_urls as store,
};
use onehop::{endpoints::backend::DeleteRedirectUrl, wire::Deleted};

impl Handle for DeleteRedirectUrl {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let not_found = || super::not_found(&call.path);
        let row = store::find(&mut conn, cx.instance(), &call.path).await?.ok_or_else(not_found)?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(not_found());
        }
        cx.record(&mut conn, &call.path, audit::public(&super::view(row)), None).await?;
        conn.commit().await?;
        Ok(Deleted::new("redirect_url", &call.path))
    }
}

//! `GET /v1/redirect_urls`, newest first.

use crate::{
    backend_api::{Call, Context, Handle, input},
    error::Result,
    store::redirect_urls as store,
};
use onehop::{
    endpoints::backend::ListRedirectUrls,
    wire::backend::{Page, RedirectUrl},
};

impl Handle for ListRedirectUrls {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<RedirectUrl>> {
        let (limit, offset) = input::paging(&call.query.paging)?;
        let mut conn = cx.read().await?;
        let rows = store::list(&mut conn, cx.instance(), limit, offset).await?;
        let total_count = store::count(&mut conn, cx.instance()).await?;
        Ok(Page { data: rows.into_iter().map(super::view).collect(), total_count })
    }
}

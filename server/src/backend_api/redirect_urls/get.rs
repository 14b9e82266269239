//! `GET /v1/redirect_urls/{redirect_url_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
    store::redirect_urls as store,
};
use onehop::{endpoints::backend::GetRedirectUrl, wire::backend::RedirectUrl};

impl Handle for GetRedirectUrl {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<RedirectUrl> {
        let row = store::find(&mut cx.read().await?, cx.instance(), &call.path).await?;
        row.map(super::view).ok_or_else(|| super::not_found(&call.path))
    }
}

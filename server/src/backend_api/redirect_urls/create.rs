//! `POST /v1/redirect_urls`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, redirects},
    error::{Error, Result},
    random,
    store::{StoreError, redirect_urls as store, redirect_urls::RedirectUrlRow},
};
use onehop::{
    endpoints::backend::CreateRedirectUrl,
    wire::{ErrorCode, RedirectUrlId, backend::RedirectUrl},
};

impl Handle for CreateRedirectUrl {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<RedirectUrl> {
        let row = RedirectUrlRow {
            id: RedirectUrlId::from(random::id(&*cx.app.random, cx.now, RedirectUrlId::PREFIX)),
            url: redirects::check(&cx.app, &call.body.url, "url")?,
            created_at: cx.now,
            updated_at: cx.now,
        };
        let conflict = |error| match error {
            StoreError::Conflict => {
                Error::param(ErrorCode::DuplicateRecord, "url").text("This redirect URL is listed already.")
            }
            error => error.into(),
        };
        let mut conn = cx.write().await?;
        store::insert(&mut conn, cx.instance(), &row).await.map_err(conflict)?;
        let url = super::view(row);
        cx.record(&mut conn, &url.id, None, audit::public(&url)).await?;
        conn.commit().await?;
        Ok(url)
    }
}

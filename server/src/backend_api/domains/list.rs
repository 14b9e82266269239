//! `GET /v1/domains`: the primary one first.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::settings,
    error::Result,
    store::domains as store,
};
use onehop::{
    endpoints::backend::ListDomains,
    wire::backend::{Domain, Page},
};

impl Handle for ListDomains {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Page<Domain>> {
        let mut conn = cx.read().await?;
        let settings = settings::find(&cx.app, &mut conn).await?;
        let mut data = vec![super::primary(cx, &settings)];
        let rows = store::list(&mut conn, cx.instance()).await?;
        data.extend(rows.into_iter().map(|row| super::satellite(cx, &settings, row)));
        Ok(Page { total_count: i64::try_from(data.len()).unwrap_or(i64::MAX), data })
    }
}

//! `GET /v1/jwt_templates`: all of them, newest first.

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::jwt_templates,
    error::Result,
    store::jwt_templates as store,
};
use onehop::{
    endpoints::backend::ListJwtTemplates,
    wire::backend::{JwtTemplate, Page},
};

impl Handle for ListJwtTemplates {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<JwtTemplate>> {
        let (limit, offset) = input::paging(&call.query.paging)?;
        let mut conn = cx.read().await?;
        let total_count = store::count(&mut conn, cx.instance()).await?;
        let rows = store::list(&mut conn, cx.instance(), limit, offset).await?;
        Ok(Page { data: rows.iter().map(jwt_templates::view).collect(), total_count })
    }
}

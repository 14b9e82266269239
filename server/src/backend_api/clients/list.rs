//! `GET /v1/clients`: all of them, newest first. Deprecated in the contract, answered all the same.

use crate::{
    backend_api::{Call, Context, Handle, input},
    error::Result,
    store::clients,
};
use onehop::{
    endpoints::backend::ListClients,
    wire::backend::{Client, Page},
};

impl Handle for ListClients {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Client>> {
        let (limit, offset) = input::paging(&call.query.paging)?;
        let mut conn = cx.read().await?;
        let total_count = clients::count(&mut conn, cx.instance(), cx.now).await?;
        let rows = clients::list(&mut conn, cx.instance(), cx.now, limit, offset).await?;
        Ok(Page { data: super::view_all(cx, &mut conn, &rows).await?, total_count })
    }
}

//! `PUT /v1/client`: makes sure there is a client.

use crate::{
    error::{Error, Result},
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::PutClient},
    wire::Client,
};

impl Handle for PutClient {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Client> {
        let mut conn = cx.app.write().await?;
        cx.ensure_client(&mut conn).await?;
        cx.commit(conn).await?;
        cx.renew_client_token().await;
        super::current(cx).await?.ok_or_else(|| Error::internal("the client was just made"))
    }
}

//! `DELETE /v1/client`: signs everybody out and forgets the client.

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
    store::clients,
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteClient},
    wire::Client,
};

impl Handle for DeleteClient {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        let Some(client) = cx.client().map(|client| client.id.clone()) else { return Ok(None) };
        let mut conn = cx.app.write().await?;
        super::sign_out(cx, &mut conn, &client).await?;
        clients::delete(&mut conn, &cx.app.instance.id, &client).await?;
        cx.commit(conn).await?;
        cx.forget_client();
        Ok(None)
    }
}

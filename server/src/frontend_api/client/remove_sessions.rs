//! `DELETE /v1/client/sessions`: signs everybody out and keeps the client.

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::RemoveSessions},
    wire::Client,
};

impl Handle for RemoveSessions {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        let Some(client) = cx.client().map(|client| client.id.clone()) else { return Ok(None) };
        let mut conn = cx.app.write().await?;
        super::sign_out(cx, &mut conn, &client).await?;
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        cx.reload_client().await?;
        super::current(cx).await
    }
}

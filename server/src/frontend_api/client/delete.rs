//! `DELETE /v1/client`: signs everybody out and forgets the client.

use crate::{
    domain::sessions::finish,
    error::Result,
    frontend_api::{Context, Handle},
    store::{clients, sessions},
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteClient},
    wire::{Client, SessionStatus},
};

impl Handle for DeleteClient {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        let Some(client) = cx.client().map(|client| client.id.clone()) else { return Ok(None) };
        let mut conn = cx.app.write().await?;
        for session in sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &client, cx.now).await? {
            finish(&cx.app, &mut conn, &cx.cause(), &session, SessionStatus::Removed).await?;
        }
        clients::delete(&mut conn, &cx.app.instance.id, &client).await?;
        conn.commit().await?;
        cx.forget_client();
        Ok(None)
    }
}

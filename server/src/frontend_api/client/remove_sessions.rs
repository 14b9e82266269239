//! `DELETE /v1/client/sessions`: signs everybody out and keeps the client.

use crate::{
    domain::sessions::finish,
    error::Result,
    frontend_api::{Context, Handle},
    store::sessions,
};
use onehop::{
    endpoints::{NoBody, frontend::RemoveSessions},
    wire::{Client, SessionStatus},
};

impl Handle for RemoveSessions {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        let Some(client) = cx.client().map(|client| client.id.clone()) else { return Ok(None) };
        let mut conn = cx.app.write().await?;
        for session in sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &client, cx.now).await? {
            finish(&cx.app, &mut conn, &cx.cause(), &session, SessionStatus::Removed).await?;
        }
        cx.rotate_client_token(&mut conn).await?;
        conn.commit().await?;
        cx.reload_client().await?;
        super::current(cx).await
    }
}

//! `/v1/client`

mod delete;
mod get;
mod put;
mod remove_sessions;

use super::{Context, reply};
use crate::{
    domain::sessions::finish,
    error::Result,
    store::{Conn, sessions},
};
use onehop::wire::{Client, ClientId, SessionStatus};

/// The caller's client as it stands; none where there is none.
async fn current(cx: &Context) -> Result<Option<Client>> {
    Ok(reply::current(cx).await?.0)
}

/// Signs everybody out of this client.
async fn sign_out(cx: &Context, conn: &mut Conn, client: &ClientId) -> Result<()> {
    for session in sessions::list_live_in_client(conn, &cx.app.instance.id, client, cx.now).await? {
        finish(&cx.app, conn, &cx.cause(), &session, SessionStatus::Removed).await?;
    }
    Ok(())
}

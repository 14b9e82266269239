//! `/v1/client`

mod delete;
mod get;
mod put;
mod remove_sessions;

use super::Context;
use crate::{domain::client_view, error::Result, store::sessions};
use onehop::wire::Client;

/// The caller's client as it stands; none where there is none.
async fn current(cx: &Context) -> Result<Option<Client>> {
    let Some(client) = cx.client() else { return Ok(None) };
    let mut conn = cx.app.read().await?;
    let live = sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &client.id, cx.now).await?;
    let client = client_view::build(&cx.app, &mut conn, client, &live, cx.facts.origin.as_deref(), cx.now).await?;
    Ok(Some(client))
}

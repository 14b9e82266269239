//! `/v1/clients…`

mod get;
mod list;
mod verify;

use super::{Context, Routes};
use crate::{
    domain::sessions,
    error::Result,
    store::{Conn, clients::ClientRow, sessions as store, sessions::SessionRow},
};
use onehop::{
    endpoints::backend as contract,
    wire::{ClientTag, SessionId, backend::Client},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<contract::ListClients>().add::<contract::VerifyClient>().add::<contract::GetClientById>()
}

/// Clients as they are answered, each with its signed-in sessions.
async fn view_all(cx: &Context, conn: &mut Conn, rows: &[ClientRow]) -> Result<Vec<Client>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    let live = store::list_live_in_clients(conn, cx.instance(), &ids, cx.now).await?;
    Ok(rows.iter().map(|row| view(cx, row, &live)).collect())
}

fn view(cx: &Context, row: &ClientRow, live: &[SessionRow]) -> Client {
    let own: Vec<&SessionRow> = live.iter().filter(|session| session.client_id == row.id).collect();
    let current = row.last_active_session_id.clone().map(SessionId::from);
    let current = current.filter(|id| own.iter().any(|session| session.id == *id));
    Client {
        object: ClientTag,
        id: row.id.clone(),
        session_ids: own.iter().map(|session| session.id.clone()).collect(),
        sessions: own.iter().map(|session| sessions::to_backend(session, cx.now)).collect(),
        sign_in_id: row.sign_in_id.clone().map(Into::into),
        sign_up_id: row.sign_up_id.clone().map(Into::into),
        last_active_session_id: current.or_else(|| own.first().map(|session| session.id.clone())),
        last_authentication_strategy: row.last_strategy.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

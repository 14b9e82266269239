//! Who is asking: the client behind a token with the session that the request means and its user, in one statement.

use super::{
    Conn, Scope, StoreError, args, clients, clients::ClientRow, sessions, sessions::SessionRow, users, users::UserRow,
};
use crate::clock::Millis;
use onehop::wire::{ClientId, SessionId};

/// A session, live or not, and whose it is.
pub type SessionOfUser = (SessionRow, UserRow);

// As in `clients::find_by_token` two lookups of the client, each by its own index.
const FIND: &str = concat!(
    "SELECT ",
    clients::columns!(list "c.";),
    ", ",
    sessions::columns!(list "s.";),
    ", ",
    users::columns!(list "u.";),
    " FROM (SELECT instance_id, ",
    clients::columns!(),
    " FROM clients WHERE instance_id = $1 AND token_hash = $2 AND expire_at > $3 UNION ALL SELECT instance_id, ",
    clients::columns!(),
    " FROM clients WHERE instance_id = $1 AND previous_token_hash = $2 AND previous_token_until > $3 AND expire_at > $3) c \
     LEFT JOIN sessions s ON s.instance_id = c.instance_id AND s.client_id = c.id AND s.id = COALESCE($4, c.last_active_session_id) \
     LEFT JOIN users u ON u.instance_id = s.instance_id AND u.id = s.user_id"
);

/// The client that holds this token, and its session with this id, or its current one where none is named.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    hash: &str,
    session: Option<&SessionId>,
    now: Millis,
) -> Result<Option<(ClientRow, Option<SessionOfUser>)>, StoreError> {
    let found = conn.find(FIND, args![instance, hash, now, session]).await?;
    Ok(found.map(|(client, (session, user)): (_, (Option<_>, Option<_>))| (client, session.zip(user))))
}

const FIND_SESSION: &str = concat!(
    "SELECT ",
    sessions::columns!(list "s.";),
    ", ",
    users::columns!(list "u.";),
    " FROM sessions s JOIN users u ON u.instance_id = s.instance_id AND u.id = s.user_id \
     WHERE s.instance_id = $1 AND s.client_id = $2 AND s.id = $3"
);

/// A session of this client.
pub async fn find_session(
    conn: &mut Conn,
    instance: Scope<'_>,
    client: &ClientId,
    id: &SessionId,
) -> Result<Option<SessionOfUser>, StoreError> {
    conn.find(FIND_SESSION, args![instance, client, id]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn every_request_finds_its_caller_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("a.db").display()), 1).await.unwrap();
        store.migrate().await.unwrap();
        let session = "s USING INDEX sqlite_autoindex_sessions_1 (instance_id=? AND id=?)";
        let user = "u USING INDEX sqlite_autoindex_users_1 (instance_id=? AND id=?)";
        let whole = [
            "clients USING INDEX clients_token (instance_id=? AND token_hash=?)",
            session,
            user,
            "clients USING INDEX clients_previous_token (instance_id=? AND previous_token_hash=?)",
            session,
            user,
        ];
        for (sql, expected) in [(FIND, &whole[..]), (FIND_SESSION, &[session, user])] {
            let plan = store.explain(sql, args!["ins_1", "hash", 0_i64, "sess_1"]).await;
            assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:#?}");
            let searches: Vec<_> = plan.iter().filter_map(|step| step.strip_prefix("SEARCH ")).collect();
            assert_eq!(searches.len(), expected.len(), "{plan:#?}");
            for (search, lookup) in searches.iter().zip(expected) {
                assert!(search.starts_with(lookup), "{lookup}: {plan:#?}");
            }
        }
    }
}

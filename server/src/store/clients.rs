//! Clients: browsers, known by a token of which only the hash is kept.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{ClientId, SessionId, SignInId, SignUpId};
use sqlx::FromRow;

/// One browser.
#[derive(Clone, FromRow)]
pub struct ClientRow {
    /// `client_…`
    #[sqlx(try_from = "String")]
    pub id: ClientId,
    /// SHA-256 of the cookie.
    pub token_hash: String,
    /// When the cookie's value was made.
    pub token_rotated_at: Millis,
    /// Until when the value before that is good too.
    pub previous_token_until: Option<Millis>,
    /// The current session.
    pub last_active_session_id: Option<String>,
    /// The current sign-in.
    pub sign_in_id: Option<String>,
    /// The current sign-up.
    pub sign_up_id: Option<String>,
    /// How the last sign-in was proven.
    pub last_strategy: Option<String>,
    /// When the cookie ends.
    pub expire_at: Millis,
    /// Created.
    pub created_at: Millis,
    /// Grows with every visible change.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        $crate::store::clients::columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)*
            id, token_hash, token_rotated_at, previous_token_until, last_active_session_id, sign_in_id, sign_up_id,
            last_strategy, expire_at, created_at, updated_at
        }
    };
}
pub(super) use columns;
columns!(keyed ClientRow;);

/// `updated_at` always grows, also when two changes share a millisecond: browsers see a change by that.
macro_rules! grown {
    ($now:literal) => {
        concat!("updated_at = CASE WHEN updated_at >= ", $now, " THEN updated_at + 1 ELSE ", $now, " END")
    };
}

// Two lookups, each by its own index: joined by OR, SQLite walks through all clients that have not expired.
const FIND_BY_TOKEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM clients WHERE instance_id = $1 AND token_hash = $2 AND expire_at > $3 UNION ALL SELECT ",
    columns!(),
    " FROM clients WHERE instance_id = $1 AND previous_token_hash = $2 AND previous_token_until > $3 AND expire_at > $3"
);

/// The client that holds this token; the token before the last rotation works for a short while longer.
pub async fn find_by_token(
    conn: &mut Conn,
    instance: Scope<'_>,
    hash: &str,
    now: Millis,
) -> Result<Option<ClientRow>, StoreError> {
    conn.find(FIND_BY_TOKEN, args![instance, hash, now]).await
}

const GET: &str = concat!("SELECT ", columns!(), " FROM clients WHERE instance_id = $1 AND id = $2");

/// A client by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &ClientId) -> Result<Option<ClientRow>, StoreError> {
    conn.find(GET, args![instance, id]).await
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM clients WHERE instance_id = $1 AND expire_at > $2 ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4"
);

/// Clients whose cookie hasn't ended, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    now: Millis,
    limit: i64,
    offset: i64,
) -> Result<Vec<ClientRow>, StoreError> {
    conn.all(LIST, args![instance, now, limit, offset]).await
}

const COUNT: &str = "SELECT COUNT(*) AS count FROM clients WHERE instance_id = $1 AND expire_at > $2";

/// How many there are.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<i64, StoreError> {
    Ok(conn.one::<super::Count>(COUNT, args![instance, now]).await?.count)
}

const INSERT: &str = "INSERT INTO clients (instance_id, id, token_hash, token_rotated_at, user_agent, expire_at, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Adds a client.
pub async fn insert(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &ClientRow,
    user_agent: Option<&str>,
) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.token_hash,
        row.token_rotated_at,
        user_agent,
        row.expire_at,
        row.created_at,
        row.updated_at
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const ROTATE: &str = concat!(
    "UPDATE clients SET previous_token_hash = CASE WHEN previous_token_until > $4 THEN previous_token_hash ELSE token_hash END, \
    previous_token_until = $4, token_hash = $3, token_rotated_at = $6, expire_at = $5, ",
    grown!("$6"),
    " WHERE instance_id = $1 AND id = $2"
);

/// Replaces the token; the one that the browser holds works until `grace_until`, for requests already under way. That
/// is the one before, where a renewed one was never seen.
pub async fn update_token(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    hash: &str,
    grace_until: Millis,
    expire_at: Millis,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(ROTATE, args![instance, id, hash, grace_until, expire_at, now]).await.map(|_| ())
}

/// A token in place of the one that was presented.
pub struct Renewal<'a> {
    /// Hash of the token that the request came with.
    pub presented: &'a str,
    /// Until when that one stays good if the new one is never seen.
    pub presented_until: Millis,
    /// Hash of the new one.
    pub hash: &'a str,
    /// When the new cookie ends.
    pub expire_at: Millis,
    /// A token before the last that is good beyond this was never followed by its successor.
    pub grace_until: Millis,
    /// Now.
    pub now: Millis,
}

// `updated_at` stays: nothing that a browser shows has changed.
const RENEW: &str = "UPDATE clients SET previous_token_hash = $4, previous_token_until = $5, token_hash = $6, token_rotated_at = $9, expire_at = $7 \
    WHERE instance_id = $1 AND id = $2 AND token_hash = $3 AND (token_hash = $4 OR (previous_token_hash = $4 AND previous_token_until > $8))";

/// Renews the token of a client as it was read; false when somebody else was faster.
pub async fn renew_token(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &ClientRow,
    renewal: &Renewal<'_>,
) -> Result<bool, StoreError> {
    let Renewal { presented, presented_until, hash, expire_at, grace_until, now } = *renewal;
    let args = args![instance, &row.id, &row.token_hash, presented, presented_until, hash, expire_at, grace_until, now];
    Ok(conn.execute(RENEW, args).await? == 1)
}

const CONFIRM: &str = "UPDATE clients SET previous_token_until = $4 WHERE instance_id = $1 AND id = $2 AND token_hash = $3 AND previous_token_until > $4";

/// The renewed token was seen: the one before ends.
pub async fn confirm_token(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &ClientRow,
    grace_until: Millis,
) -> Result<(), StoreError> {
    conn.execute(CONFIRM, args![instance, &row.id, &row.token_hash, grace_until]).await.map(|_| ())
}

const TOUCH: &str = concat!("UPDATE clients SET ", grown!("$3"), " WHERE instance_id = $1 AND id = $2");

/// Something visible changed.
pub async fn touch(conn: &mut Conn, instance: Scope<'_>, id: &ClientId, now: Millis) -> Result<(), StoreError> {
    conn.execute(TOUCH, args![instance, id, now]).await.map(|_| ())
}

const TOUCH_OF_USER: &str = concat!(
    "UPDATE clients SET ",
    grown!("$3"),
    " \
    WHERE instance_id = $1 AND id IN (SELECT client_id FROM sessions WHERE instance_id = $1 AND user_id = $2 AND status IN ('active', 'pending'))"
);

/// Something visible changed for every client in which this user is signed in.
pub async fn touch_of_user(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &onehop::wire::UserId,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(TOUCH_OF_USER, args![instance, user, now]).await.map(|_| ())
}

const SET_SIGN_IN: &str =
    concat!("UPDATE clients SET sign_in_id = $3, ", grown!("$4"), " WHERE instance_id = $1 AND id = $2");

/// Which sign-in is under way.
pub async fn update_sign_in(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    sign_in: Option<&SignInId>,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(SET_SIGN_IN, args![instance, id, sign_in, now]).await.map(|_| ())
}

const SET_SIGN_UP: &str =
    concat!("UPDATE clients SET sign_up_id = $3, ", grown!("$4"), " WHERE instance_id = $1 AND id = $2");

/// Which sign-up is under way.
pub async fn update_sign_up(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    sign_up: Option<&SignUpId>,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(SET_SIGN_UP, args![instance, id, sign_up, now]).await.map(|_| ())
}

const SET_ACTIVE: &str =
    concat!("UPDATE clients SET last_active_session_id = $3, ", grown!("$4"), " WHERE instance_id = $1 AND id = $2");

/// Which session is the current one.
pub async fn update_active_session(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    session: Option<&SessionId>,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(SET_ACTIVE, args![instance, id, session, now]).await.map(|_| ())
}

const SESSION_FINISHED: &str = concat!(
    "UPDATE clients SET last_active_session_id = CASE WHEN last_active_session_id = $3 THEN (SELECT id FROM sessions \
    WHERE instance_id = $1 AND client_id = $2 AND status IN ('active', 'pending') AND expire_at > $4 AND abandon_at > $4 ORDER BY created_at, id LIMIT 1) \
    ELSE last_active_session_id END, ",
    grown!("$4"),
    " WHERE instance_id = $1 AND id = $2"
);

/// A session is over: was it the current one, another one takes its place.
pub async fn update_session_finished(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    session: &SessionId,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(SESSION_FINISHED, args![instance, id, session, now]).await.map(|_| ())
}

const SIGNED_IN: &str = "UPDATE clients SET last_active_session_id = $3, last_strategy = $4, sign_in_id = NULL, sign_up_id = NULL WHERE instance_id = $1 AND id = $2";

/// An attempt was completed: its session is the current one.
pub async fn update_signed_in(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ClientId,
    session: &SessionId,
    strategy: &str,
) -> Result<(), StoreError> {
    conn.execute(SIGNED_IN, args![instance, id, session, strategy]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM clients WHERE instance_id = $1 AND id = $2";

/// Forgets a client with its attempts and sessions.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &ClientId) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, id]).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM clients WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up: clients whose cookie has ended.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, now]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn every_request_finds_its_client_by_the_index_of_the_token() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("a.db").display()), 1).await.unwrap();
        store.migrate().await.unwrap();
        let plan = store.explain(FIND_BY_TOKEN, args!["ins_1", "hash", 0_i64]).await;
        let searches: Vec<_> = plan.iter().filter(|step| step.contains("clients")).collect();
        assert_eq!(searches.len(), 2, "{searches:?}");
        assert!(searches[0].contains("INDEX clients_token ("), "{searches:?}");
        assert!(searches[1].contains("INDEX clients_previous_token ("), "{searches:?}");
    }
}

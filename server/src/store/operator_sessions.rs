//! Sessions of operators. Only the hash of their token is kept.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{OperatorId, OperatorSessionId};
use sqlx::FromRow;

/// A session.
#[derive(Clone, Debug, FromRow)]
pub struct OperatorSessionRow {
    /// `oses_…`
    #[sqlx(try_from = "String")]
    pub id: OperatorSessionId,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub operator_id: OperatorId,
    /// What is stored of its token.
    pub token_hash: String,
    /// False: the second factor is still to come.
    pub is_complete: bool,
    /// Where it began.
    pub ip_address: Option<String>,
    /// In which browser.
    pub user_agent: Option<String>,
    /// The last proof of who is there.
    pub proven_at: Millis,
    /// The last request, to the minute.
    pub last_active_at: Millis,
    /// Its end.
    pub expire_at: Millis,
    /// Its begin.
    pub created_at: Millis,
}

const FIND_LIVE: &str = "SELECT id, operator_id, token_hash, is_complete, ip_address, user_agent, proven_at, last_active_at, \
    expire_at, created_at FROM operator_sessions WHERE instance_id = $1 AND token_hash = $2 AND expire_at > $3 \
    AND last_active_at > $4";

/// The session with this token, unless it has ended or was quiet since `quiet_since`.
pub async fn find_live(
    conn: &mut Conn,
    instance: Scope<'_>,
    token_hash: &str,
    now: Millis,
    quiet_since: Millis,
) -> Result<Option<OperatorSessionRow>, StoreError> {
    conn.optional(FIND_LIVE, args![instance, token_hash, now, quiet_since]).await
}

const INSERT: &str = "INSERT INTO operator_sessions (instance_id, id, operator_id, token_hash, is_complete, ip_address, \
    user_agent, proven_at, last_active_at, expire_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Begins one.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &OperatorSessionRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.operator_id,
        &row.token_hash,
        row.is_complete,
        &row.ip_address,
        &row.user_agent,
        row.proven_at,
        row.last_active_at,
        row.expire_at,
        row.created_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const TOUCH: &str = "UPDATE operator_sessions SET last_active_at = $3 WHERE instance_id = $1 AND id = $2";

/// Notes that it is in use.
pub async fn touch(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorSessionId,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(TOUCH, args![instance, id, now]).await.map(|_| ())
}

const UPDATE_PROVEN: &str = "UPDATE operator_sessions SET proven_at = $3 WHERE instance_id = $1 AND id = $2";

/// Notes a proof.
pub async fn update_proven(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorSessionId,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_PROVEN, args![instance, id, now]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM operator_sessions WHERE instance_id = $1 AND id = $2";

/// Ends one; says whether it was there.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &OperatorSessionId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

const DELETE_OTHERS: &str = "DELETE FROM operator_sessions WHERE instance_id = $1 AND operator_id = $2 AND id <> $3";

/// Ends all of an operator's sessions except one.
pub async fn delete_others(
    conn: &mut Conn,
    instance: Scope<'_>,
    operator: &OperatorId,
    kept: &str,
) -> Result<(), StoreError> {
    conn.execute(DELETE_OTHERS, args![instance, operator, kept]).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM operator_sessions WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, now]).await
}

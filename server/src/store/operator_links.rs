//! Links that set an operator's password, once. Only the hash of what they carry is kept.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{OperatorId, OperatorLinkId};
use sqlx::FromRow;

/// A link.
#[derive(Clone, Debug, FromRow)]
pub struct OperatorLinkRow {
    /// `olnk_…`
    #[sqlx(try_from = "String")]
    pub id: OperatorLinkId,
    /// Whose password it sets; none: of whoever uses it first, while there is no operator.
    pub operator_id: Option<String>,
}

const FIND_LIVE: &str =
    "SELECT id, operator_id FROM operator_links WHERE instance_id = $1 AND token_hash = $2 AND expire_at > $3";

/// The link that carries this, unless its time is over.
pub async fn find_live(
    conn: &mut Conn,
    instance: Scope<'_>,
    token_hash: &str,
    now: Millis,
) -> Result<Option<OperatorLinkRow>, StoreError> {
    conn.optional(FIND_LIVE, args![instance, token_hash, now]).await
}

const INSERT: &str = "INSERT INTO operator_links (instance_id, id, operator_id, token_hash, expire_at, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds one.
pub async fn insert(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &OperatorLinkRow,
    token_hash: &str,
    expire_at: Millis,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, &row.id, &row.operator_id, token_hash, expire_at, now]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM operator_links WHERE instance_id = $1 AND id = $2";

/// Uses one up; false when somebody was faster.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &OperatorLinkId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

const DELETE_OF: &str = "DELETE FROM operator_links WHERE instance_id = $1 AND operator_id = $2";

/// Takes back all of an operator's.
pub async fn delete_of(conn: &mut Conn, instance: Scope<'_>, operator: &OperatorId) -> Result<(), StoreError> {
    conn.execute(DELETE_OF, args![instance, operator]).await.map(|_| ())
}

const DELETE_OPEN: &str = "DELETE FROM operator_links WHERE instance_id = $1 AND operator_id IS NULL";

/// Takes back all that are for whoever comes first.
pub async fn delete_open(conn: &mut Conn, instance: Scope<'_>) -> Result<(), StoreError> {
    conn.execute(DELETE_OPEN, args![instance]).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM operator_links WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, now]).await
}

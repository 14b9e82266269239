//! Secret keys of backends: only their hashes are kept.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// A secret key, without the key.
#[derive(Clone, Debug, FromRow)]
pub struct SecretKeyRow {
    /// `key_…`
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its beginning, to tell keys apart.
    pub hint: String,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Millis>,
    /// Taken back.
    pub revoked_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
}

macro_rules! columns {
    () => {
        "id, name, hint, last_used_at, revoked_at, created_at"
    };
}

const FIND_LIVE: &str =
    concat!("SELECT ", columns!(), " FROM secret_keys WHERE instance_id = $1 AND hash = $2 AND revoked_at IS NULL");

/// The key with this hash, if it is the instance's and was not taken back.
pub async fn find_live(conn: &mut Conn, instance: Scope<'_>, hash: &str) -> Result<Option<SecretKeyRow>, StoreError> {
    conn.optional(FIND_LIVE, args![instance, hash]).await
}

const INSERT: &str =
    "INSERT INTO secret_keys (instance_id, id, name, hash, hint, created_at) VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds a key.
pub async fn insert(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &str,
    name: &str,
    hash: &str,
    hint: &str,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, id, name, hash, hint, now]).await.map(|_| ())
}

const REVOKE: &str = "UPDATE secret_keys SET revoked_at = $3 WHERE instance_id = $1 AND id = $2 AND revoked_at IS NULL";

/// Takes a key back; says whether it was live.
pub async fn revoke(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(conn.execute(REVOKE, args![instance, id, now]).await? == 1)
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM secret_keys WHERE instance_id = $1 AND id = $2");

/// A key, also one that was taken back.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &str) -> Result<Option<SecretKeyRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM secret_keys WHERE instance_id = $1 ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, \
     created_at DESC, id DESC LIMIT $2"
);

/// Keys: live ones first, the newest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>, limit: i64) -> Result<Vec<SecretKeyRow>, StoreError> {
    conn.all(LIST, args![instance, limit]).await
}

const COUNT_LIVE: &str = "SELECT COUNT(*) AS count FROM secret_keys WHERE instance_id = $1 AND revoked_at IS NULL";

/// How many work.
pub async fn count_live(conn: &mut Conn, instance: Scope<'_>) -> Result<i64, StoreError> {
    Ok(conn.one::<super::Count>(COUNT_LIVE, args![instance]).await?.count)
}

const UPDATE_USED: &str = "UPDATE secret_keys SET last_used_at = $3 \
    WHERE instance_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $3)";

/// Notes that a key is in use.
pub async fn update_used(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<(), StoreError> {
    conn.execute(UPDATE_USED, args![instance, id, now]).await.map(|_| ())
}

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

//! Backup codes: each proves a second factor once.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::UserId;
use sqlx::FromRow;

/// A code that was not used yet.
#[derive(Clone, FromRow)]
pub struct BackupCodeRow {
    /// Its place among the user's codes.
    pub position: i64,
    /// Its hash.
    pub digest: String,
}

const LIST: &str =
    "SELECT position, digest FROM backup_codes WHERE instance_id = $1 AND user_id = $2 AND used_at IS NULL ORDER BY position";

/// The codes this user has left.
pub async fn list(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Vec<BackupCodeRow>, StoreError> {
    conn.all(LIST, args![instance, user]).await
}

const DELETE: &str = "DELETE FROM backup_codes WHERE instance_id = $1 AND user_id = $2";
const INSERT: &str = "INSERT INTO backup_codes (instance_id, user_id, position, digest) VALUES ($1, $2, $3, $4)";

/// These codes, in place of all others.
pub async fn put(conn: &mut Conn, instance: Scope<'_>, user: &UserId, digests: &[String]) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, user]).await?;
    for (digest, position) in digests.iter().zip(0_i64..) {
        conn.execute(INSERT, args![instance, user, position, digest]).await?;
    }
    Ok(())
}

const USE: &str =
    "UPDATE backup_codes SET used_at = $4 WHERE instance_id = $1 AND user_id = $2 AND position = $3 AND used_at IS NULL";

/// Uses a code up; false when somebody else was faster.
pub async fn update_used(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    position: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(USE, args![instance, user, position, now]).await? == 1)
}

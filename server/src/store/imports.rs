//! Imports of users from files: how far each has come, and which rows could not become users.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// The import of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct ImportRow {
    /// Rows that were looked at.
    pub rows_done: i64,
    /// Users made of them; the others were rejected.
    pub users_created: i64,
    /// When the last row was done.
    pub finished_at: Option<Millis>,
}

/// A row that could not become a user.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RejectionRow {
    /// Its place in the file, from 0.
    pub position: i64,
    /// The line on which it begins.
    pub line: i64,
    /// The user's id in the other system.
    pub old_id: Option<String>,
    /// What is wrong.
    pub reason: String,
}

const FIND: &str =
    "SELECT rows_done, users_created, finished_at FROM imports WHERE instance_id = $1 AND file_hash = $2";

/// The import of the file with this hash, if it was begun.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, file_hash: &str) -> Result<Option<ImportRow>, StoreError> {
    conn.optional(FIND, args![instance, file_hash]).await
}

const INSERT: &str = "INSERT INTO imports (instance_id, file_hash, rows_done, users_created, created_at, updated_at) \
    VALUES ($1, $2, 0, 0, $3, $3) ON CONFLICT (instance_id, file_hash) DO NOTHING";

/// Begins an import, unless it was begun before.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, file_hash: &str, now: Millis) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, file_hash, now]).await.map(|_| ())
}

const UPDATE: &str = "UPDATE imports SET rows_done = $4, users_created = $5, finished_at = $6, updated_at = $7 \
    WHERE instance_id = $1 AND file_hash = $2 AND rows_done = $3 AND finished_at IS NULL";

/// Says how far it has come, if nobody else came further; says whether that is so.
pub async fn update(
    conn: &mut Conn,
    instance: Scope<'_>,
    file_hash: &str,
    rows_before: i64,
    row: &ImportRow,
    now: Millis,
) -> Result<bool, StoreError> {
    let args = args![instance, file_hash, rows_before, row.rows_done, row.users_created, row.finished_at, now];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const REJECT: &str = "INSERT INTO import_rejections (instance_id, file_hash, position, line, old_id, reason) \
    VALUES ($1, $2, $3, $4, $5, $6)";

/// Notes that a row could not become a user.
pub async fn insert_rejection(
    conn: &mut Conn,
    instance: Scope<'_>,
    file_hash: &str,
    row: &RejectionRow,
) -> Result<(), StoreError> {
    let args = args![instance, file_hash, row.position, row.line, &row.old_id, &row.reason];
    conn.execute(REJECT, args).await.map(|_| ())
}

const LIST: &str = "SELECT position, line, old_id, reason FROM import_rejections \
    WHERE instance_id = $1 AND file_hash = $2 AND position > $3 ORDER BY position LIMIT 500";

/// Rows that could not become users, after this place of the file (-1: from the beginning).
pub async fn list_rejections(
    conn: &mut Conn,
    instance: Scope<'_>,
    file_hash: &str,
    after: i64,
) -> Result<Vec<RejectionRow>, StoreError> {
    conn.all(LIST, args![instance, file_hash, after]).await
}

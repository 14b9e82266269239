//! The answers to codes of the current window, over the whole instance.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// A window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct CodeChecksRow {
    /// When it ends.
    pub until: Millis,
    /// Answers.
    pub checks: i64,
    /// Wrong ones.
    pub wrong: i64,
    /// Wrong ones of somebody who doesn't stop.
    pub repeated: i64,
    /// Codes pause until it ends.
    pub paused: bool,
}

const FIND: &str =
    "SELECT until, checks, wrong, repeated, paused FROM code_checks WHERE instance_id = $1 AND until > $2";

/// The current window, if anything was answered in it.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<Option<CodeChecksRow>, StoreError> {
    conn.optional(FIND, args![instance, now]).await
}

const COUNT: &str = "INSERT INTO code_checks (instance_id, until, checks, wrong, repeated, paused) VALUES ($1, $3, 1, $4, $5, FALSE) \
    ON CONFLICT (instance_id) DO UPDATE SET \
    checks = CASE WHEN code_checks.until > $2 THEN code_checks.checks + 1 ELSE 1 END, \
    wrong = CASE WHEN code_checks.until > $2 THEN code_checks.wrong + $4 ELSE $4 END, \
    repeated = CASE WHEN code_checks.until > $2 THEN code_checks.repeated + $5 ELSE $5 END, \
    paused = CASE WHEN code_checks.until > $2 THEN code_checks.paused ELSE FALSE END, \
    until = CASE WHEN code_checks.until > $2 THEN code_checks.until ELSE $3 END \
    RETURNING until, checks, wrong, repeated, paused";

/// Counts an answer; a new window lasts until `until`. Others who count wait for the commit: count last.
pub async fn count(
    conn: &mut Conn,
    instance: Scope<'_>,
    is_wrong: bool,
    is_repeated: bool,
    now: Millis,
    until: Millis,
) -> Result<CodeChecksRow, StoreError> {
    conn.one(COUNT, args![instance, now, until, i64::from(is_wrong), i64::from(is_repeated)]).await
}

const PAUSE: &str = "UPDATE code_checks SET paused = TRUE WHERE instance_id = $1 AND paused = FALSE";

/// Pauses codes until the window ends; false when they are paused already.
pub async fn pause(conn: &mut Conn, instance: Scope<'_>) -> Result<bool, StoreError> {
    Ok(conn.execute(PAUSE, args![instance]).await? == 1)
}

//! When codes were sent lately, by account.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// A code that was sent.
#[derive(FromRow)]
struct SendRow {
    sent_at: Millis,
}

const LIST_AFTER: &str = "SELECT sent_at FROM code_sends WHERE instance_id = $1 AND account = $2 AND sent_at > $3 ORDER BY sent_at DESC LIMIT $4";

/// When this account's latest codes were sent, newest first.
pub async fn list_after(
    conn: &mut Conn,
    instance: Scope<'_>,
    account: &str,
    after: Millis,
    limit: i64,
) -> Result<Vec<Millis>, StoreError> {
    let rows: Vec<SendRow> = conn.all(LIST_AFTER, args![instance, account, after, limit]).await?;
    Ok(rows.into_iter().map(|row| row.sent_at).collect())
}

const INSERT: &str = "INSERT INTO code_sends (instance_id, account, sent_at) VALUES ($1, $2, $3)";

/// One more was sent. Two of one account have two times.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, account: &str, sent_at: Millis) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, account, sent_at]).await.map(|_| ())
}

const DELETE_UNTIL: &str = "DELETE FROM code_sends WHERE instance_id = $1 AND sent_at <= $2";

/// Clean-up.
pub async fn delete_until(conn: &mut Conn, instance: Scope<'_>, until: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_UNTIL, args![instance, until]).await
}

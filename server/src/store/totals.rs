//! How many rows of a kind there are, kept up to date by those who add and remove them: counting a million rows takes
//! longer than a caller wants to wait.

use super::{Conn, Count, Scope, StoreError, args};

const ADD: &str = "INSERT INTO totals (instance_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (instance_id, name) DO UPDATE SET value = totals.value + $3";

/// So many more (or fewer) when the transaction commits.
pub(super) fn add(conn: &mut Conn, instance: Scope<'_>, name: &'static str, by: i64) -> Result<(), StoreError> {
    conn.last()?.count(instance, name, by);
    Ok(())
}

/// Writes what was added.
pub(super) async fn write(conn: &mut Conn, instance: Scope<'_>, name: &str, by: i64) -> Result<(), StoreError> {
    conn.execute(ADD, args![instance, name, by]).await.map(|_| ())
}

const GET: &str = "SELECT value AS count FROM totals WHERE instance_id = $1 AND name = $2";

/// How many there are.
pub async fn get(conn: &mut Conn, instance: Scope<'_>, name: &str) -> Result<i64, StoreError> {
    let row: Option<Count> = conn.optional(GET, args![instance, name]).await?;
    Ok(row.map_or(0, |row| row.count))
}

//! Which peppers passwords were hashed with: their names only.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// One that was in use.
#[derive(FromRow)]
struct PepperRow {
    id: String,
}

const LIST: &str = "SELECT id FROM peppers WHERE instance_id = $1 ORDER BY created_at, id";

/// All that were ever in use, the oldest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<PepperRow> = conn.all(LIST, args![instance]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

const INSERT: &str =
    "INSERT INTO peppers (instance_id, id, created_at) VALUES ($1, $2, $3) ON CONFLICT (instance_id, id) DO NOTHING";

/// This one is in use from now on.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, id, now]).await.map(|_| ())
}

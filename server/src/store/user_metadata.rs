//! Metadata by which users can be found: values at declared paths.

use super::{Conn, Scope, StoreError, args};
use onehop::wire::UserId;
use sqlx::FromRow;

const DELETE: &str = "DELETE FROM user_metadata WHERE instance_id = $1 AND user_id = $2";
const INSERT: &str =
    "INSERT INTO user_metadata (instance_id, path, value, user_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// The values of this user, in place of those before.
pub async fn put(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    values: &[(String, String)],
) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, user]).await?;
    for (path, value) in values {
        conn.execute(INSERT, args![instance, path, value, user]).await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Path {
    path: String,
}

const LIST_PATHS: &str = "SELECT path FROM metadata_paths WHERE instance_id = $1 ORDER BY path";

/// The paths whose values are complete.
pub async fn list_paths(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Path> = conn.all(LIST_PATHS, args![instance]).await?;
    Ok(rows.into_iter().map(|row| row.path).collect())
}

const DELETE_PATHS: &str = "DELETE FROM metadata_paths WHERE instance_id = $1";
const INSERT_PATH: &str = "INSERT INTO metadata_paths (instance_id, path) VALUES ($1, $2)";

/// From now on these are.
pub async fn put_paths(conn: &mut Conn, instance: Scope<'_>, paths: &[String]) -> Result<(), StoreError> {
    conn.execute(DELETE_PATHS, args![instance]).await?;
    for path in paths {
        conn.execute(INSERT_PATH, args![instance, path]).await?;
    }
    Ok(())
}

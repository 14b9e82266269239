//! The instance.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::InstanceId;
use sqlx::FromRow;

/// One tenant.
#[derive(Clone, Debug, FromRow)]
pub struct InstanceRow {
    /// `ins_…`
    #[sqlx(try_from = "String")]
    pub id: InstanceId,
    /// `development` or `production`.
    pub environment: String,
    /// The host that the publishable key names.
    pub frontend_api_host: String,
    /// Tells browsers where the Frontend API is.
    pub publishable_key: String,
    /// A known text sealed with the key-encryption key: a wrong key is noticed before anything is written.
    pub key_check: String,
    /// Created.
    pub created_at: Millis,
}

const FIND: &str = "SELECT id, environment, frontend_api_host, publishable_key, key_check, created_at FROM instances ORDER BY created_at LIMIT 1";

/// The instance of this deployment, if it was created already.
pub async fn find(conn: &mut Conn) -> Result<Option<InstanceRow>, StoreError> {
    conn.optional(FIND, args![]).await
}

const INSERT: &str = "INSERT INTO instances (id, slot, environment, frontend_api_host, publishable_key, key_check, created_at) VALUES ($1, 1, $2, $3, $4, $5, $6)";
const INSERT_SEQUENCE: &str = "INSERT INTO event_sequences (instance_id, value) VALUES ($1, 0)";

/// Creates the instance. `Conflict` when another node was faster.
pub async fn insert(conn: &mut Conn, row: &InstanceRow) -> Result<(), StoreError> {
    let args =
        args![&row.id, &row.environment, &row.frontend_api_host, &row.publishable_key, &row.key_check, row.created_at];
    conn.execute(INSERT, args).await?;
    conn.execute(INSERT_SEQUENCE, args![&row.id]).await?;
    Ok(())
}

const UPDATE_HOST: &str =
    "UPDATE instances SET environment = $2, frontend_api_host = $3, publishable_key = $4 WHERE id = $1";

/// Follows a changed public address: the publishable key names the host.
pub async fn update_host(
    conn: &mut Conn,
    instance: Scope<'_>,
    environment: &str,
    host: &str,
    publishable_key: &str,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_HOST, args![instance, environment, host, publishable_key]).await?;
    Ok(())
}

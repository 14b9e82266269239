//! The instance and its keys.

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

/// A key that signs session tokens.
#[derive(Clone, FromRow)]
pub struct SigningKeyRow {
    /// The `kid`.
    pub id: String,
    /// PKCS #8, sealed.
    pub sealed_private_key: String,
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

const SIGNING_KEY: &str =
    "SELECT id, sealed_private_key FROM signing_keys WHERE instance_id = $1 AND state = 'current'";

/// The key that signs now.
pub async fn get_signing_key(conn: &mut Conn, instance: Scope<'_>) -> Result<SigningKeyRow, StoreError> {
    conn.one(SIGNING_KEY, args![instance]).await
}

const INSERT_SIGNING_KEY: &str = "INSERT INTO signing_keys (instance_id, id, algorithm, state, sealed_private_key, created_at) VALUES ($1, $2, 'RS256', 'current', $3, $4)";

/// Adds the key that signs from now on.
pub async fn insert_signing_key(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &SigningKeyRow,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(INSERT_SIGNING_KEY, args![instance, &row.id, &row.sealed_private_key, now]).await?;
    Ok(())
}

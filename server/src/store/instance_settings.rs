//! What backends changed about the instance: one JSON text with a version.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// The settings as stored.
#[derive(Clone, FromRow)]
pub struct InstanceSettingsRow {
    /// Grows with each change.
    pub version: i64,
    /// JSON.
    pub data: String,
}

const FIND: &str = "SELECT version, data FROM instance_settings WHERE instance_id = $1";

/// The settings, if anything was ever changed.
pub async fn find(conn: &mut Conn, instance: Scope<'_>) -> Result<Option<InstanceSettingsRow>, StoreError> {
    conn.optional(FIND, args![instance]).await
}

const PUT: &str = "INSERT INTO instance_settings (instance_id, version, data, updated_at) VALUES ($1, 1, $3, $4) \
    ON CONFLICT (instance_id) DO UPDATE SET version = instance_settings.version + 1, data = excluded.data, \
    updated_at = excluded.updated_at WHERE instance_settings.version = $2";

/// Writes changed settings; false when somebody else changed them since this version (0: since there were none).
pub async fn put(
    conn: &mut Conn,
    instance: Scope<'_>,
    version: i64,
    data: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(PUT, args![instance, version, data, now]).await? == 1)
}

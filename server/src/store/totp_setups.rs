//! Authenticator apps that are being set up: secrets that no code has proven yet.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::UserId;
use sqlx::FromRow;

/// A secret waiting for its first code. A user has one at most.
#[derive(Clone, FromRow)]
pub struct TotpSetupRow {
    /// As it will be stored with the user.
    pub sealed_secret: String,
    /// It is void from then on.
    pub expire_at: Millis,
    /// Created.
    pub created_at: Millis,
}

const FIND: &str =
    "SELECT sealed_secret, expire_at, created_at FROM totp_setups WHERE instance_id = $1 AND user_id = $2";

/// The secret of this user that waits.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Option<TotpSetupRow>, StoreError> {
    conn.optional(FIND, args![instance, user]).await
}

const PUT: &str = "INSERT INTO totp_setups (instance_id, user_id, sealed_secret, expire_at, created_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (instance_id, user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, expire_at = excluded.expire_at, \
    created_at = excluded.created_at";

/// This secret, in the place of an earlier one.
pub async fn put(conn: &mut Conn, instance: Scope<'_>, user: &UserId, row: &TotpSetupRow) -> Result<(), StoreError> {
    let args = args![instance, user, &row.sealed_secret, row.expire_at, row.created_at];
    conn.execute(PUT, args).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM totp_setups WHERE instance_id = $1 AND user_id = $2 AND sealed_secret = $3";

/// Takes this secret away; false when another took its place, or somebody else was faster.
pub async fn delete(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    sealed_secret: &str,
) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, user, sealed_secret]).await? == 1)
}

const DELETE_EXPIRED: &str = "DELETE FROM totp_setups WHERE instance_id = $1 AND expire_at < $2";

/// Forgets what nobody proved in time.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<(), StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, before]).await.map(|_| ())
}

//! Users.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use sqlx::FromRow;

/// A person. Metadata columns are JSON text.
#[derive(Clone, FromRow)]
pub struct UserRow {
    /// `user_…`
    #[sqlx(try_from = "String")]
    pub id: UserId,
    /// The id in the app's own system.
    pub external_id: Option<String>,
    /// In the case it was typed.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The main address.
    pub primary_email_address_id: Option<String>,
    /// PHC string.
    pub password_digest: Option<String>,
    /// User reads, backend writes.
    pub public_metadata: String,
    /// Backend only.
    pub private_metadata: String,
    /// User writes.
    pub unsafe_metadata: String,
    /// May not sign in.
    pub banned: bool,
    /// Too many failures: not before this time.
    pub locked_until: Option<Millis>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
    /// Grows by one with every change.
    pub version: i64,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl UserRow {
    /// The main address.
    pub fn primary_email_address(&self) -> Option<IdentificationId> {
        self.primary_email_address_id.clone().map(IdentificationId::from)
    }

    /// Is the account locked at this time?
    pub fn is_locked(&self, now: Millis) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }
}

macro_rules! columns {
    () => {
        "id, external_id, username, first_name, last_name, primary_email_address_id, password_digest, public_metadata, private_metadata, \
         unsafe_metadata, banned, locked_until, legal_accepted_at, last_sign_in_at, version, created_at, updated_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM users WHERE instance_id = $1 AND id = $2");

/// A user by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &UserId) -> Result<Option<UserRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

/// A user that must be there.
pub async fn get(conn: &mut Conn, instance: Scope<'_>, id: &UserId) -> Result<UserRow, StoreError> {
    conn.one(FIND, args![instance, id]).await
}

const FIND_BY_USERNAME: &str =
    concat!("SELECT ", columns!(), " FROM users WHERE instance_id = $1 AND username_normalized = $2");

/// A user by normalised username.
pub async fn find_by_username(
    conn: &mut Conn,
    instance: Scope<'_>,
    normalized: &str,
) -> Result<Option<UserRow>, StoreError> {
    conn.optional(FIND_BY_USERNAME, args![instance, normalized]).await
}

const INSERT: &str = "INSERT INTO users (instance_id, id, external_id, username, username_normalized, first_name, last_name, primary_email_address_id, \
    password_digest, public_metadata, private_metadata, unsafe_metadata, banned, locked_until, legal_accepted_at, last_sign_in_at, version, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

/// Adds a user. `Conflict` when the username or external id is taken.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &UserRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.external_id,
        &row.username,
        normalized(row),
        &row.first_name,
        &row.last_name,
        &row.primary_email_address_id,
        &row.password_digest,
        &row.public_metadata,
        &row.private_metadata,
        &row.unsafe_metadata,
        row.banned,
        row.locked_until,
        row.legal_accepted_at,
        row.last_sign_in_at,
        row.version,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE users SET external_id = $3, username = $4, username_normalized = $5, first_name = $6, last_name = $7, \
    primary_email_address_id = $8, password_digest = $9, public_metadata = $10, private_metadata = $11, unsafe_metadata = $12, banned = $13, \
    locked_until = $14, legal_accepted_at = $15, last_sign_in_at = $16, version = $17 + 1, updated_at = $18 \
    WHERE instance_id = $1 AND id = $2 AND version = $17";

/// Writes a changed user back, if nobody else changed it since it was read; says whether it was written.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &UserRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.external_id,
        &row.username,
        normalized(row),
        &row.first_name,
        &row.last_name,
        &row.primary_email_address_id,
        &row.password_digest,
        &row.public_metadata,
        &row.private_metadata,
        &row.unsafe_metadata,
        row.banned,
        row.locked_until,
        row.legal_accepted_at,
        row.last_sign_in_at,
        row.version,
        row.updated_at,
    ];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const DELETE: &str = "DELETE FROM users WHERE instance_id = $1 AND id = $2";

/// Removes a user with everything that hangs on it; says whether there was one.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &UserId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

fn normalized(row: &UserRow) -> Option<String> {
    row.username.as_deref().map(str::to_lowercase)
}

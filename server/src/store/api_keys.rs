//! Keys that an app gives to its users. A key is found by its hash.

use super::{Conn, Count, Scope, StoreError, args, sql};
use crate::clock::Millis;
use onehop::wire::ApiKeyId;
use sqlx::FromRow;

/// A key.
#[derive(Clone, FromRow)]
pub struct ApiKeyRow {
    /// `ak_…`
    #[sqlx(try_from = "String")]
    pub id: ApiKeyId,
    /// What the app calls this kind of key.
    pub kind: String,
    /// Whose: the id of a user.
    pub subject: String,
    /// What it is for.
    pub name: String,
    /// The same at length.
    pub description: Option<String>,
    /// JSON.
    pub claims: Option<String>,
    /// A JSON list of texts.
    pub scopes: String,
    /// Of the key itself.
    pub secret_hash: String,
    /// The key itself, for who asks to see it again.
    pub sealed_secret: String,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<Millis>,
    /// Why.
    pub revocation_reason: Option<String>,
    /// It cannot be used from then on.
    pub expire_at: Option<Millis>,
    /// When it was last shown, to the minute.
    pub last_used_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl ApiKeyRow {
    /// Is its time over?
    pub fn is_expired(&self, now: Millis) -> bool {
        self.expire_at.is_some_and(|at| at <= now)
    }
}

macro_rules! columns {
    () => {
        "id, kind, subject, name, description, claims, scopes, secret_hash, sealed_secret, created_by, revoked_at, revocation_reason, \
         expire_at, last_used_at, created_at, updated_at"
    };
}

/// Which keys.
pub struct Filter {
    /// Whose.
    pub subject: String,
    /// Which kind.
    pub kind: String,
    /// Only those that can be used at this time.
    pub usable_at: Option<Millis>,
    /// A part of the name.
    pub name_part: Option<String>,
}

impl Filter {
    fn query(&self, instance: Scope<'_>) -> sql::Builder {
        let mut query = sql::Builder::default();
        query.condition("instance_id = ?", args![instance]);
        query.condition("subject = ?", args![&self.subject]);
        query.condition("kind = ?", args![&self.kind]);
        if let Some(now) = self.usable_at {
            query.condition("revoked_at IS NULL", []);
            query.condition("(expire_at IS NULL OR expire_at > ?)", args![now]);
        }
        if let Some(part) = &self.name_part {
            query.contains("name_normalized", part);
        }
        query
    }
}

/// Keys, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let select = concat!("SELECT ", columns!(), " FROM api_keys");
    let (sql, args) = filter.query(instance).select(select, "ORDER BY created_at DESC, id DESC", limit, offset);
    conn.all_built(sql, args).await
}

/// How many there are.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let (sql, args) = filter.query(instance).count("api_keys");
    Ok(conn.one_built::<Count>(sql, args).await?.count)
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM api_keys WHERE instance_id = $1 AND id = $2");

/// A key by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &ApiKeyId) -> Result<Option<ApiKeyRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_HASH: &str = concat!("SELECT ", columns!(), " FROM api_keys WHERE instance_id = $1 AND secret_hash = $2");

/// The key with this hash.
pub async fn find_by_hash(
    conn: &mut Conn,
    instance: Scope<'_>,
    secret_hash: &str,
) -> Result<Option<ApiKeyRow>, StoreError> {
    conn.optional(FIND_BY_HASH, args![instance, secret_hash]).await
}

const INSERT: &str = concat!(
    "INSERT INTO api_keys (instance_id, ",
    columns!(),
    ", name_normalized) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
);

/// Adds a key.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &ApiKeyRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.kind,
        &row.subject,
        &row.name,
        &row.description,
        &row.claims,
        &row.scopes,
        &row.secret_hash,
        &row.sealed_secret,
        &row.created_by,
        row.revoked_at,
        &row.revocation_reason,
        row.expire_at,
        row.last_used_at,
        row.created_at,
        row.updated_at,
        row.name.to_lowercase(),
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE api_keys SET subject = $3, description = $4, claims = $5, scopes = $6, expire_at = $7, updated_at = $8 \
    WHERE instance_id = $1 AND id = $2";

/// Writes a changed key back; false when it is gone.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &ApiKeyRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.subject,
        &row.description,
        &row.claims,
        &row.scopes,
        row.expire_at,
        row.updated_at,
    ];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const REVOKE: &str = "UPDATE api_keys SET revoked_at = $3, revocation_reason = $4, updated_at = $3 \
    WHERE instance_id = $1 AND id = $2 AND revoked_at IS NULL";

/// Takes a key back; false when that was done before.
pub async fn update_revoked(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &ApiKeyId,
    now: Millis,
    reason: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(conn.execute(REVOKE, args![instance, id, now, reason]).await? == 1)
}

const USED: &str = "UPDATE api_keys SET last_used_at = $3 WHERE instance_id = $1 AND id = $2";

/// It was shown.
pub async fn update_used(conn: &mut Conn, instance: Scope<'_>, id: &ApiKeyId, now: Millis) -> Result<(), StoreError> {
    conn.execute(USED, args![instance, id, now]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM api_keys WHERE instance_id = $1 AND id = $2";

/// Forgets a key; false when it was gone.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &ApiKeyId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

const DELETE_OF_SUBJECT: &str = "DELETE FROM api_keys WHERE instance_id = $1 AND subject = $2";

/// Forgets all keys of who is gone.
pub async fn delete_of_subject(conn: &mut Conn, instance: Scope<'_>, subject: &str) -> Result<(), StoreError> {
    conn.execute(DELETE_OF_SUBJECT, args![instance, subject]).await.map(|_| ())
}

//! Templates of tokens for third parties.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::JwtTemplateId;
use sqlx::FromRow;

/// A template.
#[derive(Clone, FromRow)]
pub struct JwtTemplateRow {
    /// `jtmp_…`
    #[sqlx(try_from = "String")]
    pub id: JwtTemplateId,
    /// Unique.
    pub name: String,
    /// The claims with their shortcodes, as JSON.
    pub claims: String,
    /// Seconds.
    pub lifetime: i64,
    /// Seconds.
    pub allowed_clock_skew: i64,
    /// `RS256` where the instance's key signs.
    pub signing_algorithm: String,
    /// The key that signs, where that isn't the instance's.
    pub sealed_signing_key: Option<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        "id, name, claims, lifetime, allowed_clock_skew, signing_algorithm, sealed_signing_key, created_at, updated_at"
    };
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM jwt_templates WHERE instance_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3"
);

/// Templates, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<JwtTemplateRow>, StoreError> {
    conn.all(LIST, args![instance, limit, offset]).await
}

const COUNT: &str = "SELECT COUNT(*) AS count FROM jwt_templates WHERE instance_id = $1";

/// How many there are.
pub async fn count(conn: &mut Conn, instance: Scope<'_>) -> Result<i64, StoreError> {
    Ok(conn.one::<super::Count>(COUNT, args![instance]).await?.count)
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM jwt_templates WHERE instance_id = $1 AND id = $2");

/// A template by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &JwtTemplateId,
) -> Result<Option<JwtTemplateRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_NAME: &str = concat!("SELECT ", columns!(), " FROM jwt_templates WHERE instance_id = $1 AND name = $2");

/// A template by name.
pub async fn find_by_name(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
) -> Result<Option<JwtTemplateRow>, StoreError> {
    conn.optional(FIND_BY_NAME, args![instance, name]).await
}

const INSERT: &str = "INSERT INTO jwt_templates (instance_id, id, name, claims, lifetime, allowed_clock_skew, signing_algorithm, sealed_signing_key, \
    created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds a template. `Conflict` when the name is taken.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &JwtTemplateRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.name,
        &row.claims,
        row.lifetime,
        row.allowed_clock_skew,
        &row.signing_algorithm,
        &row.sealed_signing_key,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE jwt_templates SET name = $3, claims = $4, lifetime = $5, allowed_clock_skew = $6, signing_algorithm = $7, \
    sealed_signing_key = $8, updated_at = $9 WHERE instance_id = $1 AND id = $2";

/// Writes a changed template back; false when it is gone. `Conflict` when the name is taken.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &JwtTemplateRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.name,
        &row.claims,
        row.lifetime,
        row.allowed_clock_skew,
        &row.signing_algorithm,
        &row.sealed_signing_key,
        row.updated_at,
    ];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const DELETE: &str = "DELETE FROM jwt_templates WHERE instance_id = $1 AND id = $2";

/// Removes a template; false when it was gone.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &JwtTemplateId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

//! Domains beside the primary one.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::DomainId;
use sqlx::FromRow;

/// A domain that shares the sign-in of the primary one.
#[derive(Clone, FromRow)]
pub struct DomainRow {
    /// `dmn_…`
    #[sqlx(try_from = "String")]
    pub id: DomainId,
    /// `host` or `host:port`.
    pub name: String,
    /// Where it is reached through the app's own address.
    pub proxy_url: Option<String>,
    /// Is not the root of its zone.
    pub is_secondary: bool,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        "id, name, proxy_url, is_secondary, created_at, updated_at"
    };
}

const LIST: &str = concat!("SELECT ", columns!(), " FROM domains WHERE instance_id = $1 ORDER BY created_at, id");

/// All of them, oldest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<DomainRow>, StoreError> {
    conn.all(LIST, args![instance]).await
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM domains WHERE instance_id = $1 AND id = $2");

/// A domain by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &DomainId) -> Result<Option<DomainRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const INSERT: &str = "INSERT INTO domains (instance_id, id, name, proxy_url, is_secondary, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Adds a domain. `Conflict` when there is one of this name.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &DomainRow) -> Result<(), StoreError> {
    let args = args![instance, &row.id, &row.name, &row.proxy_url, row.is_secondary, row.created_at, row.updated_at];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE domains SET name = $3, proxy_url = $4, is_secondary = $5, updated_at = $6 WHERE instance_id = $1 AND id = $2";

/// Writes a changed domain back. `Conflict` when there is another one of this name.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &DomainRow) -> Result<(), StoreError> {
    let args = args![instance, &row.id, &row.name, &row.proxy_url, row.is_secondary, row.updated_at];
    conn.execute(UPDATE, args).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM domains WHERE instance_id = $1 AND id = $2";

/// Removes a domain; says whether it was there.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &DomainId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

//! Places beside our own that sign-in and sign-up may lead to.

use super::{Conn, Count, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::RedirectUrlId;
use sqlx::FromRow;

/// A place.
#[derive(Clone, FromRow)]
pub struct RedirectUrlRow {
    /// `ru_…`
    #[sqlx(try_from = "String")]
    pub id: RedirectUrlId,
    /// Exactly this.
    pub url: String,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        "id, url, created_at, updated_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM redirect_urls WHERE instance_id = $1 AND id = $2");

/// A place by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &RedirectUrlId,
) -> Result<Option<RedirectUrlRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const IS_LISTED: &str = "SELECT COUNT(*) AS count FROM redirect_urls WHERE instance_id = $1 AND url = $2";

/// Is exactly this place listed?
pub async fn is_listed(conn: &mut Conn, instance: Scope<'_>, url: &str) -> Result<bool, StoreError> {
    Ok(conn.one::<Count>(IS_LISTED, args![instance, url]).await?.count > 0)
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM redirect_urls WHERE instance_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3"
);

/// A part of the list, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<RedirectUrlRow>, StoreError> {
    conn.all(LIST, args![instance, limit, offset]).await
}

const COUNT: &str = "SELECT COUNT(*) AS count FROM redirect_urls WHERE instance_id = $1";

/// How long the list is.
pub async fn count(conn: &mut Conn, instance: Scope<'_>) -> Result<i64, StoreError> {
    Ok(conn.one::<Count>(COUNT, args![instance]).await?.count)
}

const INSERT: &str =
    "INSERT INTO redirect_urls (instance_id, id, url, created_at, updated_at) VALUES ($1, $2, $3, $4, $5)";

/// Adds a place. `Conflict` when it is listed already.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &RedirectUrlRow) -> Result<(), StoreError> {
    conn.execute(INSERT, args![instance, &row.id, &row.url, row.created_at, row.updated_at]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM redirect_urls WHERE instance_id = $1 AND id = $2";

/// Removes a place; says whether it was there.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &RedirectUrlId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

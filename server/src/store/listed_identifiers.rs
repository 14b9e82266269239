//! The allow-list and the block-list.

use super::{Conn, Count, Scope, StoreError, args, sql};
use crate::clock::Millis;
use sqlx::FromRow;

/// One of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Who may sign up.
    Allow,
    /// Who may not.
    Block,
}

impl List {
    fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
        }
    }
}

/// An entry.
#[derive(Clone, FromRow)]
pub struct ListedIdentifierRow {
    /// `alid_…` or `blid_…`
    pub id: String,
    /// Whom it names, as compared.
    pub identifier: String,
    /// The same where dots in Gmail's addresses mean nothing.
    pub dotless: String,
    /// `email_address`, `phone_number` or `web3_wallet`.
    pub identifier_type: String,
    /// The invitation that was sent with it.
    pub invitation_id: Option<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        "id, identifier, dotless, identifier_type, invitation_id, created_at, updated_at"
    };
}

const FIND: &str =
    concat!("SELECT ", columns!(), " FROM listed_identifiers WHERE instance_id = $1 AND list = $2 AND id = $3");

/// An entry by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    list: List,
    id: &str,
) -> Result<Option<ListedIdentifierRow>, StoreError> {
    conn.optional(FIND, args![instance, list.as_str(), id]).await
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM listed_identifiers WHERE instance_id = $1 AND list = $2 ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4"
);

/// A part of a list, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    list: List,
    limit: i64,
    offset: i64,
) -> Result<Vec<ListedIdentifierRow>, StoreError> {
    conn.all(LIST, args![instance, list.as_str(), limit, offset]).await
}

const COUNT: &str = "SELECT COUNT(*) AS count FROM listed_identifiers WHERE instance_id = $1 AND list = $2";

/// How long a list is.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, list: List) -> Result<i64, StoreError> {
    Ok(conn.one::<Count>(COUNT, args![instance, list.as_str()]).await?.count)
}

/// Is one of these on the list? `dotless`: compared without the dots in Gmail's addresses.
pub async fn has_any(
    conn: &mut Conn,
    instance: Scope<'_>,
    list: List,
    identifiers: &[String],
    is_dotless: bool,
) -> Result<bool, StoreError> {
    if identifiers.is_empty() {
        return Ok(false);
    }
    let (marks, values) = sql::marks(identifiers);
    let column = if is_dotless { "dotless" } else { "identifier" };
    let sql = sql::numbered(&format!(
        "SELECT COUNT(*) AS count FROM listed_identifiers WHERE instance_id = ? AND list = ? AND {column} IN ({marks})"
    ));
    let args = args![instance, list.as_str()].into_iter().chain(values).collect();
    Ok(conn.one_built::<Count>(sql, args).await?.count > 0)
}

const INSERT: &str = "INSERT INTO listed_identifiers (instance_id, list, id, identifier, dotless, identifier_type, invitation_id, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Adds an entry. `Conflict` when the list has it already.
pub async fn insert(
    conn: &mut Conn,
    instance: Scope<'_>,
    list: List,
    row: &ListedIdentifierRow,
) -> Result<(), StoreError> {
    let args = args![
        instance,
        list.as_str(),
        &row.id,
        &row.identifier,
        &row.dotless,
        &row.identifier_type,
        &row.invitation_id,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM listed_identifiers WHERE instance_id = $1 AND list = $2 AND id = $3";

/// Removes an entry; says whether it was there.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, list: List, id: &str) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, list.as_str(), id]).await? == 1)
}

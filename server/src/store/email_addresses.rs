//! E-mail addresses of users.

use super::{Conn, Count, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use sqlx::FromRow;

/// An address.
#[derive(Clone, FromRow)]
pub struct EmailAddressRow {
    /// `idn_…`
    #[sqlx(try_from = "String")]
    pub id: IdentificationId,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// As typed.
    pub email_address: String,
    /// As compared.
    pub email_normalized: String,
    /// When it was proven.
    pub verified_at: Option<Millis>,
    /// How.
    pub verified_strategy: Option<String>,
    /// In which client.
    pub verified_at_client: Option<String>,
    /// Claimed for its user though it is not proven.
    pub reserved: bool,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        $crate::store::email_addresses::columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)*
            id, user_id, email_address, email_normalized, verified_at, verified_strategy, verified_at_client, reserved,
            created_at, updated_at
        }
    };
}
pub(super) use columns;
columns!(keyed EmailAddressRow;);

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM email_addresses WHERE instance_id = $1 AND user_id = $2 ORDER BY created_at, id"
);

/// All addresses of a user, oldest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Vec<EmailAddressRow>, StoreError> {
    conn.find_all(LIST, args![instance, user]).await
}

const FIND: &str =
    concat!("SELECT ", columns!(), " FROM email_addresses WHERE instance_id = $1 AND user_id = $2 AND id = $3");

/// One address of this user.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    id: &IdentificationId,
) -> Result<Option<EmailAddressRow>, StoreError> {
    conn.find(FIND, args![instance, user, id]).await
}

const FIND_VERIFIED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM email_addresses WHERE instance_id = $1 AND email_normalized = $2 AND verified_at IS NOT NULL"
);

/// Who has proven to own this address.
pub async fn find_verified(
    conn: &mut Conn,
    instance: Scope<'_>,
    normalized: &str,
) -> Result<Option<EmailAddressRow>, StoreError> {
    conn.find(FIND_VERIFIED, args![instance, normalized]).await
}

const FIND_BY_ID: &str = concat!("SELECT ", columns!(), " FROM email_addresses WHERE instance_id = $1 AND id = $2");

/// An address by id, whoever has it.
pub async fn find_by_id(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &IdentificationId,
) -> Result<Option<EmailAddressRow>, StoreError> {
    conn.find(FIND_BY_ID, args![instance, id]).await
}

const FIND_CLAIMED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM email_addresses WHERE instance_id = $1 AND email_normalized = $2 AND (verified_at IS NOT NULL OR reserved) LIMIT 1"
);

/// The address, if somebody proved it or it is held for somebody.
pub async fn find_claimed(
    conn: &mut Conn,
    instance: Scope<'_>,
    normalized: &str,
) -> Result<Option<EmailAddressRow>, StoreError> {
    conn.find(FIND_CLAIMED, args![instance, normalized]).await
}

const UPDATE: &str = "UPDATE email_addresses SET verified_at = $3, verified_strategy = $4, reserved = $5, updated_at = $6 WHERE instance_id = $1 AND id = $2";

/// Writes a changed address back. `Conflict` when somebody else proved it.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &EmailAddressRow) -> Result<(), StoreError> {
    let args = args![instance, &row.id, row.verified_at, &row.verified_strategy, row.reserved, row.updated_at];
    conn.execute(UPDATE, args).await.map(|_| ())
}

const IS_CLAIMED_WITHOUT_DOTS: &str = "SELECT COUNT(*) AS count FROM email_addresses \
    WHERE instance_id = $1 AND email_dotless = $2 AND (verified_at IS NOT NULL OR reserved)";

/// Does somebody have a Gmail address that is this one without its dots?
pub async fn is_claimed_without_dots(conn: &mut Conn, instance: Scope<'_>, dotless: &str) -> Result<bool, StoreError> {
    Ok(conn.one::<Count>(IS_CLAIMED_WITHOUT_DOTS, args![instance, dotless]).await?.count > 0)
}

const INSERT: &str = "INSERT INTO email_addresses (instance_id, id, user_id, email_address, email_normalized, verified_at, verified_strategy, \
    verified_at_client, reserved, created_at, updated_at, email_dotless) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE \
    WHEN $5 LIKE '%@gmail.com' THEN REPLACE(REPLACE($5, '@gmail.com', ''), '.', '') || '@gmail.com' \
    WHEN $5 LIKE '%@googlemail.com' THEN REPLACE(REPLACE($5, '@googlemail.com', ''), '.', '') || '@googlemail.com' END)";

/// Adds an address. `Conflict` when it is verified and somebody else has proven it, or the user has it already.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &EmailAddressRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.user_id,
        &row.email_address,
        &row.email_normalized,
        row.verified_at,
        &row.verified_strategy,
        &row.verified_at_client,
        row.reserved,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const VERIFY: &str = "UPDATE email_addresses SET verified_at = $4, verified_strategy = $5, verified_at_client = $6, updated_at = $4 \
    WHERE instance_id = $1 AND user_id = $2 AND id = $3 AND verified_at IS NULL";

/// Marks it as proven. `Conflict` when somebody else has proven it first.
pub async fn update_verified(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    id: &IdentificationId,
    now: Millis,
    strategy: &str,
    client: &str,
) -> Result<bool, StoreError> {
    Ok(conn.execute(VERIFY, args![instance, user, id, now, strategy, client]).await? == 1)
}

const DELETE: &str = "DELETE FROM email_addresses WHERE instance_id = $1 AND user_id = $2 AND id = $3";

/// Removes it; says whether it was there.
pub async fn delete(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    id: &IdentificationId,
) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, user, id]).await? == 1)
}

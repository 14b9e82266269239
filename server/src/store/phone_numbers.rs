//! Phone numbers of users, in the form of E.164.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use sqlx::FromRow;

/// A number of a user.
#[derive(Clone, FromRow)]
pub struct PhoneNumberRow {
    /// `idn_…`
    #[sqlx(try_from = "String")]
    pub id: IdentificationId,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// In the form of E.164.
    pub phone_number: String,
    /// When it was proven.
    pub verified_at: Option<Millis>,
    /// How.
    pub verified_strategy: Option<String>,
    /// Claimed for its user though it is not proven.
    pub reserved: bool,
    /// May be used as a second factor.
    pub reserved_for_second_factor: bool,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)*
            id, user_id, phone_number, verified_at, verified_strategy, reserved, reserved_for_second_factor, created_at,
            updated_at
        }
    };
}
columns!(keyed PhoneNumberRow;);

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM phone_numbers WHERE instance_id = $1 AND user_id = $2 ORDER BY created_at, id"
);

/// Those of one user, oldest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Vec<PhoneNumberRow>, StoreError> {
    conn.find_all(LIST, args![instance, user]).await
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM phone_numbers WHERE instance_id = $1 AND id = $2");

/// A number by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &IdentificationId,
) -> Result<Option<PhoneNumberRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_CLAIMED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM phone_numbers WHERE instance_id = $1 AND phone_number = $2 AND (verified_at IS NOT NULL OR reserved) LIMIT 1"
);

/// The number, if somebody proved it or it is held for somebody.
pub async fn find_claimed(
    conn: &mut Conn,
    instance: Scope<'_>,
    phone_number: &str,
) -> Result<Option<PhoneNumberRow>, StoreError> {
    conn.optional(FIND_CLAIMED, args![instance, phone_number]).await
}

const INSERT: &str = "INSERT INTO phone_numbers (instance_id, id, user_id, phone_number, verified_at, verified_strategy, reserved, \
    reserved_for_second_factor, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds a number. `Conflict` when it is somebody's already.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &PhoneNumberRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.user_id,
        &row.phone_number,
        row.verified_at,
        &row.verified_strategy,
        row.reserved,
        row.reserved_for_second_factor,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE phone_numbers SET verified_at = $3, verified_strategy = $4, reserved = $5, reserved_for_second_factor = $6, \
    updated_at = $7 WHERE instance_id = $1 AND id = $2";

/// Writes a changed number back.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &PhoneNumberRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        row.verified_at,
        &row.verified_strategy,
        row.reserved,
        row.reserved_for_second_factor,
        row.updated_at,
    ];
    conn.execute(UPDATE, args).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM phone_numbers WHERE instance_id = $1 AND id = $2";

/// Removes a number.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &IdentificationId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

//! Wallets of users.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use sqlx::FromRow;

/// A wallet of a user.
#[derive(Clone, FromRow)]
pub struct Web3WalletRow {
    /// `idn_…`
    #[sqlx(try_from = "String")]
    pub id: IdentificationId,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// As it was given.
    pub web3_wallet: String,
    /// When it was proven.
    pub verified_at: Option<Millis>,
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
            id, user_id, web3_wallet, verified_at, created_at, updated_at
        }
    };
}
columns!(keyed Web3WalletRow;);

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM web3_wallets WHERE instance_id = $1 AND user_id = $2 ORDER BY created_at, id"
);

/// Those of one user, oldest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Vec<Web3WalletRow>, StoreError> {
    conn.find_all(LIST, args![instance, user]).await
}

const INSERT: &str = "INSERT INTO web3_wallets (instance_id, id, user_id, web3_wallet, wallet_normalized, verified_at, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Adds a wallet. `Conflict` when it is somebody's already.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &Web3WalletRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.user_id,
        &row.web3_wallet,
        row.web3_wallet.to_lowercase(),
        row.verified_at,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM web3_wallets WHERE instance_id = $1 AND user_id = $2 AND id = $3";

/// Removes a wallet of this user; says whether there was one.
pub async fn delete(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    id: &IdentificationId,
) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, user, id]).await? == 1)
}

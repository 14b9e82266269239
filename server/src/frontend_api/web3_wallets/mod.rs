//! `/v1/me/web3_wallets`

mod delete;
mod get;
mod list;

use super::Context;
use crate::{
    error::{Error, Result},
    store::{Conn, web3_wallets, web3_wallets::Web3WalletRow},
};
use onehop::wire::{ErrorCode, IdentificationId};

/// The caller's wallets.
async fn rows(cx: &Context, conn: &mut Conn) -> Result<Vec<Web3WalletRow>> {
    Ok(web3_wallets::list(conn, &cx.app.instance.id, &cx.user()?.id).await?)
}

/// The caller's wallet with this id; others don't exist.
async fn row(cx: &Context, conn: &mut Conn, id: &IdentificationId) -> Result<Web3WalletRow> {
    let found = rows(cx, conn).await?.into_iter().find(|row| row.id == *id);
    found.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

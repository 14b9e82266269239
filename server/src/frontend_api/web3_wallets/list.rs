//! `GET /v1/me/web3_wallets`: all of them, bare.

use crate::{
    domain::full_users,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::ListMyWeb3Wallets},
    wire::backend::Web3Wallet,
};

impl Handle for ListMyWeb3Wallets {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Vec<Web3Wallet>> {
        let mut conn = cx.app.read().await?;
        Ok(super::rows(cx, &mut conn).await?.iter().map(full_users::view_wallet).collect())
    }
}

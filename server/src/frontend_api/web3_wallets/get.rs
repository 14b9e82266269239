//! `GET /v1/me/web3_wallets/{web3_wallet_id}`

use crate::{
    domain::full_users,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetMyWeb3Wallet},
    wire::{IdentificationId, backend::Web3Wallet},
};

impl Handle for GetMyWeb3Wallet {
    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<Web3Wallet> {
        let mut conn = cx.app.read().await?;
        Ok(full_users::view_wallet(&super::row(cx, &mut conn, &id).await?))
    }
}

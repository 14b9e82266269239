//! `DELETE /v1/me/web3_wallets/{web3_wallet_id}`

use crate::{
    domain::{users, web3_wallets},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteMyWeb3Wallet},
    wire::{Deleted, IdentificationId},
};

impl Handle for DeleteMyWeb3Wallet {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<Deleted> {
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let row = super::row(cx, &mut conn, &id).await?;
        web3_wallets::remove(&cx.app, &mut conn, &cx.cause(), &mut user, &row.id).await?;
        cx.commit(conn).await?;
        Ok(Deleted::new("web3_wallet", &row.id))
    }
}

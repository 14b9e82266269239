//! `POST /v1/me/totp`: a secret for an authenticator app, told this once.

use crate::{
    domain::{authenticator, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::CreateTotp},
    wire::Totp,
};

impl Handle for CreateTotp {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Totp> {
        let mut conn = cx.app.write().await?;
        let user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let totp = authenticator::begin(&cx.app, &mut conn, &cx.cause(), &user).await?;
        cx.commit(conn).await?;
        Ok(totp)
    }
}

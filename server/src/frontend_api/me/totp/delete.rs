//! `DELETE /v1/me/totp`: the authenticator app goes, and its backup codes with it. The main address is told.

use crate::{
    domain::{authenticator, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use http::StatusCode;
use onehop::{
    endpoints::{NoBody, frontend::DeleteTotp},
    wire::Deleted,
};

impl Handle for DeleteTotp {
    const IS_SENSITIVE: bool = true;
    const REFUSALS: &'static [StatusCode] = &[StatusCode::NOT_FOUND];

    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Deleted> {
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let id = authenticator::remove(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        cx.commit(conn).await?;
        Ok(Deleted::new("totp", id))
    }
}

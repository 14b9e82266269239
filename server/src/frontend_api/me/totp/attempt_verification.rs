//! `POST /v1/me/totp/attempt_verification`: the first code of the authenticator app. The main address is told.

use crate::{
    domain::{authenticator, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::sessions,
};
use onehop::{
    endpoints::frontend::{AttemptTotp, VerificationCode},
    wire::{ErrorCode, Totp},
};

impl Handle for AttemptTotp {
    async fn handle(cx: &mut Context, (): (), body: VerificationCode) -> Result<Totp> {
        if body.code.trim().is_empty() {
            return Err(Error::param(ErrorCode::FormParamNil, "code").text("Enter the code."));
        }
        let cause = cx.cause();
        let proven = authenticator::prove(&cx.app, &cause, cx.user()?, &body.code).await?;

        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let totp = authenticator::adopt(&cx.app, &mut conn, &cause, &mut user, proven).await?;
        // The first code is a proof like any later one.
        let session = cx.session()?.id.clone();
        sessions::update_factor(&mut conn, &cx.app.instance.id, &session, sessions::Factor::Second, cx.now).await?;
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        Ok(totp)
    }
}

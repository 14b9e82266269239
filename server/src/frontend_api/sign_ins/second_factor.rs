//! `POST /v1/client/sign_ins/{sign_in_id}/attempt_second_factor`: a code of the authenticator app, or a backup code.
//! `…/prepare_second_factor` has nothing to send for either.

use crate::{
    domain::{second_factors, sign_ins},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::users,
};
use onehop::{
    endpoints::frontend::{AttemptFactor, AttemptSecondFactor, PrepareFactor, PrepareSecondFactor},
    wire::{ErrorCode, SignIn, SignInId, SignInStatus},
};

impl Handle for PrepareSecondFactor {
    async fn handle(cx: &mut Context, id: SignInId, _: PrepareFactor) -> Result<SignIn> {
        let row = super::find(cx, &id).await?;
        Err(match row.status() {
            SignInStatus::NeedsSecondFactor => Error::param(ErrorCode::StrategyForUserInvalid, "strategy"),
            _ => Error::api(ErrorCode::AttemptStateInvalid),
        })
    }
}

impl Handle for AttemptSecondFactor {
    async fn handle(cx: &mut Context, id: SignInId, body: AttemptFactor) -> Result<SignIn> {
        let row = super::find(cx, &id).await?;
        let mut conn = cx.app.read().await?;
        let user = sign_ins::account_at(&cx.app, &mut conn, &row, SignInStatus::NeedsSecondFactor).await?;
        sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &cx.source(&user), cx.now).await?;
        drop(conn);
        let proof = second_factors::attempt(&cx.app, &cx.cause(), &user, body.strategy, body.code.as_deref()).await?;

        let mut conn = cx.app.write().await?;
        let user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
        cx.remember_device(&user);
        sign_ins::complete_second_factor(&cx.app, &mut conn, &cx.cause(), &row, user, proof).await?;
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

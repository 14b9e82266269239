//! `POST /v1/client/sessions/{session_id}/verify/attempt_second_factor`: a code of the authenticator app, or a backup
//! code. `…/prepare_second_factor` has nothing to send for either.

use crate::{
    domain::{second_factor_tries, second_factors, session_verifications, users},
    error::{Error, Result},
    frontend_api::{Context, Handle, context::Wanted},
};
use http::StatusCode;
use onehop::{
    endpoints::frontend::{AttemptFactor, AttemptSecondVerification, PrepareFactor, PrepareSecondVerification},
    wire::{ErrorCode, SessionId, SessionVerification, SessionVerificationStatus},
};

const STEP: SessionVerificationStatus = SessionVerificationStatus::NeedsSecondFactor;

impl Handle for PrepareSecondVerification {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, _: SessionId, _: PrepareFactor) -> Result<SessionVerification> {
        let (session, ..) = super::admit(cx).await?;
        let mut conn = cx.app.read().await?;
        session_verifications::get_at(&cx.app, &mut conn, &session, STEP, cx.now).await?;
        Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"))
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }
}

impl Handle for AttemptSecondVerification {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, id: SessionId, body: AttemptFactor) -> Result<SessionVerification> {
        let (session, user, _) = super::admit(cx).await?;
        let mut conn = cx.app.read().await?;
        let row = session_verifications::get_at(&cx.app, &mut conn, &session, STEP, cx.now).await?;
        drop(conn);
        let proof = second_factors::attempt(&cx.app, &cx.cause(), &user, body.strategy, body.code.as_deref()).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &user.id).await?;
        if !second_factors::spend(&cx.app, &mut conn, &mut user, proof, cx.now).await? {
            return Err(Error::param(ErrorCode::FormCodeIncorrect, "code"));
        }
        second_factor_tries::succeed(&cx.app, &mut conn, user.id.as_str()).await?;
        session_verifications::prove_second(&cx.app, &mut conn, &cause, &row, body.strategy).await?;
        cx.remember_device(&user);
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }
}

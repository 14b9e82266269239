//! `POST /v1/client/sessions/{session_id}/verify/attempt_first_factor`: the password, or the code that was mailed.

use crate::{
    domain::{
        codes,
        lockout::{self, Source},
        passwords, session_verifications, users,
    },
    error::{Error, Result},
    frontend_api::{Context, Handle, context::Wanted},
    store::{session_verifications::SessionVerificationRow, sessions::SessionRow, users::UserRow},
};
use http::StatusCode;
use onehop::{
    endpoints::frontend::{AttemptFactor, AttemptFirstVerification},
    wire::{ErrorCode, SessionId, SessionVerification, SessionVerificationStatus, Strategy},
};

impl Handle for AttemptFirstVerification {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, id: SessionId, body: AttemptFactor) -> Result<SessionVerification> {
        let (session, user, source) = super::admit(cx).await?;
        let mut conn = cx.app.read().await?;
        let step = SessionVerificationStatus::NeedsFirstFactor;
        let row = session_verifications::get_at(&cx.app, &mut conn, &session, step, cx.now).await?;
        drop(conn);
        let rehash = prove(cx, &row, &session, &user, &source, &body).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        session_verifications::prove_first(&cx.app, &mut conn, &cause, &row, body.strategy).await?;
        lockout::succeed(&cx.app, &mut conn, &source).await?;
        if let Some(digest) = rehash {
            let mut user = users::get(&cx.app, &mut conn, &user.id).await?;
            user.password_digest = Some(digest);
            users::save(&cx.app, &mut conn, &cause, &mut user).await?;
        }
        cx.remember_device(&user);
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }
}

/// Counted and limited as at sign-in.
async fn prove(
    cx: &Context,
    row: &SessionVerificationRow,
    session: &SessionRow,
    user: &UserRow,
    source: &Source,
    body: &AttemptFactor,
) -> Result<passwords::Rehash> {
    match body.strategy {
        Strategy::Password if user.password_digest.is_some() => {
            let password = body.password.as_deref().filter(|password| !password.is_empty());
            let nothing = || Error::param(ErrorCode::FormParamNil, "password").text("Enter your password.");
            let password = password.ok_or_else(nothing)?;
            passwords::prove(&cx.app, &cx.cause(), user, source, password, "password").await
        }
        Strategy::EmailCode => {
            let purpose = session_verifications::purpose(row, session, source);
            codes::admit(&cx.app, &purpose, cx.now).await?;
            lockout::begin_try(&cx.app, &cx.cause(), source).await?;
            codes::check(&cx.app, &purpose, body.code.as_deref().unwrap_or_default(), cx.now).await?;
            Ok(None)
        }
        _ => Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy")),
    }
}

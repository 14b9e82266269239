//! `POST /v1/client/sign_ups/{sign_up_id}/attempt_verification`: the code that was mailed. The last requirement met
//! creates the user and the session.

use crate::{
    domain::{codes, sign_ups},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::{clients, sign_ups as store},
};
use onehop::{
    endpoints::frontend::{AttemptSignUpVerification, AttemptVerification},
    wire::{ErrorCode, SignUp, SignUpId, SignUpStatus, Strategy},
};

impl Handle for AttemptSignUpVerification {
    async fn handle(cx: &mut Context, id: SignUpId, body: AttemptVerification) -> Result<SignUp> {
        let row = super::find(cx, &id).await?;
        if row.status() != SignUpStatus::MissingRequirements {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        if body.strategy.is_some_and(|strategy| strategy != Strategy::EmailCode) {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        }
        let account = row.email_normalized.clone().unwrap_or_default();
        codes::check(&cx.app, &sign_ups::purpose(&row, &account), &body.code, cx.now).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let instance = cx.app.instance.id.clone();
        // Read again: the address must still be the one the code was sent to.
        let mut row = sign_ups::get(&cx.app, &mut conn, &row.client_id, &id, cx.now).await?;
        if row.email_normalized.as_deref() != Some(account.as_str()) {
            return Err(Error::param(ErrorCode::VerificationExpired, "code"));
        }
        row.email_verified_at = Some(cx.now);
        row.updated_at = cx.now;
        if !store::update(&mut conn, &instance, &row).await? {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        sign_ups::admit(&cx.app, &mut conn, &row).await?;
        clients::touch(&mut conn, &instance, &row.client_id, cx.now).await?;
        super::complete_if_ready(cx, &mut conn, &cause, &row).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

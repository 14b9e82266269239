//! `POST /v1/dashboard/session`, `…/second_factor` and `DELETE /v1/dashboard/session`: in and out.

use crate::{
    backend_api::{Call, Context, Handle},
    dashboard::cookie,
    domain::{
        audit,
        operators::{self, second_factor, sessions},
    },
    error::{Error, Result},
    store::{operator_sessions, operators as store},
};
use onehop::{
    endpoints::dashboard::{SignInOperator, SignOutOperator, VerifyOperator},
    wire::{
        Deleted, ErrorCode,
        dashboard::{OperatorSignIn, OperatorSignInStatus},
    },
};
use secrecy::ExposeSecret;
use serde_json::json;

impl Handle for SignInOperator {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OperatorSignIn> {
        let (app, body) = (&cx.app, call.body);
        let email = super::filled(&body.email_address, "email_address", "Enter your email address.")?.trim();
        super::filled(&body.password, "password", "Enter your password.")?;
        let from = super::from(cx);
        operators::begin_try(app, &from, email, cx.now).await?;
        let normalized = crate::domain::identifiers::normalize_email(email);
        let known = store::find_by_email(&mut cx.read().await?, cx.instance(), &normalized).await?;
        let is_right = operators::is_password(app, known.as_ref(), &body.password).await?;
        let Some(operator) = known.filter(|_| is_right) else {
            return refuse(cx, &normalized).await;
        };

        let mut conn = cx.write().await?;
        operators::succeed(app, &mut conn, &from, email).await?;
        if let Some(old) = &cx.operator_token {
            sessions::end(app, &mut conn, old, cx.now).await?;
        }
        let is_complete = operator.sealed_totp_secret.is_none();
        let token = sessions::begin(app, &mut conn, &operator, is_complete, super::place(cx), cx.now).await?;
        if is_complete {
            let cause = cx.cause_of(Some(operators::actor(&operator, "operator.sign_in")));
            audit::record(app, &mut conn, &cause, operator.id.as_str(), None, None).await?;
        }
        conn.commit().await?;
        cx.set_cookie(cookie::with_token(app, token.expose_secret()));
        Ok(OperatorSignIn::new(match is_complete {
            true => OperatorSignInStatus::Complete,
            false => OperatorSignInStatus::NeedsSecondFactor,
        }))
    }
}

/// The same words, and about the same work, whether there is such an operator or not; the log tells of the one there is.
async fn refuse(cx: &Context, normalized: &str) -> Result<OperatorSignIn> {
    let mut conn = cx.write().await?;
    if let Some(operator) = store::find_by_email(&mut conn, cx.instance(), normalized).await? {
        let cause = cx.cause_of(Some(operators::actor(&operator, "operator.sign_in_failed")));
        audit::record(&cx.app, &mut conn, &cause, operator.id.as_str(), None, None).await?;
    }
    conn.commit().await?;
    Err(Error::api(ErrorCode::FormPasswordOrIdentifierIncorrect).text("Email address or password is not right."))
}

impl Handle for VerifyOperator {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OperatorSignIn> {
        let app = &cx.app;
        let code = super::filled(&call.body.code, "code", "Enter the code.")?;
        let signed_out = || Error::api(ErrorCode::AuthenticationInvalid);
        let token = cx.operator_token.as_deref().ok_or_else(signed_out)?;
        let mut conn = cx.read().await?;
        let pending = sessions::find(app, &mut conn, token, cx.now).await?.filter(|session| !session.is_complete);
        let pending = pending.ok_or_else(signed_out)?;
        let operator = operators::get(app, &mut conn, &pending.operator_id).await?;
        drop(conn);
        second_factor::begin_try(app, &operator, cx.now).await?;

        let mut conn = cx.write().await?;
        if let Err(error) = second_factor::spend(app, &mut conn, &operator, code, cx.now).await {
            let cause = cx.cause_of(Some(operators::actor(&operator, "operator.sign_in_failed")));
            let factor = json!({"second_factor": "wrong"});
            audit::record(app, &mut conn, &cause, operator.id.as_str(), None, Some(factor)).await?;
            conn.commit().await?;
            return Err(error);
        }
        if !operator_sessions::delete(&mut conn, cx.instance(), &pending.id).await? {
            return Err(signed_out());
        }
        let token = sessions::begin(app, &mut conn, &operator, true, super::place(cx), cx.now).await?;
        let cause = cx.cause_of(Some(operators::actor(&operator, "operator.sign_in")));
        audit::record(app, &mut conn, &cause, operator.id.as_str(), None, None).await?;
        conn.commit().await?;
        cx.set_cookie(cookie::with_token(app, token.expose_secret()));
        Ok(OperatorSignIn::new(OperatorSignInStatus::Complete))
    }
}

impl Handle for SignOutOperator {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Deleted> {
        if let Some(token) = &cx.operator_token {
            let mut conn = cx.write().await?;
            sessions::end(&cx.app, &mut conn, token, cx.now).await?;
            if let Ok(operator) = cx.operator() {
                audit::record(&cx.app, &mut conn, &cx.cause(), operator.id.as_str(), None, None).await?;
            }
            conn.commit().await?;
        }
        cx.set_cookie(cookie::without_token(&cx.app));
        Ok(Deleted::new("operator_session", "current"))
    }
}

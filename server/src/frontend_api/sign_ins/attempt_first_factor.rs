//! `POST /v1/client/sign_ins/{sign_in_id}/attempt_first_factor`: a password, the code that was mailed, or a
//! ticket.

use crate::{
    domain::{
        codes,
        lockout::{self, Source},
        passwords, sign_ins,
    },
    error::{Error, Result},
    frontend_api::{Context, Handle},
    metrics,
    store::{clients, sign_ins as store, sign_ins::SignInRow, users, users::UserRow},
};
use onehop::{
    endpoints::frontend::{AttemptFactor, AttemptFirstFactor},
    wire::{ErrorCode, SignIn, SignInId, SignInStatus, Strategy},
};

impl Handle for AttemptFirstFactor {
    async fn handle(cx: &mut Context, id: SignInId, body: AttemptFactor) -> Result<SignIn> {
        let row = super::find(cx, &id).await?;
        let mut conn = cx.app.read().await?;
        let user = sign_ins::account_at(&cx.app, &mut conn, &row, SignInStatus::NeedsFirstFactor).await?;
        if body.strategy == Strategy::Ticket {
            drop(conn);
            super::ticket::attempt(cx, &row, body.ticket.as_deref()).await?;
            return super::view(cx, &id).await;
        }
        let source = cx.source(&user);
        sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &source, cx.now).await?;
        drop(conn);
        match body.strategy {
            Strategy::Password => with_password(cx, &row, &user, &source, body.password.as_deref()).await?,
            Strategy::EmailCode | Strategy::ResetPasswordEmailCode => {
                with_code(cx, &row, &user, &source, body.strategy, body.code.as_deref()).await?
            }
            _ => return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy")),
        }
        super::view(cx, &id).await
    }
}

async fn with_password(
    cx: &mut Context,
    row: &SignInRow,
    user: &UserRow,
    source: &Source,
    password: Option<&str>,
) -> Result<()> {
    let password = password.filter(|password| !password.is_empty());
    let password =
        password.ok_or_else(|| Error::param(ErrorCode::FormParamNil, "password").text("Enter your password."))?;
    if user.password_digest.is_none() {
        return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
    }
    let rehash = passwords::prove(&cx.app, &cx.cause(), user, source, password, "password").await?;
    let mut conn = cx.app.write().await?;
    let mut user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
    user.password_digest = rehash.or(user.password_digest);
    super::complete(cx, &mut conn, row, user, source, Strategy::Password).await?;
    cx.commit(conn).await
}

async fn with_code(
    cx: &mut Context,
    row: &SignInRow,
    user: &UserRow,
    source: &Source,
    strategy: Strategy,
    code: Option<&str>,
) -> Result<()> {
    let purpose = sign_ins::purpose(row, strategy, source);
    codes::admit(&cx.app, &purpose, cx.now).await?;
    lockout::begin_try(&cx.app, &cx.cause(), source).await?;
    let checked = codes::check(&cx.app, &purpose, code.unwrap_or_default(), cx.now).await;
    checked.inspect_err(|_| metrics::CODE_WRONG.add())?;
    let mut conn = cx.app.write().await?;
    let instance = cx.app.instance.id.clone();
    let user = users::get(&mut conn, &instance, &user.id).await?;
    if strategy == Strategy::EmailCode {
        super::complete(cx, &mut conn, row, user, source, strategy).await?;
    } else {
        lockout::succeed(&cx.app, &mut conn, source).await?;
        let is_first = store::update_status(
            &mut conn,
            &instance,
            row,
            SignInStatus::NeedsNewPassword,
            strategy.as_str(),
            None,
            cx.now,
        )
        .await?;
        if !is_first {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        clients::touch(&mut conn, &instance, &row.client_id, cx.now).await?;
    }
    cx.commit(conn).await
}

//! `POST /v1/client/sign_ins`: starts a sign-in, and finishes it when the password comes along. Empty resets.

use crate::{
    config::Identifier,
    domain::{lockout::Source, passwords, sign_ins},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::{sessions, users, users::UserRow},
};
use onehop::{
    endpoints::frontend::{CreateSignIn, SignInStart},
    wire::{ErrorCode, SignIn, Strategy},
};

impl Handle for CreateSignIn {
    async fn handle(cx: &mut Context, (): (), body: SignInStart) -> Result<SignIn> {
        if body.strategy == Some(Strategy::Ticket) {
            let id = super::ticket::create(cx, body.ticket.as_deref()).await?;
            return super::view(cx, &id).await;
        }
        let Some(identifier) = body.identifier else { return reset(cx, body.strategy).await };
        if !matches!(
            body.strategy,
            None | Some(Strategy::Password | Strategy::EmailCode | Strategy::ResetPasswordEmailCode)
        ) {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        }
        let identifier = identifier.trim().to_owned();
        if identifier.is_empty() {
            return Err(Error::param(ErrorCode::FormParamNil, "identifier").text(what_to_enter(cx)));
        }
        let password = body.password.filter(|password| !password.is_empty());
        let (user, source) = account(cx, &identifier, password.as_deref()).await?;
        let rehash = match &password {
            Some(password) => Some(passwords::prove(&cx.app, &cx.cause(), &user, &source, password, "password").await?),
            None => None,
        };

        let mut conn = cx.app.write().await?;
        let mut user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
        let client = cx.ensure_client(&mut conn).await?;
        let row = sign_ins::start(&cx.app, &mut conn, &client.id, Some(&identifier), Some(&user), cx.now).await?;
        if let Some(rehash) = rehash {
            user.password_digest = rehash.or(user.password_digest);
            super::complete(cx, &mut conn, &row, user, &source, Strategy::Password).await?;
        }
        cx.commit(conn).await?;
        super::view(cx, &row.id).await
    }
}

/// The account that may sign in here with this identifier, and where the try comes from.
async fn account(cx: &Context, identifier: &str, password: Option<&str>) -> Result<(UserRow, Source)> {
    let mut conn = cx.app.read().await?;
    let user = sign_ins::find_account(&cx.app, &mut conn, identifier).await?;
    let Some(user) = user else {
        drop(conn);
        if let Some(password) = password {
            passwords::prove_nothing(&cx.app, password).await?;
        }
        return Err(Error::param(ErrorCode::FormIdentifierNotFound, "identifier"));
    };
    let source = cx.source(&user);
    sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &source, cx.now).await?;
    if password.is_some() && (user.password_digest.is_none() || !cx.app.config.sign_in.has_passwords()) {
        return Err(Error::param(ErrorCode::StrategyForUserInvalid, "password")
            .text("This account has no password. Use another method."));
    }
    Ok((user, source))
}

fn what_to_enter(cx: &Context) -> &'static str {
    let config = &cx.app.config.sign_in;
    match (config.is_by(Identifier::EmailAddress), config.is_by(Identifier::Username)) {
        (true, false) => "Enter your email address.",
        (false, true) => "Enter your username.",
        _ => "Enter your email address or username.",
    }
}

/// A fresh attempt that knows nothing yet.
async fn reset(cx: &mut Context, strategy: Option<Strategy>) -> Result<SignIn> {
    if strategy.is_some() {
        return Err(Error::param(ErrorCode::FormParamMissing, "identifier"));
    }
    let mut conn = cx.app.write().await?;
    let client = cx.ensure_client(&mut conn).await?;
    let live = sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &client.id, cx.now).await?;
    sign_ins::admit_another(&cx.app, &live)?;
    let row = sign_ins::start(&cx.app, &mut conn, &client.id, None, None, cx.now).await?;
    cx.commit(conn).await?;
    super::view(cx, &row.id).await
}

//! `POST /v1/client/sign_ins/{sign_in_id}/prepare_first_factor`: mails a code, to sign in or to reset the password.

use crate::{
    domain::{codes, lockout::Source, notices::Recipient, sign_ins},
    error::{Error, Result},
    frontend_api::{Context, Handle, limits},
    mail::templates,
    store::{clients, email_addresses, email_addresses::EmailAddressRow},
};
use onehop::{
    endpoints::frontend::{PrepareFactor, PrepareFirstFactor},
    wire::{ErrorCode, SignIn, SignInId, SignInStatus, Strategy},
};

impl Handle for PrepareFirstFactor {
    async fn handle(cx: &mut Context, id: SignInId, body: PrepareFactor) -> Result<SignIn> {
        let row = super::find(cx, &id).await?;
        let mut conn = cx.app.read().await?;
        let user = sign_ins::account_at(&cx.app, &mut conn, &row, SignInStatus::NeedsFirstFactor).await?;
        let source = cx.source(&user);
        sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &source, cx.now).await?;
        let factors = sign_ins::first_factors(&cx.app, &mut conn, &user, row.identifier.as_deref()).await?;
        let wanted = factors.into_iter().find(|factor| {
            factor.strategy == body.strategy
                && (body.email_address_id.is_none() || factor.email_address_id == body.email_address_id)
        });
        let Some(email_id) = wanted.and_then(|factor| factor.email_address_id) else {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        };
        let email = email_addresses::find(&mut conn, &cx.app.instance.id, &user.id, &email_id).await?;
        let email = email.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))?;
        drop(conn);
        count(cx, body.strategy, &email, &source).await?;

        let template = match body.strategy {
            Strategy::ResetPasswordEmailCode => templates::reset_password_code,
            _ => templates::sign_in_code,
        };
        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let purpose = sign_ins::purpose(&row, body.strategy, &source);
        let to = (Some(email_id.as_str()), Recipient::user(&email));
        codes::send(&cx.app, &mut conn, &cause, &purpose, to, template).await?;
        clients::touch(&mut conn, &cx.app.instance.id, &row.client_id, cx.now).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

/// Counts the mail, and whoever asks for a new password.
async fn count(cx: &Context, strategy: Strategy, email: &EmailAddressRow, source: &Source) -> Result<()> {
    let rates = &cx.app.config.limits;
    let mut buckets = vec![(limits::mail_key(&email.email_normalized, source), rates.prepare_recipient)];
    if strategy == Strategy::ResetPasswordEmailCode {
        buckets.push((format!("reset:{}", source.key()), rates.reset_start));
        buckets.push((format!("reset_address:{}", crate::http::limit_key(cx.facts.ip)), rates.reset_start));
    }
    limits::spend(cx, &buckets).await
}

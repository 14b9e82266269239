//! `POST /v1/client/sessions/{session_id}/verify/prepare_first_factor`: mails a code.

use crate::{
    domain::{codes, notices::Recipient, session_verifications},
    error::{Error, Result},
    frontend_api::{Context, Handle, context::Wanted, limits},
    mail::templates,
    store::{clients, email_addresses},
};
use http::StatusCode;
use onehop::{
    endpoints::frontend::{PrepareFactor, PrepareFirstVerification},
    wire::{ErrorCode, SessionId, SessionVerification, SessionVerificationStatus, Strategy},
};

impl Handle for PrepareFirstVerification {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::UNAUTHORIZED];

    async fn handle(cx: &mut Context, id: SessionId, body: PrepareFactor) -> Result<SessionVerification> {
        let (session, user, source) = super::admit(cx).await?;
        let mut conn = cx.app.read().await?;
        let step = SessionVerificationStatus::NeedsFirstFactor;
        let row = session_verifications::get_at(&cx.app, &mut conn, &session, step, cx.now).await?;
        let factors = session_verifications::first_factors(&cx.app, &mut conn, &user).await?;
        let wanted = factors.into_iter().find(|factor| {
            (factor.strategy, body.strategy) == (Strategy::EmailCode, Strategy::EmailCode)
                && (body.email_address_id.is_none() || factor.email_address_id == body.email_address_id)
        });
        let Some(email_id) = wanted.and_then(|factor| factor.email_address_id) else {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        };
        let email = email_addresses::find(&mut conn, &cx.app.instance.id, &user.id, &email_id).await?;
        let email = email.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))?;
        drop(conn);
        limits::spend_mail(cx, &email.email_normalized, &source).await?;

        let mut conn = cx.app.write().await?;
        let purpose = session_verifications::purpose(&row, &session, &source);
        let to = (Some(email_id.as_str()), Recipient::user(&email));
        codes::send(&cx.app, &mut conn, &cx.cause(), &purpose, to, templates::step_up_code).await?;
        clients::touch(&mut conn, &cx.app.instance.id, &session.client_id, cx.now).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }

    fn wanted(id: &SessionId) -> Wanted<'_> {
        Wanted::Session(id)
    }
}

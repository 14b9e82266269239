//! `POST /v1/me/email_addresses/{email_address_id}/prepare_verification`: mails a code to it.

use crate::{
    domain::{codes, email_addresses, notices::Recipient},
    error::{Error, Result},
    frontend_api::{Context, Handle, limits},
    mail::templates,
    store::clients,
};
use onehop::{
    endpoints::frontend::{PrepareEmailAddress, PrepareVerification},
    wire::{EmailAddress, ErrorCode, IdentificationId, Strategy},
};

impl Handle for PrepareEmailAddress {
    async fn handle(cx: &mut Context, id: IdentificationId, body: PrepareVerification) -> Result<EmailAddress> {
        let mut conn = cx.app.read().await?;
        let row = email_addresses::get(&cx.app, &mut conn, &cx.user()?.id, &id).await?;
        drop(conn);
        if body.strategy != Strategy::EmailCode {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        }
        if row.verified_at.is_some() {
            return Err(Error::param(ErrorCode::VerificationAlreadyVerified, "email_address"));
        }
        limits::spend(cx, &[(format!("mail:{}", row.email_normalized), cx.app.config.limits.prepare_recipient)])
            .await?;

        let client = cx.require_client()?.id.clone();
        let mut conn = cx.app.write().await?;
        let purpose = email_addresses::purpose(&row, &client);
        let to = (None, Recipient::user(&row));
        codes::send(&cx.app, &mut conn, &cx.cause(), &purpose, to, templates::verify_email_code).await?;
        clients::touch(&mut conn, &cx.app.instance.id, &client, cx.now).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

//! `POST /v1/me/email_addresses/{email_address_id}/attempt_verification`: the code that was mailed. The main address is
//! told of the new one.

use crate::{
    domain::{codes, email_addresses, notices, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    mail::templates,
};
use onehop::{
    endpoints::frontend::{AttemptEmailAddress, VerificationCode},
    wire::{EmailAddress, ErrorCode, IdentificationId},
};

impl Handle for AttemptEmailAddress {
    async fn handle(cx: &mut Context, id: IdentificationId, body: VerificationCode) -> Result<EmailAddress> {
        let mut conn = cx.app.read().await?;
        let row = email_addresses::get(&cx.app, &mut conn, &cx.user()?.id, &id).await?;
        drop(conn);
        if row.verified_at.is_some() {
            return Err(Error::param(ErrorCode::VerificationAlreadyVerified, "email_address"));
        }
        let client = cx.require_client()?.id.clone();
        codes::check(&cx.app, &email_addresses::purpose(&row, &client), &body.code, cx.now).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &row.user_id).await?;
        let content = templates::email_added(notices::voice(&cx.app, &cause), &row.email_address);
        notices::tell(&cx.app, &mut conn, &cause, &user, content).await?;
        email_addresses::prove(&cx.app, &mut conn, &cause, &mut user, &id, &client).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

//! `POST /v1/client/sign_ups/{sign_up_id}/prepare_verification`: mails a code to the address given.

use crate::{
    domain::{codes, notices::Recipient, sign_ups},
    error::{Error, Result},
    frontend_api::{Context, Handle, limits},
    mail::templates,
    store::clients,
};
use onehop::{
    endpoints::frontend::{PrepareSignUpVerification, PrepareVerification},
    wire::{ErrorCode, SignUp, SignUpId, SignUpStatus, Strategy},
};

impl Handle for PrepareSignUpVerification {
    async fn handle(cx: &mut Context, id: SignUpId, body: PrepareVerification) -> Result<SignUp> {
        let row = super::find(cx, &id).await?;
        if row.status() != SignUpStatus::MissingRequirements {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        if body.strategy != Strategy::EmailCode {
            return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
        }
        let (Some(address), Some(normalized)) = (&row.email_address, &row.email_normalized) else {
            return Err(Error::param(ErrorCode::FormParamMissing, "email_address"));
        };
        if row.email_verified_at.is_some() {
            return Err(Error::param(ErrorCode::VerificationAlreadyVerified, "email_address"));
        }
        limits::spend(cx, &[(format!("mail:{normalized}"), cx.app.config.limits.prepare_recipient)]).await?;

        let mut conn = cx.app.write().await?;
        let purpose = sign_ups::purpose(&row, normalized);
        let to = Recipient::stranger(address);
        codes::send(&cx.app, &mut conn, &cx.cause(), &purpose, (None, to), templates::sign_up_code).await?;
        clients::touch(&mut conn, &cx.app.instance.id, &row.client_id, cx.now).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}

//! `POST /v1/email_addresses/{email_address_id}/prepare_verification` mails a code, `…/attempt_verification` tries one.
//! A wrong or late code is told by the status, not by an error.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::{codes, codes::Purpose, email_addresses as emails, notices::Recipient},
    error::{Error, Result},
    mail::templates,
    store::{Conn, email_addresses::EmailAddressRow, verifications},
};
use onehop::{
    endpoints::backend::{AttemptUserEmailAddress, PrepareUserEmailAddress},
    wire::{
        ClientId, ErrorCode, IdentificationId, Strategy, VerificationId, VerificationStatus, backend::CodeVerification,
    },
};

/// Codes that a backend asked for are tried by a backend.
const BACKEND: &str = "backend";

impl Handle for PrepareUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<CodeVerification> {
        let mut conn = cx.write().await?;
        let row = unverified(cx, &mut conn, &call.path).await?;
        let (client, to) = (ClientId::from(BACKEND), (None, Recipient::user(&row)));
        let purpose = purpose(&row, &client);
        codes::send(&cx.app, &mut conn, &cx.cause(), &purpose, to, templates::verify_email_code).await?;
        let view = view(cx, &mut conn, &row).await?;
        conn.commit().await?;
        Ok(view)
    }
}

impl Handle for AttemptUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<CodeVerification> {
        let mut conn = cx.read().await?;
        let row = unverified(cx, &mut conn, &call.path).await?;
        drop(conn);
        if call.body.verification_id != id(&row).as_str() {
            return Err(Error::param(ErrorCode::ResourceNotFound, "verification_id"));
        }
        let client = ClientId::from(BACKEND);
        let answer = codes::check(&cx.app, &purpose(&row, &client), &call.body.code, cx.now).await;
        let mut conn = cx.write().await?;
        match answer {
            Ok(_) => {
                let mut view = view(cx, &mut conn, &row).await?;
                view.status = VerificationStatus::Verified;
                let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
                emails::prove(&cx.app, &mut conn, &cx.cause(), &mut user, &row.id, &client).await?;
                conn.commit().await?;
                Ok(view)
            }
            Err(Error::Api(failure)) if is_told_by_status(failure.errors[0].code) => view(cx, &mut conn, &row).await,
            Err(error) => Err(error),
        }
    }
}

fn is_told_by_status(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::FormCodeIncorrect | ErrorCode::VerificationExpired | ErrorCode::VerificationFailed)
}

async fn unverified(cx: &Context, conn: &mut Conn, id: &IdentificationId) -> Result<EmailAddressRow> {
    let row = super::get_row(cx, conn, id).await?;
    match row.verified_at {
        Some(_) => Err(Error::api(ErrorCode::VerificationAlreadyVerified)),
        None => Ok(row),
    }
}

fn purpose<'a>(row: &'a EmailAddressRow, client: &'a ClientId) -> Purpose<'a> {
    emails::purpose(row, client)
}

/// An address has one verification at a time, which goes by its id.
fn id(row: &EmailAddressRow) -> VerificationId {
    VerificationId::from(row.id.as_str().replacen(IdentificationId::PREFIX, VerificationId::PREFIX, 1))
}

async fn view(cx: &Context, conn: &mut Conn, row: &EmailAddressRow) -> Result<CodeVerification> {
    let strategy = Strategy::EmailCode;
    let code = verifications::find(conn, cx.instance(), row.id.as_str(), strategy.as_str()).await?;
    let code = code.ok_or_else(|| Error::api(ErrorCode::VerificationMissing))?;
    let shown = codes::view(&cx.app, &code, strategy, cx.now);
    Ok(CodeVerification {
        object: "verification".to_owned(),
        id: id(row).to_string(),
        status: shown.status.unwrap_or(VerificationStatus::Unverified),
        strategy,
        attempts: code.attempts,
        expire_at: code.expire_at,
        channel: None,
    })
}

//! The authenticator app of an operator (RFC 6238, as for users). A new one counts once a code of it was entered.

use super::{OperatorRow, store};
use crate::{
    clock::Millis,
    domain::{qr_codes, second_factor_tries, second_factors::new_step},
    error::{Error, Result},
    keys::Purpose,
    state::App,
    store::Conn,
};
use onehop::wire::{
    ErrorCode,
    dashboard::{OperatorTotp, OperatorTotpTag, PendingTotp},
};
use totp_rs::Secret;

/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// Draws a secret for a new app.
pub async fn draw(app: &App, conn: &mut Conn, operator: &mut OperatorRow, now: Millis) -> Result<()> {
    let mut secret = [0_u8; SECRET_BYTES];
    app.random.fill(&mut secret);
    let sealed = app.key_ring.seal(&*app.random, Purpose::SecondFactors, &new_label(app, operator), &secret);
    store::update_new_totp(conn, &app.instance.id, &operator.id, &sealed, now).await?;
    operator.sealed_new_totp_secret = Some(sealed);
    Ok(())
}

/// The new app becomes the one that counts, if the code is one of its own.
pub async fn confirm(app: &App, conn: &mut Conn, operator: &mut OperatorRow, code: &str, now: Millis) -> Result<()> {
    let Some(sealed) = &operator.sealed_new_totp_secret else {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    };
    let label = new_label(app, operator);
    let step = new_step(app, &label, sealed, None, code, now)?.ok_or_else(wrong)?;
    let secret = open(app, &label, sealed)?;
    let sealed = app.key_ring.seal(&*app.random, Purpose::SecondFactors, &self::label(app, operator), &secret);
    store::update_totp(conn, &app.instance.id, &operator.id, Some(&sealed), Some(step), now).await?;
    operator.sealed_totp_secret = Some(sealed);
    operator.sealed_new_totp_secret = None;
    Ok(())
}

/// Takes the app away, and one that waits.
pub async fn remove(app: &App, conn: &mut Conn, operator: &mut OperatorRow, now: Millis) -> Result<()> {
    store::update_totp(conn, &app.instance.id, &operator.id, None, None, now).await?;
    operator.sealed_totp_secret = None;
    operator.sealed_new_totp_secret = None;
    Ok(())
}

/// Counts a try before it is made.
pub async fn begin_try(app: &App, operator: &OperatorRow, now: Millis) -> Result<()> {
    second_factor_tries::begin(app, operator.id.as_str(), now).await
}

/// Uses a code up. An error when it is wrong, or was taken before.
pub async fn spend(app: &App, conn: &mut Conn, operator: &OperatorRow, code: &str, now: Millis) -> Result<()> {
    let sealed = operator.sealed_totp_secret.as_deref().ok_or_else(wrong)?;
    let step = new_step(app, &label(app, operator), sealed, operator.totp_last_step, code, now)?.ok_or_else(wrong)?;
    if !store::update_totp_step(conn, &app.instance.id, &operator.id, step).await? {
        return Err(wrong());
    }
    second_factor_tries::succeed(app, conn, operator.id.as_str()).await
}

fn wrong() -> Error {
    Error::param(ErrorCode::FormCodeIncorrect, "code")
}

fn label(app: &App, operator: &OperatorRow) -> String {
    format!("operators/sealed_totp_secret/{}/{}", app.instance.id, operator.id)
}

fn new_label(app: &App, operator: &OperatorRow) -> String {
    format!("operators/sealed_new_totp_secret/{}/{}", app.instance.id, operator.id)
}

fn open(app: &App, label: &str, sealed: &str) -> Result<Vec<u8>> {
    let secret = app.key_ring.open(Purpose::SecondFactors, label, sealed);
    Ok(secret.map_err(|error| Error::Internal(Box::new(error)))?.to_vec())
}

/// The app as the operator sees it. One that waits is shown with its secret, so ask for a proof first.
pub fn view(app: &App, operator: &OperatorRow, shows_pending: bool) -> Result<OperatorTotp> {
    let sealed = operator.sealed_new_totp_secret.as_ref().filter(|_| shows_pending);
    let pending = match sealed {
        Some(sealed) => Some(pending(app, operator, &open(app, &new_label(app, operator), sealed)?)?),
        None => None,
    };
    Ok(OperatorTotp { object: OperatorTotpTag, enabled: operator.sealed_totp_secret.is_some(), pending })
}

fn pending(app: &App, operator: &OperatorRow, secret: &[u8]) -> Result<PendingTotp> {
    let secret = Secret::from(secret.to_vec()).to_base32();
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let issuer = encoded(&format!("{} dashboard", app.config.instance.name));
    let account = encoded(&operator.email_address);
    let uri = format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}");
    let qr = qr_codes::draw(&uri)?;
    Ok(PendingTotp { secret, uri, qr })
}

//! One-time codes by mail: sending, checking, showing where they stand. Parameters: ASVS 5.0, 6.5.
//!
//! A code is bound to its subject (the attempt or address), its purpose and the client that asked; a new one voids the
//! old; an answer is counted before it is looked at.

use super::{Cause, code_limits, notices, notices::Recipient, settings};
use crate::{
    clock::Millis,
    error::{Error, Result},
    keys::token_hash::{hmac_hex, is_equal},
    mail::{Content, templates::Voice},
    random,
    state::App,
    store::{Conn, verifications, verifications::VerificationRow},
};
use onehop::wire::{ClientId, ErrorCode, Strategy, Verification, VerificationStatus};
use secrecy::{ExposeSecret, SecretString};

/// What stands in the name of an address for tests.
const TEST_MARK: &str = "+clerk_test";
/// The code that such an address takes.
const TEST_CODE: &str = "424242";

/// What a code is for.
pub struct Purpose<'a> {
    /// The sign-in, sign-up or address it proves something for.
    pub subject: &'a str,
    /// What it proves.
    pub strategy: Strategy,
    /// The client that asked, the only one that may answer.
    pub client: &'a ClientId,
    /// Whose codes and guesses are counted together: the account's, a known device's for it, or the address's.
    pub account: String,
    /// The account knows the device that asks.
    pub is_known_device: bool,
}

impl Purpose<'_> {
    fn hash(&self, app: &App, code: &str) -> String {
        hmac_hex(&*app.code_key, &format!("{}|{}|{code}", self.subject, self.strategy.as_str()))
    }
}

/// Sends a code: the row and the mail are written together.
pub async fn send(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    purpose: &Purpose<'_>,
    (target, to): (Option<&str>, Recipient<'_>),
    mail: impl FnOnce(Voice<'_>, &str, u32) -> Content,
) -> Result<()> {
    let config = &app.config.codes;
    let is_test = is_for_tests(app, conn, to.address).await?;
    if !is_test {
        code_limits::count_send(app, conn, purpose, cause.now).await?;
    }
    let code = if is_test { SecretString::from(TEST_CODE) } else { random::digits(&*app.random, config.length) };
    let hash = purpose.hash(app, code.expose_secret());
    let (subject, strategy) = (purpose.subject, purpose.strategy.as_str());
    let expire_at = cause.now + config.lifetime;
    verifications::upsert(
        conn,
        &app.instance.id,
        subject,
        strategy,
        purpose.client,
        target,
        &hash,
        expire_at,
        cause.now,
    )
    .await?;
    if is_test {
        return Ok(());
    }
    let minutes = u32::try_from(config.lifetime / crate::clock::MINUTE).unwrap_or(u32::MAX);
    let content = mail(notices::voice(app, cause), code.expose_secret(), minutes);
    notices::post(app, conn, cause, to, content).await
}

/// Addresses for tests get no mail and take one known code: in development only, unless switched off.
async fn is_for_tests(app: &App, conn: &mut Conn, address: &str) -> Result<bool> {
    let is_named_so = address.rsplit_once('@').is_some_and(|(local, _)| local.to_lowercase().contains(TEST_MARK));
    Ok(is_named_so && app.config.is_development() && settings::find(app, conn).await?.is_test_mode(app))
}

/// Refuses an answer that would not be looked at: asked before a try is counted elsewhere.
pub async fn admit(app: &App, purpose: &Purpose<'_>, now: Millis) -> Result<()> {
    code_limits::admit(app, &mut app.read().await?, purpose, now).await
}

/// Checks an answer. Counted in a transaction of its own, so that a failed call can't take the count back.
pub async fn check(app: &App, purpose: &Purpose<'_>, answer: &str, now: Millis) -> Result<VerificationRow> {
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, "code").text("Enter the code from the email."));
    }
    let instance = &app.instance.id;
    let max = i64::from(app.config.codes.max_attempts);
    let mut conn = app.write().await?;
    code_limits::begin_answer(app, &mut conn, purpose, now).await?;
    let strategy = purpose.strategy.as_str();
    let counted =
        verifications::count_attempt(&mut conn, instance, purpose.subject, strategy, purpose.client, max, now).await?;
    let Some(row) = counted else {
        let row = verifications::find(&mut conn, instance, purpose.subject, strategy).await?;
        return Err(Error::param(why_refused(row.as_ref(), max, now), "code"));
    };
    let is_right = is_equal(&row.code_hash, &purpose.hash(app, answer));
    if is_right && !verifications::consume(&mut conn, instance, purpose.subject, strategy, now, &row.code_hash).await? {
        return Err(Error::param(ErrorCode::VerificationExpired, "code"));
    }
    let pause = code_limits::count_answer(app, &mut conn, purpose, (is_right, row.attempts), now).await?;
    conn.commit().await?;
    if let Some(window) = pause {
        code_limits::alert(&window, now);
    }
    match is_right {
        true => Ok(row),
        false if row.attempts >= max => Err(Error::param(ErrorCode::VerificationFailed, "code")),
        false => Err(Error::param(ErrorCode::FormCodeIncorrect, "code")),
    }
}

fn why_refused(row: Option<&VerificationRow>, max: i64, now: Millis) -> ErrorCode {
    match row {
        None => ErrorCode::VerificationMissing,
        Some(row) if row.expire_at <= now || row.consumed_at.is_some() => ErrorCode::VerificationExpired,
        Some(row) if row.attempts >= max => ErrorCode::VerificationFailed,
        // Sent for another client: to this one there is none.
        Some(_) => ErrorCode::VerificationMissing,
    }
}

/// Where the code of something that isn't proven yet stands, as the browser sees it.
pub fn view(app: &App, row: &VerificationRow, strategy: Strategy, now: Millis) -> Verification {
    let status = match row.consumed_at {
        // Used up, and yet its subject isn't proven: the call failed after that, so another code is needed.
        Some(_) => VerificationStatus::Expired,
        None if row.expire_at <= now => VerificationStatus::Expired,
        None if row.attempts >= i64::from(app.config.codes.max_attempts) => VerificationStatus::Failed,
        None => VerificationStatus::Unverified,
    };
    Verification {
        status: Some(status),
        strategy: Some(strategy),
        attempts: Some(row.attempts),
        expire_at: Some(row.expire_at),
        ..Verification::unsent()
    }
}

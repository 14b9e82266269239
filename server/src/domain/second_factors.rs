//! The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, one step of tolerance) and
//! backup codes. Each code is taken once; the secret is sealed at rest, backup codes are hashed like passwords.

use super::{Cause, passwords, second_factor_tries};
use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    keys::Purpose,
    password::Outcome,
    state::App,
    store::{Conn, backup_codes, users, users::UserRow},
};
use onehop::wire::{ErrorCode, Strategy, UserId};
use secrecy::SecretString;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Shorter secrets can be guessed.
const MIN_SECRET_BYTES: usize = 10;
const MAX_SECRET_BYTES: usize = 128;
const MAX_BACKUP_CODES: usize = 20;

/// Gives the user an authenticator app with this secret, in base32.
pub fn set_totp(app: &App, user: &mut UserRow, secret: &str, now: Millis) -> Result<()> {
    let invalid = || Error::param(ErrorCode::InvalidTotpSecret, "totp_secret");
    let tidy: String = secret.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let bytes = Secret::try_from_base32(tidy.to_uppercase()).map_err(|_| invalid())?;
    let bytes: &[u8] = bytes.as_ref();
    if !(MIN_SECRET_BYTES..=MAX_SECRET_BYTES).contains(&bytes.len()) {
        return Err(invalid());
    }
    user.sealed_totp_secret = Some(seal(app, &user.id, bytes));
    user.totp_last_step = None;
    user.mfa_enabled_at = Some(now);
    Ok(())
}

/// The secret of this user's authenticator app as it is stored.
pub fn seal(app: &App, user: &UserId, secret: &[u8]) -> String {
    app.key_ring.seal(&*app.random, Purpose::SecondFactors, &label(app, user), secret)
}

/// The secret of this user's authenticator app.
pub fn open(app: &App, user: &UserRow) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(sealed) = &user.sealed_totp_secret else { return Ok(None) };
    let opened = app.key_ring.open(Purpose::SecondFactors, &label(app, &user.id), sealed);
    opened.map(Some).map_err(|error| Error::Internal(Box::new(error)))
}

/// Takes the authenticator app away.
pub fn remove_totp(user: &mut UserRow, now: Millis) {
    user.sealed_totp_secret = None;
    user.totp_last_step = None;
    note_disabled(user, now);
}

/// Remembers when the last second factor went.
pub fn note_disabled(user: &mut UserRow, now: Millis) {
    if !user.has_second_factor() {
        user.mfa_disabled_at = Some(now);
    }
}

/// The time step whose code this is, if it is one that was not taken yet.
fn step_of(app: &App, user: &UserRow, code: &str, now: Millis) -> Result<Option<i64>> {
    let Some(sealed) = &user.sealed_totp_secret else { return Ok(None) };
    new_step(app, &label(app, &user.id), sealed, user.totp_last_step, code, now)
}

/// The time step whose code this is with the given secret of this user.
pub(super) fn step_with(app: &App, user: &UserId, sealed: &str, code: &str, now: Millis) -> Result<Option<i64>> {
    new_step(app, &label(app, user), sealed, None, code, now)
}

/// A secret as people and apps read it.
pub(super) fn to_base32(secret: &[u8]) -> String {
    Secret::from(secret.to_vec()).to_base32()
}

/// The time step whose code this is with the secret that is sealed for the place `label`, if it comes after the last
/// one that was taken.
pub(super) fn new_step(
    app: &App,
    label: &str,
    sealed: &str,
    last_step: Option<i64>,
    code: &str,
    now: Millis,
) -> Result<Option<i64>> {
    let secret =
        app.key_ring.open(Purpose::SecondFactors, label, sealed).map_err(|error| Error::Internal(Box::new(error)))?;
    let seconds = u64::try_from(now.div_euclid(SECOND)).unwrap_or_default();
    let step = totp(&secret).check(code.trim(), seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| last_step.is_none_or(|last| *step > last)))
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new().with_secret(Secret::from(secret.to_vec())).with_skew(1).build_noncompliant()
}

fn label(app: &App, user: &UserId) -> String {
    format!("users/sealed_totp_secret/{}/{user}", app.instance.id)
}

/// Backup codes as they are stored. Codes that are bcrypt digests already stay what they are.
pub async fn hash_backup_codes(app: &App, codes: &[String]) -> Result<Vec<String>> {
    if codes.len() > MAX_BACKUP_CODES {
        return Err(Error::param(ErrorCode::FormParamArraySizeExceeded, "backup_codes"));
    }
    let mut digests = Vec::with_capacity(codes.len());
    for code in codes {
        let code = code.trim();
        if !(6..=128).contains(&code.len()) {
            return Err(Error::param(ErrorCode::FormParamFormatInvalid, "backup_codes")
                .text("A backup code has 6 to 128 characters."));
        }
        digests.push(match code.starts_with("$2") {
            true => passwords::imported("bcrypt", code)?,
            false => passwords::hash(app, code).await?,
        });
    }
    Ok(digests)
}

/// A proof that was right and is to be used up in the transaction that makes something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The code of this time step.
    Totp(i64),
    /// The backup code at this place.
    BackupCode(i64),
}

impl Proof {
    /// How it was proven.
    pub fn strategy(self) -> Strategy {
        match self {
            Self::Totp(_) => Strategy::Totp,
            Self::BackupCode(_) => Strategy::BackupCode,
        }
    }
}

/// Looks at a code of the authenticator app, or for a backup code among those that are left. Holds no connection while
/// it hashes.
pub async fn prove(app: &App, user: &UserRow, strategy: Strategy, code: &str, now: Millis) -> Result<Option<Proof>> {
    if strategy == Strategy::Totp {
        return Ok(step_of(app, user, code, now)?.map(Proof::Totp));
    }
    let code = code.trim();
    if code.is_empty() || code.len() > 128 {
        return Ok(None);
    }
    let left = backup_codes::list(&mut app.read().await?, &app.instance.id, &user.id).await?;
    for row in left {
        let outcome = app.passwords.verify(SecretString::from(code), Some(row.digest)).await?;
        if matches!(outcome, Outcome::Right { .. }) {
            return Ok(Some(Proof::BackupCode(row.position)));
        }
    }
    Ok(None)
}

/// Looks at a code that somebody entered, as one of the tries this account has.
pub async fn attempt(
    app: &App,
    cause: &Cause,
    user: &UserRow,
    strategy: Strategy,
    code: Option<&str>,
) -> Result<Proof> {
    let is_offered = match strategy {
        Strategy::Totp => user.sealed_totp_secret.is_some(),
        Strategy::BackupCode => user.backup_code_enabled,
        _ => false,
    };
    if !is_offered {
        return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
    }
    let code = code.map(str::trim).filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| Error::param(ErrorCode::FormParamNil, "code").text("Enter the code."))?;
    second_factor_tries::begin(app, user.id.as_str(), cause.now).await?;
    let proof = prove(app, user, strategy, code, cause.now).await?;
    proof.ok_or_else(|| Error::param(ErrorCode::FormCodeIncorrect, "code"))
}

/// Uses a proof up. False: somebody else was faster, and the code counts as wrong.
pub async fn spend(app: &App, conn: &mut Conn, user: &mut UserRow, proof: Proof, now: Millis) -> Result<bool> {
    let instance = &app.instance.id;
    Ok(match proof {
        Proof::Totp(step) => {
            user.totp_last_step = Some(step);
            users::update_totp_step(conn, instance, &user.id, step).await?
        }
        Proof::BackupCode(position) => backup_codes::update_used(conn, instance, &user.id, position, now).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1, cut to the last six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let totp = totp(b"12345678901234567890");
        for (seconds, code, step) in [
            (59, "287082", 1),
            (1_111_111_109, "081804", 37_037_036),
            (1_111_111_111, "050471", 37_037_037),
            (1_234_567_890, "005924", 41_152_263),
            (2_000_000_000, "279037", 66_666_666),
            (20_000_000_000, "353130", 666_666_666),
        ] {
            assert_eq!(totp.check(code, seconds), Some(step), "at {seconds}");
            assert_eq!(totp.check(code, seconds + 90), None, "too late");
        }
    }
}

//! What a user is given and what changes of one: the same fields, checked in the same way.

use super::{identifiers, metadata, passwords, second_factors};
use crate::{
    clock::Millis,
    config::MAX_PASSWORD_BYTES,
    error::{Error, Result},
    state::App,
    store::users::UserRow,
};
use onehop::{
    endpoints::backend::UserFields,
    wire::{ErrorCode, Lenient},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

const MAX_EXTERNAL_ID: usize = 256;
const MAX_LOCALE: usize = 35;

/// Names and ids: absent stays, null or empty clears.
pub fn names(row: &mut UserRow, given: &UserFields) -> Result<()> {
    if let Some(value) = &given.external_id {
        row.external_id = short(value.as_deref(), "external_id", MAX_EXTERNAL_ID)?;
    }
    if let Some(value) = &given.first_name {
        row.first_name = identifiers::name(value.as_deref().unwrap_or_default(), "first_name")?;
    }
    if let Some(value) = &given.last_name {
        row.last_name = identifiers::name(value.as_deref().unwrap_or_default(), "last_name")?;
    }
    if let Some(value) = &given.locale {
        row.locale = short(value.as_deref(), "locale", MAX_LOCALE)?;
    }
    if let Some(value) = &given.username {
        let name = value.as_deref().map(str::trim).filter(|name| !name.is_empty());
        row.username = name.map(identifiers::username).transpose()?;
    }
    Ok(())
}

fn short(value: Option<&str>, param: &str, max: usize) -> Result<Option<String>> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    if value.is_some_and(|value| value.chars().count() > max) {
        let text = format!("Use at most {max} characters.");
        return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, param).text(text));
    }
    Ok(value.map(str::to_owned))
}

/// What was given beside the row.
pub struct Secrets {
    /// There was a password or a digest.
    pub is_password_new: bool,
    /// Ready to be stored, in place of all others.
    pub backup_codes: Option<Vec<String>>,
}

/// Password, authenticator app and backup codes. Hashing takes long: outside of any transaction.
pub async fn secrets(app: &App, now: Millis, row: &mut UserRow, given: &UserFields, own: &[&str]) -> Result<Secrets> {
    let is_password_new = match password_digest(app, given, own).await? {
        Some(digest) => {
            row.set_password(digest, now);
            true
        }
        None => false,
    };
    if let Some(secret) = &given.totp_secret {
        second_factors::set_totp(app, row, secret, now)?;
    }
    let Some(codes) = &given.backup_codes else { return Ok(Secrets { is_password_new, backup_codes: None }) };
    let digests = second_factors::hash_backup_codes(app, &codes.0).await?;
    row.backup_code_enabled = !digests.is_empty();
    if row.backup_code_enabled {
        row.mfa_enabled_at = Some(now);
    }
    Ok(Secrets { is_password_new, backup_codes: Some(digests) })
}

/// Of the password in plain text, or as another system made it.
async fn password_digest(app: &App, given: &UserFields, own: &[&str]) -> Result<Option<String>> {
    match (&given.password, &given.password_digest, &given.password_hasher) {
        (Some(_), Some(_), _) => Err(Error::param(ErrorCode::FormConditionalParamDisallowed, "password_digest")
            .text("Give a password or a digest, not both.")),
        (Some(password), None, _) => {
            if given.skip_password_checks.is_none_or(|skip| !skip.0) {
                passwords::check_new(app, password, "password", own)?;
            } else if password.is_empty() || password.len() > MAX_PASSWORD_BYTES {
                return Err(Error::param(ErrorCode::FormPasswordSizeInBytesExceeded, "password"));
            }
            passwords::hash(app, password).await.map(Some)
        }
        (None, Some(digest), Some(hasher)) => passwords::imported(hasher, digest).map(Some),
        (None, Some(_), None) => Err(Error::param(ErrorCode::FormConditionalParamMissing, "password_hasher")
            .text("Say how this digest was made.")),
        (None, None, _) => Ok(None),
    }
}

/// Metadata as whole objects, what the account may do, and times.
pub fn settings(now: Millis, row: &mut UserRow, given: &UserFields) -> Result<()> {
    for (value, slot, param) in [
        (&given.public_metadata, &mut row.public_metadata, "public_metadata"),
        (&given.private_metadata, &mut row.private_metadata, "private_metadata"),
        (&given.unsafe_metadata, &mut row.unsafe_metadata, "unsafe_metadata"),
    ] {
        if let Some(value) = value {
            *slot = metadata::to_text(&metadata::object(value.clone(), param)?, param)?;
        }
    }
    let set = |slot: &mut bool, value: Option<Lenient<bool>>| *slot = value.map_or(*slot, |value| value.0);
    set(&mut row.delete_self_enabled, given.delete_self_enabled);
    set(&mut row.create_organization_enabled, given.create_organization_enabled);
    set(&mut row.bypass_client_trust, given.bypass_client_trust);
    if let Some(limit) = given.create_organizations_limit {
        if limit.is_some_and(|limit| limit.0 < 0) {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "create_organizations_limit"));
        }
        row.create_organizations_limit = limit.map(|limit| limit.0);
    }
    if let Some(text) = &given.created_at {
        row.created_at = past(now, text, "created_at")?;
    }
    if let Some(text) = &given.legal_accepted_at {
        row.legal_accepted_at = text.as_deref().map(|text| past(now, text, "legal_accepted_at")).transpose()?;
    }
    Ok(())
}

/// A time in the form of RFC 3339, not in the future.
fn past(now: Millis, text: &str, param: &str) -> Result<i64> {
    let time = OffsetDateTime::parse(text.trim(), &Rfc3339);
    let time = time.map_err(|_| Error::param(ErrorCode::FormParamInvalidTime, param))?;
    let millis = time.unix_timestamp() * 1_000 + i64::from(time.millisecond());
    if millis > now {
        return Err(Error::param(ErrorCode::FormDisallowFutureDate, param));
    }
    Ok(millis)
}

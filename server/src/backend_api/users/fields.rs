//! What a user is given and what changes of one: the same fields, checked in the same way.

use crate::{
    backend_api::Context,
    domain::{identifiers, metadata, passwords, second_factors},
    error::{Error, Result},
    store::users::UserRow,
};
use onehop::{
    endpoints::backend::Given,
    wire::{ErrorCode, Lenient, Many},
};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

const MAX_EXTERNAL_ID: usize = 256;
const MAX_LOCALE: usize = 35;

/// Names and ids: absent stays, null or empty clears.
pub(super) struct Names {
    pub external_id: Given<String>,
    pub first_name: Given<String>,
    pub last_name: Given<String>,
    pub locale: Given<String>,
    pub username: Given<String>,
}

pub(super) fn names(row: &mut UserRow, names: Names) -> Result<()> {
    if let Some(value) = names.external_id {
        row.external_id = short(value, "external_id", MAX_EXTERNAL_ID)?;
    }
    if let Some(value) = names.first_name {
        row.first_name = identifiers::name(&value.unwrap_or_default(), "first_name")?;
    }
    if let Some(value) = names.last_name {
        row.last_name = identifiers::name(&value.unwrap_or_default(), "last_name")?;
    }
    if let Some(value) = names.locale {
        row.locale = short(value, "locale", MAX_LOCALE)?;
    }
    if let Some(value) = names.username {
        row.username = match value.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Some(identifiers::username(name)?),
            None => None,
        };
    }
    Ok(())
}

fn short(value: Option<String>, param: &str, max: usize) -> Result<Option<String>> {
    let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    if value.as_ref().is_some_and(|value| value.chars().count() > max) {
        let text = format!("Use at most {max} characters.");
        return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, param).text(text));
    }
    Ok(value)
}

/// A password in plain text, or the digest that another system made.
#[derive(Default)]
pub(super) struct Secret {
    pub password: Option<String>,
    pub digest: Option<String>,
    pub hasher: Option<String>,
    pub skip_checks: Option<Lenient<bool>>,
}

/// Hashes the password, or takes the digest as it is. Says whether there was one. Outside of any transaction.
pub(super) async fn password(cx: &Context, row: &mut UserRow, secret: Secret, names: &[&str]) -> Result<bool> {
    let digest = match (secret.password, secret.digest, secret.hasher) {
        (Some(_), Some(_), _) => {
            return Err(Error::param(ErrorCode::FormConditionalParamDisallowed, "password_digest")
                .text("Give a password or a digest, not both."));
        }
        (Some(password), None, _) => {
            if secret.skip_checks.is_none_or(|skip| !skip.0) {
                passwords::check_new(&cx.app, &password, "password", names)?;
            } else if password.is_empty() || password.len() > 1_024 {
                return Err(Error::param(ErrorCode::FormPasswordSizeInBytesExceeded, "password"));
            }
            passwords::hash(&cx.app, &password).await?
        }
        (None, Some(digest), Some(hasher)) => passwords::imported(&hasher, &digest)?,
        (None, Some(_), None) => {
            return Err(Error::param(ErrorCode::FormConditionalParamMissing, "password_hasher")
                .text("Say how this digest was made."));
        }
        (None, None, _) => return Ok(false),
    };
    row.set_password(digest, cx.now);
    Ok(true)
}

/// The secret of an authenticator app, and backup codes ready to be stored. Outside of any transaction.
pub(super) async fn second_factors(
    cx: &Context,
    row: &mut UserRow,
    totp_secret: Option<&str>,
    backup_codes: Option<Many>,
) -> Result<Option<Vec<String>>> {
    if let Some(secret) = totp_secret {
        second_factors::set_totp(&cx.app, row, secret, cx.now)?;
    }
    let Some(codes) = backup_codes else { return Ok(None) };
    let digests = second_factors::hash_backup_codes(&cx.app, &codes.0).await?;
    row.backup_code_enabled = !digests.is_empty();
    if row.backup_code_enabled {
        row.mfa_enabled_at = Some(cx.now);
    }
    Ok(Some(digests))
}

/// Whole metadata objects.
pub(super) fn metadata(row: &mut UserRow, given: [Option<Value>; 3]) -> Result<()> {
    let slots = [
        (&mut row.public_metadata, "public_metadata"),
        (&mut row.private_metadata, "private_metadata"),
        (&mut row.unsafe_metadata, "unsafe_metadata"),
    ];
    for (value, (slot, param)) in given.into_iter().zip(slots) {
        match value {
            None => {}
            Some(Value::Null) => *slot = "{}".to_owned(),
            Some(value) => *slot = metadata::to_text(&metadata::object(value, param)?, param)?,
        }
    }
    Ok(())
}

/// What the account may do.
pub(super) struct Permissions {
    pub delete_self_enabled: Option<Lenient<bool>>,
    pub create_organization_enabled: Option<Lenient<bool>>,
    pub create_organizations_limit: Given<Lenient<i64>>,
    pub bypass_client_trust: Option<Lenient<bool>>,
}

pub(super) fn permissions(row: &mut UserRow, given: Permissions) -> Result<()> {
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
    Ok(())
}

/// Times in the form of RFC 3339, not in the future.
pub(super) fn times(cx: &Context, row: &mut UserRow, created_at: Option<&str>, legal: Given<String>) -> Result<()> {
    if let Some(text) = created_at {
        row.created_at = past(cx, text, "created_at")?;
    }
    if let Some(text) = legal {
        row.legal_accepted_at = text.map(|text| past(cx, &text, "legal_accepted_at")).transpose()?;
    }
    Ok(())
}

fn past(cx: &Context, text: &str, param: &str) -> Result<i64> {
    let time = OffsetDateTime::parse(text.trim(), &Rfc3339);
    let time = time.map_err(|_| Error::param(ErrorCode::FormParamInvalidTime, param))?;
    let millis = time.unix_timestamp() * 1_000 + i64::from(time.millisecond());
    if millis > cx.now {
        return Err(Error::param(ErrorCode::FormDisallowFutureDate, param));
    }
    Ok(millis)
}

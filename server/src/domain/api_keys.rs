//! Keys that an app gives to its users: for their scripts, which can't sign in. The app shows us what it was shown, and is
//! told whose it is and what it may be used for.
//!
//! A key can be told again, so it is kept sealed; it is found by its hash. Only a key that can be used now is known:
//! one that was taken back, ran out of time or whose user is banned is not found, as if it had never been.

use crate::{
    clock::{MINUTE, Millis, SECOND},
    error::{Error, Result},
    keys::{Purpose, token_hash::sha256_hex},
    random,
    state::App,
    store::{Conn, api_keys, api_keys::ApiKeyRow, users},
};
use onehop::{
    endpoints::backend::{ApiKeyChange, NewApiKey},
    wire::{
        ApiKeyId, ErrorCode, UserId,
        backend::{ApiKey, ApiKeyTag},
    },
};
use secrecy::ExposeSecret;
use serde_json::Value;

/// What a key is called unless told.
pub const KIND: &str = "api_key";
/// The longest text that can be a key; nothing longer is looked up.
const MAX_SECRET: usize = 128;
const NAME: std::ops::RangeInclusive<usize> = 3..=255;
const KINDS: std::ops::RangeInclusive<usize> = 3..=25;
const MAX_DESCRIPTION: usize = 255;
const MAX_CLAIMS_BYTES: usize = 8 * 1024;
const MAX_SCOPES: usize = 100;
const MAX_LIFETIME_SECONDS: i64 = 315_360_000;

/// Makes a key; the key itself is in what is answered.
pub async fn create(app: &App, conn: &mut Conn, given: NewApiKey, now: Millis) -> Result<ApiKey> {
    let secret = format!("{}{}", ApiKeyId::PREFIX, random::token(&*app.random).expose_secret());
    let id = random_id(app);
    let row = ApiKeyRow {
        kind: kind(given.kind.as_deref())?,
        name: name(&given.name)?,
        description: description(given.description)?,
        claims: claims(given.claims)?,
        scopes: scopes(given.scopes.0)?,
        secret_hash: sha256_hex(&secret),
        sealed_secret: app.key_ring.seal(&*app.random, Purpose::ApiKeys, &place(app, &id), secret.as_bytes()),
        created_by: given.created_by.map(|by| user_id(&by, "created_by")).transpose()?,
        revoked_at: None,
        revocation_reason: None,
        expire_at: expire_at(given.seconds_until_expiration.map(|seconds| seconds.0), now)?,
        last_used_at: None,
        created_at: now,
        updated_at: now,
        subject: subject(app, conn, &given.subject).await?,
        id,
    };
    api_keys::insert(conn, &app.instance.id, &row).await?;
    Ok(ApiKey { secret: Some(secret), ..view(&row, now) })
}

/// Changes what a key is for.
pub async fn change(app: &App, conn: &mut Conn, row: &mut ApiKeyRow, given: ApiKeyChange, now: Millis) -> Result<()> {
    if let Some(new) = given.subject {
        row.subject = subject(app, conn, &new).await?;
    }
    if let Some(new) = given.description {
        row.description = description(new)?;
    }
    if let Some(new) = given.claims {
        row.claims = claims(new)?;
    }
    if let Some(new) = given.scopes {
        row.scopes = scopes(new.0)?;
    }
    if let Some(new) = given.seconds_until_expiration {
        row.expire_at = expire_at(new.map(|seconds| seconds.0), now)?;
    }
    row.updated_at = now.max(row.updated_at + 1);
    match api_keys::update(conn, &app.instance.id, row).await? {
        true => Ok(()),
        false => Err(not_found()),
    }
}

/// The key with this id.
pub async fn get(app: &App, conn: &mut Conn, id: &ApiKeyId) -> Result<ApiKeyRow> {
    api_keys::find(conn, &app.instance.id, id).await?.ok_or_else(not_found)
}

/// The key itself, once more.
pub fn secret(app: &App, row: &ApiKeyRow) -> Result<String> {
    let opened = app.key_ring.open(Purpose::ApiKeys, &place(app, &row.id), &row.sealed_secret);
    let bytes = opened.map_err(|error| Error::Internal(Box::new(error)))?;
    String::from_utf8(bytes.to_vec()).map_err(|error| Error::Internal(Box::new(error)))
}

/// The key that this is, if it can be used now.
pub async fn verify(app: &App, conn: &mut Conn, secret: &str, now: Millis) -> Result<ApiKeyRow> {
    let secret = secret.trim();
    if secret.is_empty() {
        return Err(bad(ErrorCode::FormParamMissing, "secret"));
    }
    if secret.len() > MAX_SECRET {
        return Err(not_found());
    }
    let row = api_keys::find_by_hash(conn, &app.instance.id, &sha256_hex(secret)).await?;
    let row = row.filter(|row| row.revoked_at.is_none() && !row.is_expired(now)).ok_or_else(not_found)?;
    let user = users::find(conn, &app.instance.id, &UserId::from(row.subject.as_str())).await?;
    if user.is_none_or(|user| user.banned) {
        return Err(not_found());
    }
    Ok(row)
}

/// Was it used within this minute already? Then that needn't be written again.
pub fn is_use_known(row: &ApiKeyRow, now: Millis) -> bool {
    row.last_used_at.is_some_and(|at| at > now - MINUTE)
}

/// Nothing goes by this id, or this key.
pub fn not_found() -> Error {
    Error::api(ErrorCode::ResourceNotFound).text("There is no such key, or it cannot be used any more.")
}

/// The key as it is answered, without the key itself.
pub fn view(row: &ApiKeyRow, now: Millis) -> ApiKey {
    ApiKey {
        object: ApiKeyTag,
        id: row.id.clone(),
        kind: row.kind.clone(),
        subject: row.subject.clone(),
        name: row.name.clone(),
        description: row.description.clone(),
        claims: row.claims.as_deref().and_then(|claims| serde_json::from_str(claims).ok()),
        scopes: serde_json::from_str(&row.scopes).unwrap_or_default(),
        secret: None,
        revoked: row.revoked_at.is_some(),
        revocation_reason: row.revocation_reason.clone(),
        expired: row.is_expired(now),
        expiration: row.expire_at,
        created_by: row.created_by.clone().map(UserId::from),
        last_used_at: row.last_used_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// 128 random bits, written as the contract wants them.
fn random_id(app: &App) -> ApiKeyId {
    let mut bytes = [0_u8; 16];
    app.random.fill(&mut bytes);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    ApiKeyId::from(format!("{}{hex}", ApiKeyId::PREFIX))
}

fn place(app: &App, id: &ApiKeyId) -> String {
    format!("api_keys/sealed_secret/{}/{id}", app.instance.id)
}

/// The contract answers what is wrong with a key's fields with 400.
fn bad(code: ErrorCode, param: &str) -> Error {
    Error::param(code, param).bad_request()
}

/// Whose key it is: of somebody who exists.
async fn subject(app: &App, conn: &mut Conn, given: &str) -> Result<String> {
    let id = user_id(given, "subject")?;
    match users::find(conn, &app.instance.id, &UserId::from(id.as_str())).await? {
        Some(_) => Ok(id),
        None => Err(bad(ErrorCode::FormResourceNotFound, "subject").text("Nobody goes by this id.")),
    }
}

/// Could this be the id of a user? Nobody else has keys.
pub fn user_id(given: &str, param: &str) -> Result<String> {
    if given.is_empty() {
        return Err(bad(ErrorCode::FormParamMissing, param));
    }
    let is_id = given.starts_with(UserId::PREFIX) && crate::frontend_api::is_id(given);
    if is_id {
        Ok(given.to_owned())
    } else {
        Err(bad(ErrorCode::FormParamFormatInvalid, param).text("Give the id of a user."))
    }
}

/// What the app calls this kind of key.
pub fn kind(given: Option<&str>) -> Result<String> {
    let kind = given.unwrap_or(KIND);
    if KINDS.contains(&kind.chars().count()) && !kind.chars().any(char::is_control) {
        return Ok(kind.to_owned());
    }
    Err(bad(ErrorCode::FormParamValueInvalid, "type").text("Use 3 to 25 characters."))
}

fn name(given: &str) -> Result<String> {
    if given.is_empty() {
        return Err(bad(ErrorCode::FormParamMissing, "name"));
    }
    if NAME.contains(&given.chars().count()) && given.trim() == given {
        return Ok(given.to_owned());
    }
    Err(bad(ErrorCode::FormParamFormatInvalid, "name").text("Use 3 to 255 characters, without spaces around them."))
}

fn description(given: Option<String>) -> Result<Option<String>> {
    match given {
        Some(text) if text.chars().count() > MAX_DESCRIPTION => {
            Err(bad(ErrorCode::FormParamMaxLengthExceeded, "description").text("Use at most 255 characters."))
        }
        given => Ok(given),
    }
}

fn claims(given: Option<Value>) -> Result<Option<String>> {
    let text = given.filter(|claims| !claims.is_null()).map(|claims| claims.to_string());
    if text.as_ref().is_some_and(|text| text.len() > MAX_CLAIMS_BYTES) {
        return Err(bad(ErrorCode::FormParamExceedsAllowedSize, "claims"));
    }
    Ok(text)
}

fn scopes(given: Vec<String>) -> Result<String> {
    if given.len() > MAX_SCOPES || given.iter().any(|scope| scope.is_empty() || scope.len() > MAX_DESCRIPTION) {
        return Err(
            bad(ErrorCode::FormParamValueInvalid, "scopes").text("Give up to 100 texts of up to 255 characters.")
        );
    }
    serde_json::to_string(&given).map_err(|error| Error::Internal(Box::new(error)))
}

fn expire_at(seconds: Option<i64>, now: Millis) -> Result<Option<Millis>> {
    match seconds {
        None => Ok(None),
        Some(seconds @ 1..=MAX_LIFETIME_SECONDS) => Ok(Some(now + seconds * SECOND)),
        Some(_) => Err(bad(ErrorCode::FormParamValueInvalid, "seconds_until_expiration")
            .text(format!("Give a number of seconds from 1 to {MAX_LIFETIME_SECONDS}."))),
    }
}

//! Templates of tokens for third parties: what may stand in one, and minting a token from it.
//!
//! A template's own key is sealed at rest and never told again. A token from a template says who issued it, for whom
//! and until when, whatever the template says, and by its class that it stands for no session.

use super::{full_users, signing_keys, template_tokens, template_tokens::Terms};
use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    keys::{Algorithm, Purpose, TemplateKey},
    metrics, random,
    state::App,
    store::{Conn, StoreError, jwt_templates, jwt_templates::JwtTemplateRow, sessions::SessionRow, users},
};
use onehop::{
    endpoints::backend::JwtTemplateBody,
    wire::{
        ErrorCode, JwtTemplateId, Token, TokenTag,
        backend::{JwtTemplate, JwtTemplateTag},
    },
};
use serde_json::{Map, Value, json};

/// Seconds that a token may be asked to live.
pub const LIFETIMES: std::ops::RangeInclusive<i64> = 30..=315_360_000;
/// Seconds before it is issued that a token may be good for.
pub const SKEWS: std::ops::RangeInclusive<i64> = 0..=300;
/// Seconds, unless told.
pub const DEFAULT_LIFETIME: i64 = 60;
/// Seconds, unless told.
pub const DEFAULT_SKEW: i64 = 5;
const MAX_NAME: usize = 64;
const MAX_CLAIMS_BYTES: usize = 16 * 1024;
const MAX_KEY_BYTES: usize = 16 * 1024;

/// Set by us in every token, or telling tokens of sessions from others: nobody else writes them.
pub const RESERVED_CLAIMS: [&str; 10] = ["act", "azp", "exp", "iat", "iss", "jti", "nbf", "o", "sid", "sub"];
/// Names that stand for something else in the contract.
const RESERVED_NAMES: [&str; 2] = ["__session", "integration_firebase"];

/// A template as it is answered.
pub fn view(row: &JwtTemplateRow) -> JwtTemplate {
    JwtTemplate {
        object: JwtTemplateTag,
        id: row.id.clone(),
        name: row.name.clone(),
        claims: claims_of(row),
        lifetime: row.lifetime,
        allowed_clock_skew: row.allowed_clock_skew,
        custom_signing_key: row.sealed_signing_key.is_some(),
        signing_algorithm: row.signing_algorithm.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn claims_of(row: &JwtTemplateRow) -> Map<String, Value> {
    serde_json::from_str(&row.claims).unwrap_or_default()
}

/// Adds a template.
pub async fn create(app: &App, conn: &mut Conn, body: JwtTemplateBody, now: Millis) -> Result<JwtTemplateRow> {
    let mut row = JwtTemplateRow {
        id: JwtTemplateId::from(random::id(&*app.random, now, JwtTemplateId::PREFIX)),
        name: String::new(),
        claims: String::new(),
        lifetime: DEFAULT_LIFETIME,
        allowed_clock_skew: DEFAULT_SKEW,
        signing_algorithm: Algorithm::Rs256.as_str().to_owned(),
        sealed_signing_key: None,
        created_at: now,
        updated_at: now,
    };
    apply(app, &mut row, body)?;
    refuse_taken_name(app, conn, &row).await?;
    jwt_templates::insert(conn, &app.instance.id, &row).await.map_err(conflict)?;
    Ok(row)
}

/// Changes a template: name and claims always, the rest where it is given.
pub async fn change(
    app: &App,
    conn: &mut Conn,
    row: &mut JwtTemplateRow,
    body: JwtTemplateBody,
    now: Millis,
) -> Result<()> {
    apply(app, row, body)?;
    row.updated_at = now.max(row.updated_at + 1);
    refuse_taken_name(app, conn, row).await?;
    match jwt_templates::update(conn, &app.instance.id, row).await.map_err(conflict)? {
        true => Ok(()),
        false => Err(Error::api(ErrorCode::ResourceNotFound)),
    }
}

async fn refuse_taken_name(app: &App, conn: &mut Conn, row: &JwtTemplateRow) -> Result<()> {
    match jwt_templates::find_by_name(conn, &app.instance.id, &row.name).await? {
        Some(other) if other.id != row.id => Err(taken()),
        _ => Ok(()),
    }
}

/// Of two who take a name at the same moment the unique index chooses one.
fn conflict(error: StoreError) -> Error {
    if matches!(error, StoreError::Conflict) { taken() } else { error.into() }
}

fn taken() -> Error {
    Error::param(ErrorCode::FormAlreadyExists, "name").text("There is a template of this name already.")
}

fn apply(app: &App, row: &mut JwtTemplateRow, body: JwtTemplateBody) -> Result<()> {
    row.name = name(body.name)?;
    row.claims = claims(body.claims)?;
    if let Some(seconds) = body.lifetime {
        row.lifetime = within(seconds.0, &LIFETIMES, "lifetime")?;
    }
    if let Some(seconds) = body.allowed_clock_skew {
        row.allowed_clock_skew = within(seconds.0, &SKEWS, "allowed_clock_skew")?;
    }
    let is_custom = body.custom_signing_key.map_or(row.sealed_signing_key.is_some(), |wanted| wanted.0);
    let algorithm = body.signing_algorithm.filter(|name| !name.is_empty());
    let key = body.signing_key.filter(|key| !key.is_empty());
    if is_custom { custom_key(app, row, algorithm, key) } else { own_key(row, algorithm, key) }
}

fn name(name: String) -> Result<String> {
    let error = |code| Error::param(code, "name");
    if name.is_empty() {
        return Err(error(ErrorCode::FormParamNil));
    }
    if name.len() > MAX_NAME {
        return Err(error(ErrorCode::FormParamMaxLengthExceeded).text(format!("Use at most {MAX_NAME} characters.")));
    }
    // It is part of an address, whose parts between hyphens are words.
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !name.split('-').all(is_word) {
        return Err(error(ErrorCode::FormParamFormatInvalid)
            .text("Use letters, digits and underscores, with single hyphens between them."));
    }
    if RESERVED_NAMES.contains(&name.as_str()) {
        return Err(error(ErrorCode::FormParamValueInvalid).text("This name is reserved."));
    }
    Ok(name)
}

fn claims(claims: Map<String, Value>) -> Result<String> {
    if let Some(name) = RESERVED_CLAIMS.iter().find(|name| claims.contains_key(**name)) {
        return Err(Error::param(ErrorCode::JwtTemplateReservedClaim, "claims")
            .text(format!("The claim {name} cannot be set by a template.")));
    }
    sized(claims)
}

/// The claims as JSON, unless they are too long.
pub(super) fn sized(claims: Map<String, Value>) -> Result<String> {
    let text = Value::Object(claims).to_string();
    if text.len() > MAX_CLAIMS_BYTES {
        return Err(Error::param(ErrorCode::FormParamExceedsAllowedSize, "claims"));
    }
    Ok(text)
}

/// These seconds, if they are allowed.
pub(super) fn within(seconds: i64, allowed: &std::ops::RangeInclusive<i64>, param: &str) -> Result<i64> {
    if allowed.contains(&seconds) {
        return Ok(seconds);
    }
    let text = format!("Give a number of seconds from {} to {}.", allowed.start(), allowed.end());
    Err(Error::param(ErrorCode::FormParamValueInvalid, param).text(text))
}

/// How long a token shall live, where that is asked for.
pub fn lifetime(seconds: Option<i64>) -> Result<Option<i64>> {
    seconds.map(|seconds| within(seconds, &LIFETIMES, "expires_in_seconds")).transpose()
}

/// A key of its own: given now, or the one there is, as long as it signs in the same way.
fn custom_key(app: &App, row: &mut JwtTemplateRow, algorithm: Option<String>, key: Option<String>) -> Result<()> {
    let missing = |param| Error::param(ErrorCode::FormConditionalParamMissing, param);
    let kept = row.sealed_signing_key.as_ref().map(|_| row.signing_algorithm.clone());
    let wanted = algorithm.or_else(|| kept.clone()).ok_or_else(|| missing("signing_algorithm"))?;
    let algorithm = Algorithm::parse(&wanted).ok_or_else(|| {
        let known: Vec<&str> = Algorithm::ALL.iter().map(|known| known.as_str()).collect();
        Error::param(ErrorCode::FormParamValueInvalid, "signing_algorithm")
            .text(format!("Choose one of {}.", known.join(", ")))
    })?;
    let Some(key) = key else {
        return if kept.as_deref() == Some(algorithm.as_str()) { Ok(()) } else { Err(missing("signing_key")) };
    };
    let refused = |text: String| Error::param(ErrorCode::FormParamFormatInvalid, "signing_key").text(text);
    if key.len() > MAX_KEY_BYTES {
        return Err(Error::param(ErrorCode::FormParamExceedsAllowedSize, "signing_key"));
    }
    TemplateKey::parse(algorithm, &key).map_err(refused)?;
    let sealed = app.key_ring.seal(&*app.random, Purpose::Templates, &label(app, &row.id), key.as_bytes());
    row.signing_algorithm = algorithm.as_str().to_owned();
    row.sealed_signing_key = Some(sealed);
    Ok(())
}

/// The instance's key: nothing else may be asked for.
fn own_key(row: &mut JwtTemplateRow, algorithm: Option<String>, key: Option<String>) -> Result<()> {
    let disallowed = |param| {
        Error::param(ErrorCode::FormConditionalParamDisallowed, param).text("This goes with custom_signing_key alone.")
    };
    if algorithm.is_some_and(|name| name != Algorithm::Rs256.as_str()) {
        return Err(disallowed("signing_algorithm"));
    }
    if key.is_some() {
        return Err(disallowed("signing_key"));
    }
    row.signing_algorithm = Algorithm::Rs256.as_str().to_owned();
    row.sealed_signing_key = None;
    Ok(())
}

fn label(app: &App, id: &JwtTemplateId) -> String {
    format!("jwt_templates/sealed_signing_key/{}/{id}", app.instance.id)
}

/// A token from the template of this name, for a page of the origin `azp` or for the app's own backend.
pub async fn mint(
    app: &App,
    conn: &mut Conn,
    session: &SessionRow,
    name: &str,
    (azp, seconds): (Option<&str>, Option<i64>),
    now: Millis,
) -> Result<Token> {
    let not_found = || Error::api(ErrorCode::ResourceNotFound).text(format!("There is no template named {name}."));
    let row = jwt_templates::find_by_name(conn, &app.instance.id, name).await?.ok_or_else(not_found)?;
    let user = users::get(conn, &app.instance.id, &session.user_id).await?;
    let user = full_users::view(app, conn, &user, now).await?;
    let lifetime = seconds.unwrap_or(row.lifetime);
    let terms = Terms { claims: &claims_of(&row), lifetime, allowed_clock_skew: row.allowed_clock_skew };
    let mut claims = template_tokens::payload(app, &terms, &template_tokens::facts(&user, session.actor()), now);
    if let Some(azp) = azp {
        claims.insert("azp".to_owned(), json!(azp));
    }
    let jwt = sign(app, &row, &claims, lifetime * SECOND).await?;
    metrics::TEMPLATE_TOKENS.add();
    Ok(Token { object: TokenTag, jwt })
}

async fn sign(app: &App, row: &JwtTemplateRow, claims: &Map<String, Value>, life: Millis) -> Result<String> {
    let internal = |error| Error::Internal(Box::new(error));
    let Some(sealed) = &row.sealed_signing_key else {
        let keys = signing_keys::reserve(app, life).await?;
        return keys.current().sign_for_third_party(claims).map_err(internal);
    };
    let key = app.template_keys.get(sealed, || {
        let opened = app.key_ring.open(Purpose::Templates, &label(app, &row.id), sealed);
        let opened = opened.map_err(|error| Error::Internal(Box::new(error)))?;
        let text = std::str::from_utf8(&opened).ok();
        let key = Algorithm::parse(&row.signing_algorithm).zip(text);
        key.and_then(|(algorithm, text)| TemplateKey::parse(algorithm, text).ok())
            .ok_or_else(|| Error::internal("a template's key can't be read"))
    })?;
    key.sign(claims).map_err(internal)
}

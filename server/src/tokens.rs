//! Minting session tokens. Asking again within a few seconds gives the same token: two tabs that renew at once agree,
//! a lost answer costs nothing, and a page that reads the client twice signs once.

use crate::{
    clock::{MINUTE, Millis, SECOND},
    domain::{session_claims, signing_keys},
    error::{Error, Result},
    keys::{SigningKey, signing::SigningError},
    metrics, random,
    state::App,
    store::{sessions::SessionRow, users::UserRow},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use onehop::{
    token::TokenError,
    wire::{
        CLAIMS_VERSION, ClientId, FIRST_CLAIMS_VERSION, SessionClaims, SessionId, SessionStatus, Token, TokenTag,
        backend::ApiVersion,
    },
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Map, Value};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long the same token is handed out again.
const GRACE: Millis = 10 * SECOND;
/// `nbf` lies this much before `iat`, for verifiers whose clocks run late.
const EARLY_SECONDS: i64 = 10;
/// Entries kept before old ones are dropped.
const CAPACITY: usize = 16_384;

/// Tokens minted within the grace window, by session and origin.
#[derive(Default)]
pub struct RecentTokens(Mutex<HashMap<(SessionId, Option<String>), Recent>>);

struct Recent {
    jwt: String,
    client: ClientId,
    minted_at: Millis,
    /// Of the session and of its user.
    version: (i64, i64),
}

impl RecentTokens {
    fn find(&self, key: &(SessionId, Option<String>), version: (i64, i64), now: Millis) -> Option<String> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = recent.get(key)?;
        let is_fresh = (0..GRACE).contains(&(now - entry.minted_at)) && entry.version == version;
        is_fresh.then(|| entry.jwt.clone())
    }

    /// A session began in this client: what was minted before is older than its `__client_uat` says.
    pub fn forget(&self, client: &ClientId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, kept| kept.client != *client);
    }

    /// The key that signed them is the current one no more.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn keep(&self, key: (SessionId, Option<String>), entry: Recent) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= CAPACITY {
            let now = entry.minted_at;
            recent.retain(|_, kept| now - kept.minted_at < GRACE);
        }
        if recent.len() < CAPACITY {
            recent.insert(key, entry);
        }
    }
}

/// A token for this session, for pages of the origin `azp`. `is_new`: even when one was minted a moment ago.
pub fn mint(
    app: &App,
    (session, user): (&SessionRow, &UserRow),
    azp: Option<&str>,
    now: Millis,
    is_new: bool,
) -> Result<Token> {
    let key = (session.id.clone(), azp.map(str::to_owned));
    let version = (session.version, user.version);
    if let Some(jwt) = (!is_new).then(|| app.recent_tokens.find(&key, version, now)).flatten() {
        return Ok(Token { object: TokenTag, jwt });
    }
    let jwt = sign(app, app.signing.get().current(), user, &claims(app, session, key.1.clone(), now))?;
    metrics::SESSION_TOKENS.add();
    app.recent_tokens
        .keep(key, Recent { jwt: jwt.clone(), client: session.client_id.clone(), minted_at: now, version });
    Ok(Token { object: TokenTag, jwt })
}

/// Signs what all tokens say, and what the configuration adds.
fn sign(app: &App, key: &SigningKey, user: &UserRow, claims: &SessionClaims) -> Result<String> {
    let custom = session_claims::values(app, user);
    let signed = match custom.is_empty() {
        true => key.sign(claims),
        false => key.sign(&WithCustom { claims, custom }),
    };
    signed.map_err(internal)
}

#[derive(Serialize)]
struct WithCustom<'a> {
    #[serde(flatten)]
    claims: &'a SessionClaims,
    #[serde(flatten)]
    custom: Map<String, Value>,
}

/// A token of this session for the app's own backend: of no origin, in the form of its version of the contract, and
/// with a life of `seconds` where it asks for one.
pub async fn mint_for_backend(
    app: &App,
    (session, user): (&SessionRow, &UserRow),
    version: ApiVersion,
    seconds: Option<i64>,
    now: Millis,
) -> Result<Token> {
    let mut claims = claims(app, session, None, now);
    claims.exp = seconds.map_or(claims.exp, |seconds| claims.iat + seconds);
    if version < ApiVersion::V2025_04_10 {
        claims = SessionClaims { v: FIRST_CLAIMS_VERSION, jti: None, sts: None, ..claims };
    }
    let keys = signing_keys::reserve(app, (claims.exp - claims.iat) * SECOND).await?;
    let jwt = sign(app, keys.current(), user, &claims)?;
    metrics::BACKEND_TOKENS.add();
    Ok(Token { object: TokenTag, jwt })
}

fn claims(app: &App, session: &SessionRow, azp: Option<String>, now: Millis) -> SessionClaims {
    let iat = now.div_euclid(SECOND);
    SessionClaims {
        iss: app.instance.issuer.clone(),
        sub: session.user_id.to_string(),
        sid: session.id.to_string(),
        iat,
        nbf: iat - EARLY_SECONDS,
        exp: iat + app.config.session.token_lifetime.div_euclid(SECOND),
        v: CLAIMS_VERSION,
        azp,
        fva: Some(factor_age(session, now)),
        sts: Some(if session.status_at(now) == SessionStatus::Pending { "pending" } else { "active" }.to_owned()),
        jti: Some(random::id(&*app.random, now, "jti_")),
        act: session.actor(),
        o: None,
        fea: None,
        pla: None,
    }
}

fn internal(error: SigningError) -> Error {
    Error::Internal(Box::new(error))
}

/// The session that a token of ours speaks for, in either form of claims.
pub fn session_of(app: &App, jwt: &str, now: Millis) -> Option<SessionId> {
    let seconds = now.div_euclid(SECOND);
    match app.verifier.verify(jwt, seconds) {
        Ok(token) => Some(SessionId::from(token.claims().sid.as_str())),
        // Well signed, but of the first version: what is left to check is who made it and when it ends.
        Err(TokenError::Claims("v")) => {
            let payload = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
            let claims: FirstClaims = serde_json::from_slice(&payload).ok()?;
            let is_good = claims.v.is_none() && claims.iss == app.instance.issuer && claims.exp > seconds;
            is_good.then(|| SessionId::from(claims.sid))
        }
        Err(_) => None,
    }
}

/// What counts of the first version's claims.
#[derive(Deserialize)]
struct FirstClaims {
    iss: String,
    sid: String,
    exp: i64,
    #[serde(default)]
    v: Option<IgnoredAny>,
}

/// Whole minutes since the first and the second factor were proven; -1: never.
pub fn factor_age(session: &SessionRow, now: Millis) -> [i64; 2] {
    [session.first_factor_at, session.second_factor_at]
        .map(|at| at.map_or(-1, |at| (now - at).max(0).div_euclid(MINUTE)))
}

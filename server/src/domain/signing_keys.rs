//! The keys that sign tokens, over time: next, current, previous.
//!
//! - A **next** key is published from the moment it is made and signs nothing. It becomes the current one after
//!   [`PUBLISHED_BEFORE`] at the earliest: whoever verifies tokens knows it by then, also from a cache.
//! - The **current** key signs. With every token that lives longer than any before, its row learns of it first
//!   ([`reserve`]).
//! - A **previous** key stays published until the last token it signed has ended everywhere: the longest life it gave a
//!   token, counted from the moment when the last node stopped signing with it ([`FOLLOWED_WITHIN`]), and [`SLACK`].
//!   Its private half is forgotten when it stops.
//!
//! All nodes read the keys once a second ([`follow`]), whoever changes them, and `onehop keys` is another process, too.
//! A stolen key is another matter: [`replace_all`] takes every key back at once, and whoever verifies by a cached set
//! accepts the thief's tokens until that cache ends, after [`CACHED_FOR`] where it heeds our `Cache-Control`.

use super::{Cause, audit, audit::Actor};
use crate::{
    clock::{DAY, HOUR, MINUTE, Millis},
    error::{Error, Result},
    keys::{
        KeyRing, Purpose, SigningKey,
        signing_keys::{Previous, SigningSet},
    },
    random,
    state::App,
    store::{
        Conn, Scope, StoreError, signing_keys as store,
        signing_keys::{CURRENT, NEXT, PREVIOUS, SigningKeyRow},
    },
};
use serde_json::json;
use std::{fmt, sync::Arc};

/// How long a published set may be kept by what heeds our `Cache-Control` (`max-age=300, stale-while-revalidate=60`).
pub const CACHED_FOR: Millis = 6 * MINUTE;
/// A next key is published for so long before it signs. The common verifiers keep a set for five minutes
/// (`@clerk/backend`) to ten (`jose`), and a shared cache between them and us for [`CACHED_FOR`].
pub const PUBLISHED_BEFORE: Millis = HOUR;
/// A node that doesn't hear of a rotation for so long reaches no database, and without one it signs nothing.
pub const FOLLOWED_WITHIN: Millis = MINUTE;
/// Verifiers' clocks run late, by less than this.
const SLACK: Millis = HOUR;
/// How often taking all keys back is tried while nodes make new ones.
const TRIES: usize = 5;

/// Why keys can't be read or made.
#[derive(Debug)]
pub enum KeysError {
    /// A stored key is damaged, was sealed with another key, or can't be made.
    Unusable(String),
    /// The database failed.
    Store(StoreError),
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(what) => write!(f, "the signing keys: {what}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for KeysError {}

impl From<StoreError> for KeysError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeysError> for Error {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => error.into(),
            error @ KeysError::Unusable(_) => Self::Internal(Box::new(error)),
        }
    }
}

fn unusable(error: impl fmt::Display) -> KeysError {
    KeysError::Unusable(error.to_string())
}

/// A new key and its row. Takes a noticeable part of a second of one core.
pub fn generate(
    ring: &KeyRing,
    random: &dyn random::Random,
    instance: Scope<'_>,
    state: &str,
    now: Millis,
) -> Result<(SigningKey, SigningKeyRow), KeysError> {
    let id = random::id(random, now, "key_");
    let key = SigningKey::generate(&id).map_err(unusable)?;
    let pkcs8 = key.to_pkcs8().map_err(unusable)?;
    let row = SigningKeyRow {
        sealed_private_key: ring.seal(random, Purpose::Signing, &label(instance, &id), &pkcs8),
        id,
        state: state.to_owned(),
        public_key: None,
        longest_life: 0,
        state_since: now,
        published_until: None,
        created_at: now,
    };
    Ok((key, row))
}

/// The same without keeping a thread that serves requests.
async fn generate_aside(app: &App, state: &'static str, now: Millis) -> Result<(SigningKey, SigningKeyRow), KeysError> {
    let app = app.clone();
    let made = tokio::task::spawn_blocking(move || generate(&app.key_ring, &*app.random, &app.instance.id, state, now));
    made.await.map_err(unusable)?
}

fn label(instance: Scope<'_>, id: &str) -> String {
    format!("signing_keys/sealed_private_key/{instance}/{id}")
}

/// The keys as they are now. Those in `known` aren't opened again.
pub async fn load(
    conn: &mut Conn,
    ring: &KeyRing,
    instance: Scope<'_>,
    known: Option<&SigningSet>,
) -> Result<SigningSet, KeysError> {
    let rows = store::list(conn, instance).await?;
    open(&rows, ring, instance, known)
}

fn open(
    rows: &[SigningKeyRow],
    ring: &KeyRing,
    instance: Scope<'_>,
    known: Option<&SigningSet>,
) -> Result<SigningSet, KeysError> {
    let known_keys: Vec<_> =
        known.map_or_else(Vec::new, |set| std::iter::once(set.current()).chain(set.next()).collect());
    let private = |row: &SigningKeyRow| -> Result<Arc<SigningKey>, KeysError> {
        if let Some(key) = known_keys.iter().find(|key| key.kid() == row.id) {
            return Ok(Arc::clone(key));
        }
        let pkcs8 =
            ring.open(Purpose::Signing, &label(instance, &row.id), &row.sealed_private_key).map_err(unusable)?;
        Ok(Arc::new(SigningKey::from_pkcs8(&row.id, &pkcs8).map_err(unusable)?))
    };
    let in_state = |state: &'static str| rows.iter().filter(move |row| row.state == state);
    let current = in_state(CURRENT).next().ok_or_else(|| unusable("none signs"))?;
    let next = in_state(NEXT).next().map(private).transpose()?;
    let previous = in_state(PREVIOUS).map(|row| {
        let jwk = serde_json::from_str(row.public_key.as_deref().unwrap_or_default()).map_err(unusable)?;
        Ok(Previous { jwk, until: row.published_until.unwrap_or_default() })
    });
    let previous = previous.collect::<Result<Vec<_>, KeysError>>()?;
    Ok(SigningSet::new(private(current)?, next, previous, current.longest_life))
}

/// Takes over what another process did to the keys. True when they had changed.
pub async fn follow(app: &App) -> Result<bool, KeysError> {
    let rows = store::list(&mut app.read().await?, &app.instance.id).await?;
    let known = app.signing.get();
    if is_made_of(&known, &rows) {
        return Ok(false);
    }
    let set = Arc::new(open(&rows, &app.key_ring, &app.instance.id, Some(&known))?);
    let (now, is_other_key) = (app.clock.now(), set.current().kid() != known.current().kid());
    // The verifier first: it must know a key before this process signs with it.
    app.verifier.replace(set.key_set(now).map_err(unusable)?);
    app.signing.replace(Arc::clone(&set));
    if is_other_key {
        app.recent_tokens.clear();
        reserve_with(app, &set, app.config.session.token_lifetime).await?;
    }
    Ok(true)
}

fn is_made_of(set: &SigningSet, rows: &[SigningKeyRow]) -> bool {
    let named = |state: &'static str| rows.iter().filter(move |row| row.state == state).map(|row| row.id.as_str());
    let known_previous = set.previous().iter().map(|key| key.jwk.kid.as_str());
    named(CURRENT).eq([set.current().kid()])
        && named(NEXT).eq(set.next().map(|key| key.kid()))
        && named(PREVIOUS).eq(known_previous)
}

/// The keys, whose current one may sign tokens that live that long: its row knows of it.
pub async fn reserve(app: &App, life: Millis) -> Result<Arc<SigningSet>, KeysError> {
    let set = app.signing.get();
    if reserve_with(app, &set, life).await? {
        return Ok(set);
    }
    // It stopped signing a moment ago.
    follow(app).await?;
    let set = app.signing.get();
    match reserve_with(app, &set, life).await? {
        true => Ok(set),
        false => Err(KeysError::Store(StoreError::Busy)),
    }
}

async fn reserve_with(app: &App, set: &SigningSet, life: Millis) -> Result<bool, KeysError> {
    if set.allows(life) {
        return Ok(true);
    }
    let mut conn = app.write().await?;
    let is_current = store::update_longest_life(&mut conn, &app.instance.id, set.current().kid(), life).await?;
    conn.commit().await?;
    if is_current {
        set.allow(life);
    }
    Ok(is_current)
}

/// What came of a rotation.
#[derive(Debug, PartialEq, Eq)]
pub enum Rotated {
    /// The key with this id signs from now on.
    To(String),
    /// There is a next key, but it was published too short a time ago: not before then.
    NotBefore(Millis),
}

/// Signs with the next key from now on, and makes another next one.
pub async fn rotate(app: &App, cause: &Cause) -> Result<Rotated, KeysError> {
    let now = cause.now;
    let rows = store::list(&mut app.read().await?, &app.instance.id).await?;
    if let Some(from) = rows.iter().find(|row| row.state == NEXT).map(|row| row.state_since + PUBLISHED_BEFORE)
        && now < from
    {
        return Ok(Rotated::NotBefore(from));
    }
    let (_, fresh) = generate_aside(app, NEXT, now).await?;
    let mut conn = app.write().await?;
    let instance = &app.instance.id;
    let rows = store::list(&mut conn, instance).await?;
    let in_state = |state: &str| rows.iter().find(|row| row.state == state);
    let Some(next) = in_state(NEXT) else {
        store::insert(&mut conn, instance, &fresh).await?;
        conn.commit().await?;
        follow(app).await?;
        return Ok(Rotated::NotBefore(now + PUBLISHED_BEFORE));
    };
    if now < next.state_since + PUBLISHED_BEFORE {
        return Ok(Rotated::NotBefore(next.state_since + PUBLISHED_BEFORE));
    }
    let current = in_state(CURRENT).ok_or_else(|| unusable("none signs"))?;
    let set = open(&rows, &app.key_ring, instance, Some(&app.signing.get()))?;
    let public = serde_json::to_string(&set.current().jwk()).map_err(unusable)?;
    let last = now + FOLLOWED_WITHIN + SLACK;
    let is_done = store::update_retired(&mut conn, instance, &current.id, &public, now, last).await?
        && store::update_activated(&mut conn, instance, &next.id, now).await?;
    if !is_done {
        // Somebody else rotates them at this moment.
        return Err(StoreError::Conflict.into());
    }
    store::insert(&mut conn, instance, &fresh).await?;
    let change = (Some(json!({"current": current.id})), Some(json!({"current": next.id, "next": fresh.id})));
    record(app, &mut conn, cause, &next.id, change).await?;
    let kid = next.id.clone();
    conn.commit().await?;
    follow(app).await?;
    Ok(Rotated::To(kid))
}

/// Takes all keys back and makes new ones: for when one was stolen. Whoever stole one may have had the others too.
/// Tokens that are out end now; browsers get new ones by themselves.
pub async fn replace_all(app: &App, cause: &Cause) -> Result<String, KeysError> {
    let (_, current) = generate_aside(app, CURRENT, cause.now).await?;
    let (_, next) = generate_aside(app, NEXT, cause.now).await?;
    for _ in 0..TRIES {
        match replace_with(app, cause, &current, &next).await {
            // A node made a next key at this moment: it is withdrawn too.
            Err(KeysError::Store(StoreError::Conflict)) => {}
            done => {
                done?;
                follow(app).await?;
                return Ok(current.id);
            }
        }
    }
    Err(StoreError::Conflict.into())
}

async fn replace_with(
    app: &App,
    cause: &Cause,
    current: &SigningKeyRow,
    next: &SigningKeyRow,
) -> Result<(), KeysError> {
    let mut conn = app.write().await?;
    let instance = &app.instance.id;
    let old = store::list(&mut conn, instance).await?;
    store::delete_all(&mut conn, instance).await?;
    store::insert(&mut conn, instance, current).await?;
    store::insert(&mut conn, instance, next).await?;
    let revoked: Vec<&str> = old.iter().map(|row| row.id.as_str()).collect();
    let change = (Some(json!({"revoked": revoked})), Some(json!({"current": current.id, "next": next.id})));
    record(app, &mut conn, cause, &current.id, change).await?;
    Ok(conn.commit().await?)
}

async fn record(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    kid: &str,
    (before, after): (Option<serde_json::Value>, Option<serde_json::Value>),
) -> Result<(), KeysError> {
    audit::record(app, conn, cause, kid, before, after).await.map_err(|error| match error {
        Error::Internal(error) => unusable(error),
        Error::Api(_) => unusable("the audit log took no entry"),
    })
}

/// What is due: a next key where there is none, a rotation after the configured time, forgetting what nobody needs.
pub async fn keep(app: &App) -> Result<(), KeysError> {
    let (now, instance) = (app.clock.now(), &app.instance.id);
    let rows = store::list(&mut app.read().await?, instance).await?;
    if rows.iter().all(|row| row.state != NEXT) {
        let (_, fresh) = generate_aside(app, NEXT, now).await?;
        let mut conn = app.write().await?;
        match store::insert(&mut conn, instance, &fresh).await {
            Ok(()) => conn.commit().await?,
            // Another node was faster.
            Err(StoreError::Conflict) => drop(conn),
            Err(error) => return Err(error.into()),
        }
    }
    if rows.iter().any(|row| row.published_until.is_some_and(|until| until <= now)) {
        let mut conn = app.write().await?;
        store::delete_ended(&mut conn, instance, now).await?;
        conn.commit().await?;
    }
    if is_due(app, &rows, now) {
        let actor = Actor::system("schedule", "Schedule", "signing_key.rotate");
        match rotate(app, &Cause { ip: None, user_agent: None, locale: None, now, actor: Some(actor) }).await {
            Ok(Rotated::To(kid)) => tracing::info!(kid, "the signing key was rotated: it was due"),
            // Not yet, or another node is at it.
            Ok(Rotated::NotBefore(_)) | Err(KeysError::Store(StoreError::Conflict)) => {}
            Err(error) => return Err(error),
        }
    }
    follow(app).await.map(|_| ())
}

fn is_due(app: &App, rows: &[SigningKeyRow], now: Millis) -> bool {
    let after = i64::from(app.config.keys.rotate_days) * DAY;
    after > 0 && rows.iter().any(|row| row.state == CURRENT && row.state_since + after <= now)
}

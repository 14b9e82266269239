//! The instance: made at the first start, opened at every later one.

use super::{signing_keys, signing_keys::KeysError};
use crate::{
    clock::Millis,
    config::Config,
    keys::{KeyRing, Purpose, SecretKey, SigningSet, publishable, publishable_key, secret_key},
    random::{self, Random},
    state::Instance,
    store::{Conn, StoreError, instances, instances::InstanceRow, secret_keys, signing_keys as keys_store},
};
use onehop::wire::{InstanceId, SecretKeyId};
use std::sync::Arc;

/// Sealed when the instance is made: only the right key opens it.
const KEY_CHECK: &[u8] = b"onehop";

/// Why the instance can't be made or opened.
#[derive(Debug)]
pub enum InstanceError {
    /// The key-encryption key isn't the one this data was sealed with.
    WrongEncryptionKey,
    /// A stored key is damaged or can't be made.
    Keys(KeysError),
    /// The database failed.
    Store(StoreError),
}

impl std::fmt::Display for InstanceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongEncryptionKey => f.write_str(
                "the encryption key is not the one this data was sealed with; nothing was changed. Set [keys] encryption_key or encryption_key_file to the key of the first start",
            ),
            Self::Keys(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InstanceError {}

impl From<StoreError> for InstanceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeysError> for InstanceError {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => Self::Store(error),
            error @ KeysError::Unusable(_) => Self::Keys(error),
        }
    }
}

/// What a start needs of the instance.
pub struct Opened {
    /// The instance.
    pub instance: Instance,
    /// The keys that sign.
    pub signing: SigningSet,
    /// Only when the instance was made just now: shown once, never stored.
    pub secret_key: Option<SecretKey>,
}

/// Opens the instance, or makes it. Writes nothing when the encryption key is wrong.
pub async fn open_or_create(
    conn: &mut Conn,
    config: &Config,
    ring: &KeyRing,
    random: &dyn Random,
    now: Millis,
) -> Result<Opened, InstanceError> {
    match instances::find(conn).await? {
        Some(row) => open(conn, config, ring, row).await,
        None => create(conn, config, ring, random, now).await,
    }
}

/// Does this key open what the instance was sealed with?
pub async fn check_key(conn: &mut Conn, ring: &KeyRing) -> Result<(), InstanceError> {
    match instances::find(conn).await? {
        Some(row) if ring.open(Purpose::Signing, &check_label(&row.id), &row.key_check).is_err() => {
            Err(InstanceError::WrongEncryptionKey)
        }
        _ => Ok(()),
    }
}

async fn open(conn: &mut Conn, config: &Config, ring: &KeyRing, mut row: InstanceRow) -> Result<Opened, InstanceError> {
    check_key(conn, ring).await?;
    let signing = signing_keys::load(conn, ring, &row.id, None).await?;
    let (environment, host, publishable) = names(config);
    if (row.environment.as_str(), row.frontend_api_host.as_str()) != (environment, host.as_str()) {
        instances::update_host(conn, &row.id, environment, &host, &publishable).await?;
        row.publishable_key = publishable;
    }
    Ok(Opened { instance: instance(row.id, row.publishable_key), signing, secret_key: None })
}

async fn create(
    conn: &mut Conn,
    config: &Config,
    ring: &KeyRing,
    random: &dyn Random,
    now: Millis,
) -> Result<Opened, InstanceError> {
    let id = InstanceId::from(random::id(random, now, InstanceId::PREFIX));
    let (environment, frontend_api_host, publishable_key) = names(config);
    let key_check = ring.seal(random, Purpose::Signing, &check_label(&id), KEY_CHECK);
    let row = InstanceRow {
        id: id.clone(),
        environment: environment.to_owned(),
        frontend_api_host,
        publishable_key,
        key_check,
        created_at: now,
    };
    instances::insert(conn, &row).await?;

    // The next one is made beside the first requests.
    let (key, row_of_key) = signing_keys::generate(ring, random, &id, keys_store::CURRENT, now)?;
    keys_store::insert(conn, &id, &row_of_key).await?;
    let signing = SigningSet::new(Arc::new(key), None, Vec::new(), 0);

    let secret = add_secret_key(conn, config, &id, "First key", random, now).await?;
    Ok(Opened { instance: instance(id, row.publishable_key), signing, secret_key: Some(secret) })
}

/// Makes a secret key; its value exists only in what is returned.
pub async fn add_secret_key(
    conn: &mut Conn,
    config: &Config,
    instance: &InstanceId,
    name: &str,
    random: &dyn Random,
    now: Millis,
) -> Result<SecretKey, StoreError> {
    let secret = secret_key::generate(random, !config.is_development());
    let id = random::id(random, now, SecretKeyId::PREFIX);
    secret_keys::insert(conn, instance, &id, name, &secret.hash, &secret.hint, now).await?;
    Ok(secret)
}

fn instance(id: InstanceId, publishable_key: String) -> Instance {
    let decoded = publishable::decode(&publishable_key).expect("made by us from a host with a dot");
    // The contract: scheme and exactly the host of the publishable key.
    let issuer = format!("https://{}", decoded.host);
    Instance { cookie_suffix: publishable::cookie_suffix(&publishable_key), id, publishable_key, decoded, issuer }
}

fn names(config: &Config) -> (&'static str, String, String) {
    let host = config.instance.frontend_api_host.clone();
    // Live keys everywhere: test keys make the published clients expect a second credential in URLs, which same-origin
    // instances don't need (contract, section 1.9).
    let publishable = publishable_key(true, &host);
    (config.instance.environment.as_str(), host, publishable)
}

fn check_label(id: &InstanceId) -> String {
    format!("instances/key_check/{id}")
}

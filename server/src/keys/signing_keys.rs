//! The signing keys in use: one signs, others are published. All nodes of an instance hold the same ones, a moment later
//! at the most: see [`crate::domain::signing_keys::follow`].

use super::SigningKey;
use crate::clock::Millis;
use onehop::token::{Jwk, Jwks, KeyError, KeySet};
use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicI64, Ordering},
};

/// The keys as they were when they were last read. Cloning the `Arc` around it is all a signature costs beside itself.
pub struct SigningSet {
    current: Arc<SigningKey>,
    /// Made before it signs, so that all who verify know it by then.
    next: Option<Arc<SigningKey>>,
    previous: Vec<Previous>,
    /// The longest life that the database knows of tokens of the current key.
    longest_life: AtomicI64,
}

/// A key that signs no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Its public half.
    pub jwk: Jwk,
    /// It is published until then.
    pub until: Millis,
}

impl SigningSet {
    /// A set of keys.
    pub fn new(
        current: Arc<SigningKey>,
        next: Option<Arc<SigningKey>>,
        previous: Vec<Previous>,
        longest_life: Millis,
    ) -> Self {
        Self { current, next, previous, longest_life: AtomicI64::new(longest_life) }
    }

    /// The key that signs.
    pub fn current(&self) -> &Arc<SigningKey> {
        &self.current
    }

    /// The key that will sign next.
    pub fn next(&self) -> Option<&Arc<SigningKey>> {
        self.next.as_ref()
    }

    /// The keys that signed before.
    pub fn previous(&self) -> &[Previous] {
        &self.previous
    }

    /// The keys to publish.
    pub fn jwks(&self, now: Millis) -> Jwks {
        let signing = std::iter::once(&self.current).chain(&self.next).map(|key| key.jwk());
        let previous = self.previous.iter().filter(|key| now < key.until).map(|key| key.jwk.clone());
        Jwks { keys: signing.chain(previous).collect() }
    }

    /// The keys that tokens are verified with.
    pub fn key_set(&self, now: Millis) -> Result<KeySet, KeyError> {
        KeySet::from_jwks(&self.jwks(now))
    }

    /// May tokens of the current key live that long already?
    pub fn allows(&self, life: Millis) -> bool {
        self.longest_life.load(Ordering::Relaxed) >= life
    }

    /// From now on they may.
    pub fn allow(&self, life: Millis) {
        self.longest_life.fetch_max(life, Ordering::Relaxed);
    }
}

/// The set that is in use, exchanged as a whole.
pub struct SigningKeys(RwLock<Arc<SigningSet>>);

impl SigningKeys {
    /// Begins with this set.
    pub fn new(set: SigningSet) -> Self {
        Self(RwLock::new(Arc::new(set)))
    }

    /// The set in use.
    pub fn get(&self) -> Arc<SigningSet> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Uses another set from now on.
    pub fn replace(&self, set: Arc<SigningSet>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = set;
    }
}

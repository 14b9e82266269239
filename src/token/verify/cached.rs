//! A bounded memory of tokens that already passed, so that the many requests of one page cost one signature check.
//!
//! A table of small sets, as in a processor's cache: the hash picks a set, and a set holds four tokens behind its own
//! lock. The size is fixed, nothing grows, and two requests wait for each other only in the same set. A hit compares
//! the whole token byte for byte and looks at the clock again; the hash decides nothing but where to look.

use super::{TokenError, VerifiedToken, Verifier};
use std::{
    array,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

const SETS: usize = 1024;
const WAYS: usize = 4;
/// Bytes of the token's end that are hashed. A signature's end is as good as random for tokens that get in here.
const HASHED_BYTES: usize = 64;

type Set = [Option<VerifiedToken>; WAYS];

/// A [`Verifier`] with room for 4096 tokens that passed.
pub struct CachedVerifier {
    verifier: Verifier,
    hasher: RandomState,
    sets: Box<[Mutex<Set>]>,
}

impl CachedVerifier {
    /// Puts a cache in front of `verifier`.
    pub fn new(verifier: Verifier) -> Self {
        let sets = (0..SETS).map(|_| Mutex::new(array::from_fn(|_| None))).collect();
        Self { verifier, hasher: RandomState::new(), sets }
    }

    /// Verifies `token` as of `now_seconds` (since the Unix epoch).
    pub fn verify(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        if let Some(hit) = self.lookup(token) {
            self.verifier.check_times(hit.claims(), now_seconds)?;
            return Ok(hit);
        }
        let verified = self.verifier.verify(token, now_seconds)?;
        self.keep(&verified);
        Ok(verified)
    }

    fn lookup(&self, token: &str) -> Option<VerifiedToken> {
        self.set(token).iter().flatten().find(|kept| kept.as_str() == token).cloned()
    }

    /// Takes a free place, else that of the token which ends first.
    fn keep(&self, verified: &VerifiedToken) {
        let mut set = self.set(verified.as_str());
        if set.iter().flatten().any(|kept| kept.as_str() == verified.as_str()) {
            return;
        }
        let place = set.iter_mut().min_by_key(|place| place.as_ref().map(|kept| kept.claims().exp));
        *place.expect("a set has four places") = Some(verified.clone());
    }

    fn set(&self, token: &str) -> MutexGuard<'_, Set> {
        let bytes = token.as_bytes();
        let hash = self.hasher.hash_one(&bytes[bytes.len().saturating_sub(HASHED_BYTES)..]);
        let index = usize::try_from(hash % SETS as u64).expect("less than the number of sets");
        self.sets[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

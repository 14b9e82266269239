//! A verifier whose keys are exchanged while it is in use.

use super::{CachedVerifier, KeySet, Policy, TokenError, VerifiedToken, Verifier};
use std::sync::{Arc, PoisonError, RwLock};

/// A [`CachedVerifier`] for keys that are rotated: [`replace`](Self::replace) takes the key set that is published now.
///
/// What was remembered goes away with the keys that were withdrawn, so their tokens are refused at once. Share it; all
/// its users see the new keys.
///
/// ```no_run
/// # use onehop::token::{Jwks, KeyError, KeySet, Policy, RotatingVerifier};
/// # fn fetched() -> Jwks { Jwks::default() }
/// # fn main() -> Result<(), KeyError> {
/// let verifier = RotatingVerifier::new(KeySet::from_jwks(&fetched())?, Policy::default());
/// // … and whenever the published set was fetched again:
/// verifier.replace(KeySet::from_jwks(&fetched())?);
/// # Ok(()) }
/// ```
pub struct RotatingVerifier {
    policy: Policy,
    inner: RwLock<Arc<CachedVerifier>>,
}

impl RotatingVerifier {
    /// A verifier that trusts `keys` for now and asks for `policy`.
    pub fn new(keys: KeySet, policy: Policy) -> Self {
        let inner = RwLock::new(Arc::new(CachedVerifier::new(Verifier::new(keys, policy.clone()))));
        Self { policy, inner }
    }

    /// Trusts `keys` from now on, and none of the former that isn't among them.
    pub fn replace(&self, keys: KeySet) {
        let new = Arc::new(CachedVerifier::new(Verifier::new(keys, self.policy.clone())));
        *self.inner.write().unwrap_or_else(PoisonError::into_inner) = new;
    }

    /// Verifies `token` as of `now_seconds` (since the Unix epoch).
    pub fn verify(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        let inner = Arc::clone(&self.inner.read().unwrap_or_else(PoisonError::into_inner));
        inner.verify(token, now_seconds)
    }
}

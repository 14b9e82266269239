//! What the layers ask of a verifier and of a clock.

use super::{AuthError, RequestAuth, cookies};
use crate::token::{CachedVerifier, RotatingVerifier, TokenError, VerifiedToken, Verifier};
use http::{HeaderMap, header};
use std::sync::Arc;

/// Verifies session tokens. Implemented by all verifiers and by any function.
pub trait VerifyToken: Send + Sync + 'static {
    /// Verifies `token` as of `now_seconds` (since the Unix epoch).
    fn verify_token(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError>;
}

impl VerifyToken for Verifier {
    fn verify_token(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        self.verify(token, now_seconds)
    }
}

impl VerifyToken for CachedVerifier {
    fn verify_token(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        self.verify(token, now_seconds)
    }
}

impl VerifyToken for RotatingVerifier {
    fn verify_token(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        self.verify(token, now_seconds)
    }
}

impl<F> VerifyToken for F
where
    F: Fn(&str, i64) -> Result<VerifiedToken, TokenError> + Send + Sync + 'static,
{
    fn verify_token(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        self(token, now_seconds)
    }
}

/// Seconds since the Unix epoch, now.
pub trait Clock: Fn() -> i64 + Send + Sync + 'static {}
impl<F: Fn() -> i64 + Send + Sync + 'static> Clock for F {}

/// The machine's clock, for the layers' constructors.
#[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in")]
pub fn system_clock() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or_default()
}

/// A verifier and a clock: all that a local decision needs.
#[derive(Clone)]
pub(super) struct Verification {
    verifier: Arc<dyn VerifyToken>,
    clock: Arc<dyn Clock>,
}

impl Verification {
    pub fn new(verifier: Arc<dyn VerifyToken>, clock: impl Clock) -> Self {
        Self { verifier, clock: Arc::new(clock) }
    }

    /// Seconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Who sent this token. A session with tasks left doesn't count as signed in.
    pub fn identify(&self, token: &str) -> Result<RequestAuth, AuthError> {
        let verified = self.verifier.verify_token(token, self.now()).map_err(|error| match error {
            TokenError::Missing => AuthError::Missing,
            TokenError::Expired => AuthError::Expired,
            _ => AuthError::Invalid,
        })?;
        if verified.claims().is_pending() {
            return Err(AuthError::Missing);
        }
        Ok(RequestAuth::from(verified))
    }

    /// Who sent this request: by its bearer token, else by the session cookie.
    pub fn identify_request(&self, headers: &HeaderMap) -> Result<RequestAuth, AuthError> {
        let token = bearer(headers).or_else(|| cookies::read(headers, cookies::SESSION_COOKIE));
        self.identify(token.ok_or(AuthError::Missing)?)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

//! The checks, in order: shape, header, key, signature, claims, time.

use super::{KeySet, TokenError, VerifiedToken, header};
use crate::wire::{CLAIMS_VERSION, SessionClaims};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use std::sync::{PoisonError, RwLock};

/// No session token is longer; browsers keep cookies to half of it.
const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// Room for the signature of an 8192-bit key, rounded up to what the decoder may touch.
const SIGNATURE_BYTES: usize = 1026;
/// A key signs all its tokens with the same header, so a few are enough to know them all.
const MAX_KNOWN_HEADERS: usize = 16;

/// What a token must say, beyond being signed by a known key.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The issuer, compared exactly. `None` accepts any issuer that holds the key.
    pub issuer: Option<String>,
    /// Origins whose pages may present a token. When not empty, a token without `azp` is refused too.
    pub authorized_parties: Vec<String>,
    /// How far clocks may differ, in seconds.
    pub leeway_seconds: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self { issuer: None, authorized_parties: Vec::new(), leeway_seconds: 5 }
    }
}

/// Verifies session tokens with keys parsed once. Share it; it is never changed.
pub struct Verifier {
    keys: KeySet,
    policy: Policy,
    /// Header segments already read and the index of the key they name. A header gets in after a signature over it
    /// was found good, so strangers can neither add to it nor crowd it.
    known_headers: RwLock<Vec<(Box<str>, usize)>>,
}

impl Verifier {
    /// A verifier that trusts `keys` and asks for `policy`.
    pub fn new(keys: KeySet, policy: Policy) -> Self {
        Self { keys, policy, known_headers: RwLock::new(Vec::new()) }
    }

    /// Verifies `token` as of `now_seconds` (since the Unix epoch).
    pub fn verify(&self, token: &str, now_seconds: i64) -> Result<VerifiedToken, TokenError> {
        let claims = self.verified_claims(token)?;
        self.check_policy(&claims)?;
        self.check_times(&claims, now_seconds)?;
        Ok(VerifiedToken::new(token, claims))
    }

    /// Refuses what has ended or has not begun. The only check whose outcome changes with time.
    pub(super) fn check_times(&self, claims: &SessionClaims, now: i64) -> Result<(), TokenError> {
        let earliest = now.saturating_sub(self.policy.leeway_seconds);
        let latest = now.saturating_add(self.policy.leeway_seconds);
        if claims.exp <= earliest {
            return Err(TokenError::Expired);
        }
        if claims.nbf > latest || claims.iat > latest {
            return Err(TokenError::NotYetValid);
        }
        Ok(())
    }

    fn verified_claims(&self, token: &str) -> Result<SessionClaims, TokenError> {
        if token.is_empty() {
            return Err(TokenError::Missing);
        }
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        // A fourth part would leave a dot in the payload, which is no symbol of base64.
        let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;

        let (index, is_new) = self.key_index(header)?;
        let mut buffer = [0_u8; SIGNATURE_BYTES];
        let length = URL_SAFE_NO_PAD.decode_slice(signature, &mut buffer).map_err(|_| TokenError::Malformed)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| TokenError::Malformed)?;
        self.keys.key(index).verify(signed.as_bytes(), &buffer[..length])?;
        if is_new {
            self.remember(header, index);
        }
        let text = std::str::from_utf8(&payload).map_err(|_| TokenError::Malformed)?;
        serde_json::from_str(text).map_err(|_| explain(&payload))
    }

    fn key_index(&self, header: &str) -> Result<(usize, bool), TokenError> {
        let known = self.known_headers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, index)) = known.iter().find(|(segment, _)| **segment == *header) {
            return Ok((*index, false));
        }
        drop(known);
        let (algorithm, kid) = header::parse(header)?;
        Ok((self.keys.find(&algorithm, &kid)?, true))
    }

    fn remember(&self, header: &str, index: usize) {
        let mut known = self.known_headers.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MAX_KNOWN_HEADERS && known.iter().all(|(segment, _)| **segment != *header) {
            known.push((header.into(), index));
        }
    }

    fn check_policy(&self, claims: &SessionClaims) -> Result<(), TokenError> {
        if claims.v != CLAIMS_VERSION {
            return Err(TokenError::Claims("v"));
        }
        if claims.sub.is_empty() {
            return Err(TokenError::Claims("sub"));
        }
        if claims.sid.is_empty() {
            return Err(TokenError::Claims("sid"));
        }
        if self.policy.issuer.as_ref().is_some_and(|issuer| *issuer != claims.iss) {
            return Err(TokenError::Claims("iss"));
        }
        let parties = &self.policy.authorized_parties;
        if !parties.is_empty() && !claims.azp.as_ref().is_some_and(|azp| parties.contains(azp)) {
            return Err(TokenError::AuthorizedParty);
        }
        Ok(())
    }
}

/// Names the claim that made a signed payload unreadable. Slow on purpose: only broken tokens come here.
fn explain(payload: &[u8]) -> TokenError {
    let Ok(Value::Object(members)) = serde_json::from_slice(payload) else {
        return TokenError::Malformed;
    };
    let is_text = |name: &str| members.get(name).is_some_and(Value::is_string);
    let is_number = |name: &str| members.get(name).is_some_and(Value::is_i64);
    let texts = ["iss", "sub", "sid"].into_iter().find(|name| !is_text(name));
    let numbers = ["iat", "nbf", "exp", "v"].into_iter().find(|name| !is_number(name));
    texts.or(numbers).map_or(TokenError::Malformed, TokenError::Claims)
}

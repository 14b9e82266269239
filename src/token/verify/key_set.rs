//! Public keys, parsed once, each with the one algorithm it is for.

use super::TokenError;
use crate::token::{Jwk, Jwks};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

/// What a key signs with. One per key; the place for EdDSA and ES256.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
}

impl Algorithm {
    fn named(name: &str) -> Option<Self> {
        (name == "RS256").then_some(Self::Rs256)
    }
}

/// A key ready to verify.
pub(super) struct Key {
    kid: String,
    algorithm: Algorithm,
    parsed: ParsedPublicKey,
}

impl Key {
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), TokenError> {
        self.parsed.verify_sig(message, signature).map_err(|_| TokenError::Signature)
    }
}

/// The keys a [`Verifier`](super::Verifier) trusts. A token can pick among them by id and cannot add to them.
pub struct KeySet {
    keys: Vec<Key>,
}

/// Why a published key was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The key with this id is damaged or shorter than 2048 bits.
    Rejected(String),
    /// Two keys have this id.
    Duplicate(String),
    /// No key is left that could verify a token.
    Empty,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(kid) => {
                write!(f, "the key `{kid}` is damaged or shorter than 2048 bits")
            }
            Self::Duplicate(kid) => write!(f, "two keys are called `{kid}`"),
            Self::Empty => f.write_str("the key set has no RS256 signing key"),
        }
    }
}

impl std::error::Error for KeyError {}

impl KeySet {
    /// Parses the keys of a published set. Keys for another use, family or algorithm are passed over, as the standard
    /// asks; a key that claims to be ours and is not sound is an error.
    pub fn from_jwks(jwks: &Jwks) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::with_capacity(jwks.keys.len());
        for jwk in jwks.keys.iter().filter(|jwk| is_rs256(jwk)) {
            if keys.iter().any(|key| key.kid == jwk.kid) {
                return Err(KeyError::Duplicate(jwk.kid.clone()));
            }
            let parsed = parse_rsa(jwk).ok_or_else(|| KeyError::Rejected(jwk.kid.clone()))?;
            keys.push(Key { kid: jwk.kid.clone(), algorithm: Algorithm::Rs256, parsed });
        }
        if keys.is_empty() {
            return Err(KeyError::Empty);
        }
        Ok(Self { keys })
    }

    /// Index of the key with this id, if the named algorithm is the key's own.
    pub(super) fn find(&self, algorithm: &str, kid: &str) -> Result<usize, TokenError> {
        let algorithm = Algorithm::named(algorithm).ok_or(TokenError::Algorithm)?;
        let index = self.keys.iter().position(|key| key.kid == kid).ok_or(TokenError::UnknownKey)?;
        if self.keys[index].algorithm != algorithm {
            return Err(TokenError::Algorithm);
        }
        Ok(index)
    }

    /// The key at an index that [`KeySet::find`] returned.
    pub(super) fn key(&self, index: usize) -> &Key {
        &self.keys[index]
    }
}

fn is_rs256(jwk: &Jwk) -> bool {
    jwk.kty == "RSA"
        && jwk.alg.as_deref().is_none_or(|alg| alg == "RS256")
        && jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
}

fn parse_rsa(jwk: &Jwk) -> Option<ParsedPublicKey> {
    let n = URL_SAFE_NO_PAD.decode(&jwk.n).ok()?;
    let e = URL_SAFE_NO_PAD.decode(&jwk.e).ok()?;
    // The library checks the size at each verification; a key that can never verify should be noticed here.
    if !(256..=1024).contains(&n.len()) || n[0] == 0 {
        return None;
    }
    RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).ok()
}

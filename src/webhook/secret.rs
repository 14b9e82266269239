//! What signs deliveries and what checks them.

use aws_lc_rs::{hmac, signature};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::{fmt, str::FromStr};

/// Paste and copy lose `=` at the end easily.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const SECRET_PREFIX: &str = "whsec_";
const PUBLIC_PREFIX: &str = "whpk_";
/// Fewer bytes are too few for HMAC-SHA256 to be safe, more are no secret of this scheme.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=75;

/// A secret that deliveries are signed by (`whsec_…`), or the public half of a key pair (`whpk_…`).
#[derive(Clone)]
pub struct SigningSecret(Kind);

#[derive(Clone)]
enum Kind {
    Shared(Box<hmac::Key>),
    Public([u8; 32]),
}

/// The text is no secret of webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretError;

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a signing secret is whsec_ and base64 of 24 to 75 bytes, a public key whpk_ and base64 of 32")
    }
}

impl std::error::Error for SecretError {}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

impl FromStr for SigningSecret {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        if let Some(text) = text.strip_prefix(PUBLIC_PREFIX) {
            let key = BASE64.decode(text).map_err(|_| SecretError)?;
            return key.try_into().map(|key| Self(Kind::Public(key))).map_err(|_| SecretError);
        }
        let key = BASE64.decode(text.strip_prefix(SECRET_PREFIX).unwrap_or(text)).map_err(|_| SecretError)?;
        match LENGTHS.contains(&key.len()) {
            true => Ok(Self(Kind::Shared(Box::new(hmac::Key::new(hmac::HMAC_SHA256, &key))))),
            false => Err(SecretError),
        }
    }
}

impl SigningSecret {
    /// Is one of these signatures (`v1,… v1a,…`) right for what was signed? In constant time for each.
    pub(super) fn accepts(&self, signatures: &str, signed: &[u8]) -> bool {
        signatures.split(' ').filter_map(|signature| signature.split_once(',')).any(|(version, text)| {
            let Ok(bytes) = BASE64.decode(text) else { return false };
            match (&self.0, version) {
                (Kind::Shared(key), "v1") => hmac::verify(key, signed, &bytes).is_ok(),
                (Kind::Public(key), "v1a") => {
                    signature::UnparsedPublicKey::new(&signature::ED25519, key).verify(signed, &bytes).is_ok()
                }
                _ => false,
            }
        })
    }
}

//! Encryption of single values at rest: signing keys, seeds, secrets that must be read back.
//!
//! XChaCha20-Poly1305, whose nonces are long enough to be drawn at random. Each purpose has its own sub-key, and the
//! place of a value (table, column, row) is authenticated with it, so a ciphertext copied to another row, column or
//! purpose does not open. Several keys may be known at once: the first seals, all open, which is how keys are rotated.

use crate::random::Random;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use secrecy::zeroize::Zeroizing;
use std::fmt;

const NONCE_BYTES: usize = 24;

/// What a sub-key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Private keys that sign tokens.
    Signing,
    /// The key of the HMAC under which one-time codes are stored.
    Codes,
    /// Secrets of authenticator apps.
    SecondFactors,
    /// The key of the HMAC by which a browser is known again.
    Devices,
    /// Keys that sign tokens for third parties.
    Templates,
    /// The key of the HMAC in testing tokens.
    TestingTokens,
    /// Keys that an app gave to its users.
    ApiKeys,
    /// What the dashboard leaves for its next page.
    Dashboard,
    /// What signs deliveries of events.
    Webhooks,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Codes => "codes",
            Self::SecondFactors => "second_factors",
            Self::Templates => "templates",
            Self::TestingTokens => "testing_tokens",
            Self::Dashboard => "dashboard",
            Self::Devices => "devices",
            Self::ApiKeys => "api_keys",
            Self::Webhooks => "webhooks",
        }
    }
}

/// Why a sealed value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// It was sealed with a key that is not in the ring.
    UnknownKey,
    /// It was changed, cut, moved to another place, or is no sealed value.
    Damaged,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey => f.write_str("a stored secret was sealed with an encryption key that was not given"),
            Self::Damaged => f.write_str("a stored secret is damaged or was moved from its place"),
        }
    }
}

impl std::error::Error for SealError {}

/// Key-encryption keys. The first one seals; all of them open.
pub struct KeyRing {
    first: Key,
    others: Vec<Key>,
}

struct Key {
    id: String,
    secret: Prk,
}

/// 32 bytes of output from the key derivation.
struct Bytes32;

impl KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

impl Key {
    fn new(bytes: &[u8; 32]) -> Self {
        let secret = Salt::new(HKDF_SHA256, b"onehop key-encryption key v1").extract(bytes);
        let id = URL_SAFE_NO_PAD.encode(&derive(&secret, "id")[..6]);
        Self { id, secret }
    }

    fn cipher(&self, purpose: Purpose) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*derive(&self.secret, purpose.as_str())).into())
    }
}

fn derive(secret: &Prk, info: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let info = [info.as_bytes()];
    let output = secret.expand(&info, Bytes32).expect("32 bytes are within what HKDF gives");
    output.fill(&mut *key).expect("the length asked for");
    key
}

impl KeyRing {
    /// A ring of these keys, the sealing one first. `None` without any key.
    pub fn from_bytes(keys: Vec<[u8; 32]>) -> Option<Self> {
        let keys = Zeroizing::new(keys);
        let mut keys = keys.iter().map(Key::new);
        Some(Self { first: keys.next()?, others: keys.collect() })
    }

    /// Seals `plaintext` for the place `aad` (`table/column/row-id`): `v1.<key id>.<nonce and ciphertext>`.
    pub fn seal(&self, random: &dyn Random, purpose: Purpose, aad: &str, plaintext: &[u8]) -> String {
        let mut sealed = vec![0; NONCE_BYTES];
        random.fill(&mut sealed);
        let nonce = XNonce::try_from(&sealed[..]).expect("24 bytes");
        let payload = Payload { msg: plaintext, aad: aad.as_bytes() };
        let ciphertext = self.first.cipher(purpose).encrypt(&nonce, payload).expect("shorter than 256 GiB");
        sealed.extend_from_slice(&ciphertext);
        format!("v1.{}.{}", self.first.id, URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what [`KeyRing::seal`] returned for the same purpose and place.
    pub fn open(&self, purpose: Purpose, aad: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (id, bytes) = split(sealed).ok_or(SealError::Damaged)?;
        let mut keys = std::iter::once(&self.first).chain(&self.others);
        let key = keys.find(|key| key.id == id).ok_or(SealError::UnknownKey)?;
        let bytes = URL_SAFE_NO_PAD.decode(bytes).map_err(|_| SealError::Damaged)?;
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_BYTES).ok_or(SealError::Damaged)?;
        let nonce = XNonce::try_from(nonce).expect("24 bytes");
        let payload = Payload { msg: ciphertext, aad: aad.as_bytes() };
        let plaintext = key.cipher(purpose).decrypt(&nonce, payload).map_err(|_| SealError::Damaged)?;
        Ok(Zeroizing::new(plaintext))
    }

    /// Whether a value was sealed with another than the first key and should be sealed anew.
    pub fn is_outdated(&self, sealed: &str) -> bool {
        split(sealed).is_none_or(|(id, _)| id != self.first.id)
    }

    /// A key derived for a purpose, for what is not sealed but hashed.
    pub fn derive(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        derive(&self.first.secret, purpose.as_str())
    }
}

fn split(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix("v1.")?.split_once('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const PLACE: &str = "signing_keys/private_key/key_1";

    fn ring(keys: &[u8]) -> KeyRing {
        KeyRing::from_bytes(keys.iter().map(|byte| [*byte; 32]).collect()).unwrap()
    }

    fn sealed() -> String {
        ring(&[1]).seal(&SystemRandom, Purpose::Signing, PLACE, b"secret")
    }

    #[test]
    fn sealed_value_opens_at_its_place() {
        let opened = ring(&[1]).open(Purpose::Signing, PLACE, &sealed()).unwrap();
        assert_eq!(&opened[..], b"secret");
        assert!(!sealed().contains("secret"));
        assert_ne!(sealed(), sealed());
    }

    #[test]
    fn wrong_key_is_told_from_damage() {
        assert_eq!(ring(&[2]).open(Purpose::Signing, PLACE, &sealed()).err(), Some(SealError::UnknownKey));
    }

    #[test]
    fn value_does_not_open_at_another_place_or_for_another_purpose() {
        let ring = ring(&[1]);
        let elsewhere = "signing_keys/private_key/key_2";
        assert_eq!(ring.open(Purpose::Signing, elsewhere, &sealed()).err(), Some(SealError::Damaged));
        assert_eq!(ring.open(Purpose::Codes, PLACE, &sealed()).err(), Some(SealError::Damaged));
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let (ring, sealed) = (ring(&[1]), sealed());
        for place in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(ring.open(Purpose::Signing, PLACE, &changed).is_err(), "character {place}");
        }
        for text in ["", "v1.", "v1..", "v2.a.b", &sealed[..20], &sealed[..sealed.len() - 4]] {
            assert!(ring.open(Purpose::Signing, PLACE, text).is_err(), "{text}");
        }
    }

    #[test]
    fn older_key_still_opens_after_a_rotation() {
        let rotated = ring(&[2, 1]);
        assert!(rotated.open(Purpose::Signing, PLACE, &sealed()).is_ok());
        assert!(rotated.is_outdated(&sealed()));
        let anew = rotated.seal(&SystemRandom, Purpose::Signing, PLACE, b"secret");
        assert!(!rotated.is_outdated(&anew));
        assert_eq!(ring(&[1]).open(Purpose::Signing, PLACE, &anew).err(), Some(SealError::UnknownKey));
    }

    #[test]
    fn derived_keys_differ_by_purpose_and_by_key() {
        let (one, two) = (ring(&[1]), ring(&[2]));
        assert_ne!(one.derive(Purpose::Codes), one.derive(Purpose::Signing));
        assert_ne!(one.derive(Purpose::Codes), two.derive(Purpose::Codes));
    }

    #[test]
    fn ring_without_a_key_is_none() {
        assert!(KeyRing::from_bytes(vec![]).is_none());
    }
}

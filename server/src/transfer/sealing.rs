//! Secrets in an export, sealed with a passphrase: argon2id makes a key of it, XChaCha20-Poly1305 seals with that key.
//! Each value is bound to its user, so that none opens in another's place.

use super::TransferError;
use crate::random::Random;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;
const SALT_BYTES: usize = 16;
/// Shorter ones are guessed, however much each guess costs.
const MIN_PASSPHRASE: usize = 12;
/// A file must not ask for more than this.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_ITERATIONS: u32 = 10;
const MAX_PARALLELISM: u32 = 4;

/// How the key is made of the passphrase.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kdf {
    memory_kib: u32,
    iterations: u32,
    parallelism: u32,
    /// Base64.
    salt: String,
}

impl Kdf {
    /// A new salt, and the cost of today.
    pub(super) fn draw(random: &dyn Random) -> Self {
        let mut salt = [0_u8; SALT_BYTES];
        random.fill(&mut salt);
        Self { memory_kib: 64 * 1024, iterations: 3, parallelism: 1, salt: URL_SAFE_NO_PAD.encode(salt) }
    }
}

/// Seals and opens.
pub(super) struct Seal(XChaCha20Poly1305);

impl Seal {
    /// Takes about a tenth of a second.
    pub(super) fn derive(passphrase: &SecretString, kdf: &Kdf) -> Result<Self, TransferError> {
        let unusable = || TransferError::new("the head of the export is damaged");
        let is_bounded =
            kdf.memory_kib <= MAX_MEMORY_KIB && kdf.iterations <= MAX_ITERATIONS && kdf.parallelism <= MAX_PARALLELISM;
        let salt = URL_SAFE_NO_PAD.decode(&kdf.salt).ok().filter(|_| is_bounded).ok_or_else(unusable)?;
        let params = Params::new(kdf.memory_kib, kdf.iterations, kdf.parallelism, Some(32)).map_err(|_| unusable())?;
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), &salt, &mut *key)
            .map_err(|_| unusable())?;
        Ok(Self(XChaCha20Poly1305::new((&*key).into())))
    }

    /// Seals a value for its place.
    pub(super) fn seal(&self, random: &dyn Random, place: &str, plaintext: &[u8]) -> String {
        let mut sealed = vec![0; NONCE_BYTES];
        random.fill(&mut sealed);
        let nonce = XNonce::try_from(&sealed[..]).expect("24 bytes");
        let payload = Payload { msg: plaintext, aad: place.as_bytes() };
        sealed.extend(self.0.encrypt(&nonce, payload).expect("shorter than 256 GiB"));
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Opens what was sealed for the same place.
    pub(super) fn open(&self, place: &str, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        let payload = Payload { msg: ciphertext, aad: place.as_bytes() };
        self.0.decrypt(&nonce, payload).ok().map(Zeroizing::new)
    }
}

/// A passphrase to seal with.
pub(super) fn check(passphrase: &SecretString) -> Result<(), TransferError> {
    if passphrase.expose_secret().chars().count() < MIN_PASSPHRASE {
        return Err(TransferError::new(format!("use a passphrase of at least {MIN_PASSPHRASE} characters")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    fn seal(passphrase: &str, kdf: &Kdf) -> Seal {
        Seal::derive(&SecretString::from(passphrase), kdf).expect("a key")
    }

    #[test]
    fn only_the_passphrase_opens_and_only_in_its_place() {
        let kdf = Kdf { memory_kib: 64, ..Kdf::draw(&SystemRandom) };
        let ours = seal("correct horse staple", &kdf);
        let sealed = ours.seal(&SystemRandom, "user_1", b"secret");
        assert_eq!(ours.open("user_1", &sealed).as_deref().map(Vec::as_slice), Some(&b"secret"[..]));
        assert!(ours.open("user_2", &sealed).is_none());
        assert!(seal("another horse staple", &kdf).open("user_1", &sealed).is_none());
        assert!(ours.open("user_1", &sealed[1..]).is_none() && ours.open("user_1", "").is_none());
    }

    #[test]
    fn a_file_cannot_ask_for_all_the_memory() {
        let kdf = Kdf { memory_kib: 1 << 30, ..Kdf::draw(&SystemRandom) };
        assert!(Seal::derive(&SecretString::from("x"), &kdf).is_err());
        assert!(check(&SecretString::from("too short")).is_err());
    }
}

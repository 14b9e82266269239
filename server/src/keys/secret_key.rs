//! The secret key a backend presents. Shown once; stored as a hash, with a hint that helps a person tell keys apart.

use super::token_hash;
use crate::random::Random;
use secrecy::SecretString;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 43 characters of 62 kinds carry 256 bits.
const LENGTH: usize = 43;
const HINT_LENGTH: usize = 4;

/// A new secret key and what is stored of it.
#[derive(Debug)]
pub struct SecretKey {
    /// The key itself, to be handed out once.
    pub value: SecretString,
    /// What is stored: see [`hash`].
    pub hash: String,
    /// Its beginning, to be shown in lists.
    pub hint: String,
}

/// Draws a new key.
pub fn generate(random: &dyn Random, is_live: bool) -> SecretKey {
    let mut value = String::with_capacity(LENGTH + 8);
    value.push_str(if is_live { "sk_live_" } else { "sk_test_" });
    let prefix = value.len();
    while value.len() < prefix + LENGTH {
        let mut byte = [0_u8; 1];
        random.fill(&mut byte);
        // 248 is the largest multiple of 62 in a byte: what lies above would favour the first characters.
        if byte[0] < 248 {
            value.push(char::from(BASE62[usize::from(byte[0] % 62)]));
        }
    }
    let hint = format!("{}…", &value[..prefix + HINT_LENGTH]);
    SecretKey { hash: hash(&value), hint, value: SecretString::from(value) }
}

/// The stored form of a key. A plain hash is enough: nobody can search 256 random bits.
pub fn hash(value: &str) -> String {
    token_hash::sha256_hex(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;
    use secrecy::ExposeSecret;

    #[test]
    fn key_has_prefix_length_and_alphabet() {
        for (is_live, prefix) in [(true, "sk_live_"), (false, "sk_test_")] {
            let key = generate(&SystemRandom, is_live);
            let random = key.value.expose_secret().strip_prefix(prefix).unwrap();
            assert_eq!(random.len(), LENGTH);
            assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        }
    }

    #[test]
    fn only_the_hash_and_a_short_hint_are_kept() {
        let key = generate(&SystemRandom, false);
        let value = key.value.expose_secret();
        assert_eq!(key.hash, hash(value));
        assert_eq!(key.hint.chars().count(), "sk_test_".len() + HINT_LENGTH + 1);
        assert!(!format!("{key:?}").contains(value));
    }

    #[test]
    fn two_keys_differ() {
        assert_ne!(generate(&SystemRandom, true).hash, generate(&SystemRandom, true).hash);
    }
}

//! Randomness as a parameter, and the few shapes we draw from it.

use crate::clock::Millis;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;

/// Where random bytes come from.
pub trait Random: Send + Sync {
    /// Fills `bytes` with cryptographically strong random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, through AWS-LC.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system hands out randomness");
    }
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Ids count seconds from here, so that 32 bits last until 2150.
const ID_EPOCH: Millis = 1_400_000_000_000;

/// A new id: `prefix` and 27 base62 characters, a 32-bit time in seconds followed by 128 random bits.
/// Ids of one kind sort by creation time, which keeps inserts at the end of an index.
pub fn id(random: &dyn Random, now: Millis, prefix: &str) -> String {
    let mut bytes = [0_u8; 20];
    let seconds = u32::try_from((now - ID_EPOCH) / 1_000).unwrap_or_default();
    bytes[..4].copy_from_slice(&seconds.to_be_bytes());
    random.fill(&mut bytes[4..]);
    format!("{prefix}{}", base62(bytes))
}

/// A positive number of 62 random bits: a key where the database wants a number.
pub fn number(random: &dyn Random) -> i64 {
    let mut bytes = [0_u8; 8];
    random.fill(&mut bytes);
    i64::from_be_bytes(bytes) & (i64::MAX >> 1)
}

/// A number from 0 to 1.
pub fn share(random: &dyn Random) -> f64 {
    let mut bytes = [0_u8; 4];
    random.fill(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}

/// A bearer secret of 256 bits, URL-safe.
pub fn token(random: &dyn Random) -> SecretString {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes);
    SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// A numeric code of `length` digits, each value equally likely.
pub fn digits(random: &dyn Random, length: usize) -> SecretString {
    let mut code = String::with_capacity(length);
    while code.len() < length {
        let mut byte = [0_u8; 1];
        random.fill(&mut byte);
        // 250 is the largest multiple of ten in a byte: what lies above would favour small digits.
        if byte[0] < 250 {
            code.push(char::from(b'0' + byte[0] % 10));
        }
    }
    SecretString::from(code)
}

/// A code to be written down, of digits and lower-case letters that look like no other (32 kinds: five bits each).
pub fn written_code(random: &dyn Random, length: usize) -> SecretString {
    const KINDS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = vec![0_u8; length];
    random.fill(&mut bytes);
    let code: String = bytes.into_iter().map(|byte| char::from(KINDS[usize::from(byte % 32)])).collect();
    SecretString::from(code)
}

fn base62(mut number: [u8; 20]) -> String {
    let mut out = [b'0'; 27];
    for slot in out.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in &mut number {
            let value = rest * 256 + u32::from(*byte);
            *byte = u8::try_from(value / 62).expect("a digit of the quotient is a byte");
            rest = value % 62;
        }
        *slot = BASE62[rest as usize];
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn ids_have_27_characters_and_sort_by_time() {
        let first = id(&SystemRandom, 1_800_000_000_000, "user_");
        let later = id(&SystemRandom, 1_800_000_001_000, "user_");
        assert_eq!(first.len(), "user_".len() + 27);
        assert!(first < later);
    }

    #[test]
    fn codes_have_the_length_asked_for_and_only_digits() {
        let code = digits(&SystemRandom, 8);
        assert_eq!(code.expose_secret().len(), 8);
        assert!(code.expose_secret().bytes().all(|byte| byte.is_ascii_digit()));
    }
}

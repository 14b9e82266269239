//! What is stored of tokens and codes, and how it is compared.
//!
//! Tokens are long and random, so a plain hash protects them. Codes are short: their hash is keyed, so that a stolen
//! table alone cannot be searched for them.

use aws_lc_rs::{digest, hmac};
use subtle::ConstantTimeEq;

/// SHA-256 of a token, in hexadecimal.
pub fn sha256_hex(token: &str) -> String {
    hex(digest::digest(&digest::SHA256, token.as_bytes()).as_ref())
}

/// HMAC-SHA-256 of a code and what it is bound to, in hexadecimal.
pub fn hmac_hex(key: &[u8], message: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hex(hmac::sign(&key, message.as_bytes()).as_ref())
}

/// Compares two hashes without telling by time how far they agree.
pub fn is_equal(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_standard_ones() {
        // FIPS 180-2, appendix B.1, and RFC 4231, test case 2.
        assert_eq!(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hmac_hex(b"Jefe", "what do ya want for nothing?"), expected);
    }

    #[test]
    fn comparison_sees_every_difference() {
        assert!(is_equal("abc", "abc"));
        assert!(!is_equal("abc", "abd"));
        assert!(!is_equal("abc", "ab"));
        assert!(!is_equal("abc", ""));
    }
}

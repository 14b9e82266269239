//! PBKDF2 with three hash functions, in the ways in which salt and hash are written.

use super::{Check, ImportError, text};
use aws_lc_rs::{
    digest::{SHA1_OUTPUT_LEN, SHA256_OUTPUT_LEN, SHA512_OUTPUT_LEN},
    pbkdf2::{self, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA512},
};
use std::num::NonZeroU32;

/// A block is as much as the hash function gives; each takes all iterations.
const MAX_ITERATIONS_TIMES_BLOCKS: u64 = 2_000_000;
/// Shorter hashes are found by chance.
const HASH_LENGTHS: std::ops::RangeInclusive<usize> = 16..=512;

/// The algorithm and the length of its blocks.
type Algorithm = (pbkdf2::Algorithm, usize);

const SHA1: Algorithm = (PBKDF2_HMAC_SHA1, SHA1_OUTPUT_LEN);
const SHA256: Algorithm = (PBKDF2_HMAC_SHA256, SHA256_OUTPUT_LEN);
const SHA512: Algorithm = (PBKDF2_HMAC_SHA512, SHA512_OUTPUT_LEN);

/// `pbkdf2_sha1$<iterations>$<salt>$<hex>`, also with the hash's length in bytes behind it. A salt that can be read as
/// hex is read as hex.
pub fn sha1(digest: &str) -> Result<Check, ImportError> {
    let (iterations, rest) = text::split_first(text::after("pbkdf2_sha1", digest)?)?;
    let (salt, hash) = text::split_last(rest)?;
    let (salt, hash, length) = match salt.rsplit_once('$') {
        Some((salt, before)) => (salt, text::hex(before)?, Some(text::number(hash)?)),
        None => (salt, text::hex(hash)?, None),
    };
    if length.is_some_and(|length| usize::try_from(length) != Ok(hash.len())) {
        return Err(ImportError::WrongForm);
    }
    let salt = text::hex(salt).unwrap_or_else(|_| salt.as_bytes().to_vec());
    with(SHA1, iterations, salt, hash)
}

/// `pbkdf2_sha256$<iterations>$<base64>$<base64>`
pub fn sha256(digest: &str) -> Result<Check, ImportError> {
    let (iterations, salt, hash) = parts("pbkdf2_sha256", digest)?;
    with(SHA256, iterations, text::base64(salt)?, text::base64(hash)?)
}

/// `pbkdf2_sha256$<iterations>$<salt>$<base64>`
pub fn sha256_django(digest: &str) -> Result<Check, ImportError> {
    let (iterations, salt, hash) = parts("pbkdf2_sha256", digest)?;
    let hash = text::base64(hash)?;
    // Django writes one block.
    if hash.len() != SHA256_OUTPUT_LEN {
        return Err(ImportError::WrongForm);
    }
    with(SHA256, iterations, salt.as_bytes().to_vec(), hash)
}

/// `pbkdf2_sha512$<iterations>$<salt>$<hex>`
pub fn sha512(digest: &str) -> Result<Check, ImportError> {
    let (iterations, salt, hash) = parts("pbkdf2_sha512", digest)?;
    with(SHA512, iterations, salt.as_bytes().to_vec(), text::hex(hash)?)
}

/// `pbkdf2_sha512_hex$<iterations>$<hex>$<hex>`
pub fn sha512_hex(digest: &str) -> Result<Check, ImportError> {
    let (iterations, salt, hash) = parts("pbkdf2_sha512_hex", digest)?;
    with(SHA512, iterations, text::hex(salt)?, text::hex(hash)?)
}

fn parts<'a>(name: &str, digest: &'a str) -> Result<(&'a str, &'a str, &'a str), ImportError> {
    let (iterations, rest) = text::split_first(text::after(name, digest)?)?;
    let (salt, hash) = text::split_last(rest)?;
    Ok((iterations, salt, hash))
}

fn with((algorithm, block): Algorithm, iterations: &str, salt: Vec<u8>, hash: Vec<u8>) -> Result<Check, ImportError> {
    let iterations = NonZeroU32::new(text::number(iterations)?).ok_or(ImportError::WrongForm)?;
    let salt = text::salt(salt)?;
    if !HASH_LENGTHS.contains(&hash.len()) {
        return Err(ImportError::WrongForm);
    }
    let blocks = hash.len().div_ceil(block) as u64;
    if u64::from(iterations.get()) * blocks > MAX_ITERATIONS_TIMES_BLOCKS {
        return Err(ImportError::TooCostly);
    }
    // Compares in constant time.
    Ok(Box::new(move |password| pbkdf2::verify(algorithm, iterations, &salt, password, &hash).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::{TooCostly, WrongForm},
        check,
        proof::assert_right,
        verify,
    };

    #[test]
    fn sha1_of_others_verifies() {
        for (digest, password) in [
            // RFC 6070
            ("pbkdf2_sha1$4096$salt$4b007901b765489abead49d926f721d065a429c1$20", "password"),
            (
                "pbkdf2_sha1$4096$saltSALTsaltSALTsaltSALTsaltSALTsalt$3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
                "passwordPASSWORDpassword",
            ),
            // Python's hashlib: the salt as text, and in hex
            (
                "pbkdf2_sha1$1000$NaCl-2026$eaae8fdc2648149a5f18604668f268120bcd3318153af48ded7b75cb7d416a73",
                "correct horse",
            ),
            (
                "pbkdf2_sha1$1000$NaCl-2026$859cd49dec8860af8599bd262f5e223543661691a6cc4804db489e6fde038c2e$32",
                "pässwörd 日本",
            ),
            ("pbkdf2_sha1$1000$NaCl-2026$fd9267a5402ed179635af0759c73f9445c09936078058a031275aec855e9152f", ""),
            ("pbkdf2_sha1$1000$00ff10a0$d7d0236eb21caa9563f64ebf27eece27fb9ce2d8$20", "correct horse"),
            ("pbkdf2_sha1$1000$00FF10A0$5d2c15074c3922f064ffa2061bd8d6820e11bb33", "pässwörd 日本"),
            // PHP 8.2's hash_pbkdf2
            (
                "pbkdf2_sha1$1000$saltSALTsalt$82f475682dbef1a0b34aad09a01c7f8bec9b56c816692aff85a3395eff69e651",
                "correct horse",
            ),
        ] {
            assert_right("pbkdf2_sha1", digest, password);
        }
    }

    #[test]
    fn sha256_of_others_verifies() {
        for (digest, password) in [
            // RFC 7914, chapter 11
            (
                "pbkdf2_sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm2RZkWZLOdd+8xfHG4RbHjC9UJESBB06GXgw==",
                "passwd",
            ),
            (
                "pbkdf2_sha256$80000$TmFDbA==$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ==",
                "Password",
            ),
            // Python's hashlib; the second without padding and in the alphabet for addresses
            ("pbkdf2_sha256$1000$+vv8/f7/YWJj$oFudGv9jrxL2zB9hRwvsU4R1TO+orWYurBZpJb3DDPI=", "correct horse"),
            ("pbkdf2_sha256$1000$-vv8_f7_YWJj$zYCXKNTxr6XU9SYb6La4qIhA0wNwh4O3GfDrP0LF3FI", "pässwörd 日本"),
            ("pbkdf2_sha256$1000$+vv8/f7/YWJj$5eyD0UzalftApPj+nkQbpOF0YG+P6T8k0Z5MydMzm+o=", ""),
        ] {
            assert_right("pbkdf2_sha256", digest, password);
        }
        // Django's own tests, with the cost of its newest release.
        let newest = "pbkdf2_sha256$1500000$seasalt$P4UiMPVduVWIL/oS1GzH+IofsccjJNM5hUTikBvi5to=";
        assert!(verify(&check("pbkdf2_sha256_django", newest).unwrap(), "lètmein".as_bytes()));
        for (digest, password) in [
            // Django 5.2
            ("pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=", "correct horse"),
            ("pbkdf2_sha256$1000$seasalt$dtg6ogQTPryPO/v2zUyar+2EP4GlPH3t4zgjGP5p5t4=", "pässwörd 日本"),
            ("pbkdf2_sha256$1000$seasalt$XHfRVmyEZRTCcSbqGP00JKv0fRwYHK0ogjPZdSJxCXk=", ""),
        ] {
            assert_right("pbkdf2_sha256_django", digest, password);
        }
    }

    #[test]
    fn sha512_of_others_verifies() {
        // Python's hashlib, of 32 and of 64 bytes.
        for (hasher, digest, password) in [
            (
                "pbkdf2_sha512",
                "pbkdf2_sha512$1000$NaCl-2026$f85c1e7ee5868ef8d39bf380a67f00af37be0f86e017c19be805f3047950ccd0",
                "correct horse",
            ),
            (
                "pbkdf2_sha512",
                "pbkdf2_sha512$1000$NaCl-2026$b7704c891b9cd5317a945c1b6fc8f4f4bdd498fa43ec4fab34e6ef0989d3c433c3b14245e9273acc73e7b17f6ac41c32681c5a035e33114c85755f855f984451",
                "pässwörd 日本",
            ),
            (
                "pbkdf2_sha512",
                "pbkdf2_sha512$1000$NaCl-2026$7442db1ab8e166511e5ed8fa298469e4df2fd4607fd1ed340173b6cd18b33dd1a7680cfe350a0589a3cf4fb25dfbc977d702087778e68818bfc805f86789a543",
                "",
            ),
            (
                "pbkdf2_sha512_hex",
                "pbkdf2_sha512_hex$1000$00ff10a0$c1df205315b7456a1516ec3612a2853df2563dbb27cad2b87f5d6e5a7ecfb147bb0aa0db465a29d1561edc7efc5d2c2285c47091faa2c25fab83173319b6e013",
                "correct horse",
            ),
            (
                "pbkdf2_sha512_hex",
                "pbkdf2_sha512_hex$1000$00ff10a0$12cc48820ab76f17a414c9f4dabf2f374adde78fc43cb44468d505339d5b15f2af0db604315d12704be615087369b05e361c7d2f5cccd141c489536f194a64ac",
                "pässwörd 日本",
            ),
            (
                "pbkdf2_sha512_hex",
                "pbkdf2_sha512_hex$1000$00ff10a0$404a1d99e7ddc58afd90675074dc49550547ff6f2c2052dc10c3a336eb6e50561d062a30e94bf0d5509e66a088c52388f0be99d49acf034721ea2f782b176568",
                "",
            ),
        ] {
            assert_right(hasher, digest, password);
        }
    }

    /// Where a hash ends is not part of it: 16 bytes of one are as good as all, and fewer are refused.
    #[test]
    fn digests_cut_short_are_refused_or_still_long_enough() {
        for (hasher, digest, shortest) in [
            (
                "pbkdf2_sha1",
                "pbkdf2_sha1$1000$NaCl-2026$eaae8fdc2648149a5f18604668f268120bcd3318153af48ded7b75cb7d416a73",
                27 + 32,
            ),
            ("pbkdf2_sha256", "pbkdf2_sha256$1000$+vv8/f7/YWJj$oFudGv9jrxL2zB9hRwvsU4R1TO+orWYurBZpJb3DDPI=", 32 + 22),
            (
                "pbkdf2_sha512",
                "pbkdf2_sha512$1000$NaCl-2026$f85c1e7ee5868ef8d39bf380a67f00af37be0f86e017c19be805f3047950ccd0",
                29 + 32,
            ),
        ] {
            for length in 0..shortest {
                assert_eq!(check(hasher, &digest[..length]), Err(WrongForm), "{}", &digest[..length]);
            }
        }
        let django = "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=";
        for length in 0..django.len() - 1 {
            assert_eq!(check("pbkdf2_sha256_django", &django[..length]), Err(WrongForm), "{}", &django[..length]);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let hash = "00".repeat(32);
        for (hasher, digest) in [
            ("pbkdf2_sha1", format!("pbkdf2_sha1$0$salt${hash}")),
            ("pbkdf2_sha1", format!("pbkdf2_sha1$-1$salt${hash}")),
            ("pbkdf2_sha1", format!("pbkdf2_sha1$+1$salt${hash}")),
            ("pbkdf2_sha1", format!("pbkdf2_sha1$1$${hash}")),
            ("pbkdf2_sha1", format!("pbkdf2_sha1$1$salt${hash}$31")),
            ("pbkdf2_sha1", format!("pbkdf2_sha1$1$salt${hash}$")),
            ("pbkdf2_sha1", format!("pbkdf2_sha256$1$salt${hash}")),
            ("pbkdf2_sha256", format!("pbkdf2_sha256$1$sa*t${hash}")),
            ("pbkdf2_sha512", format!("pbkdf2_sha512$1$salt$x{hash}")),
            ("pbkdf2_sha512", format!("pbkdf2_sha512$1${}${hash}", "x".repeat(1025))),
            ("pbkdf2_sha512", format!("pbkdf2_sha512$1$salt${}", "00".repeat(513))),
            ("pbkdf2_sha512_hex", format!("pbkdf2_sha512_hex$1$salt${hash}")),
            ("pbkdf2_sha512_hex", format!("pbkdf2_sha512$1$00ff${hash}")),
        ] {
            assert_eq!(check(hasher, &digest), Err(WrongForm), "{digest}");
        }
    }

    #[test]
    fn iterations_have_bounds_that_count_every_block() {
        for (hasher, iterations, bytes, expected) in [
            ("pbkdf2_sha512", 2_000_000_u64, 64, None),
            ("pbkdf2_sha512", 2_000_001, 64, Some(TooCostly)),
            ("pbkdf2_sha512", 1_000_001, 65, Some(TooCostly)),
            ("pbkdf2_sha1", 1_000_000, 32, None),
            ("pbkdf2_sha1", 1_000_001, 32, Some(TooCostly)),
            ("pbkdf2_sha1", 4_294_967_295, 20, Some(TooCostly)),
            ("pbkdf2_sha1", 4_294_967_296, 20, Some(WrongForm)),
        ] {
            let digest = format!("{hasher}${iterations}$salt${}", "00".repeat(bytes));
            assert_eq!(check(hasher, &digest).err(), expected, "{digest}");
        }
    }

    #[test]
    fn another_salt_or_count_is_another_digest() {
        let digest = "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=";
        for (old, new) in [("seasalt", "seasals"), ("1000", "1001")] {
            let stored = check("pbkdf2_sha256_django", &digest.replace(old, new)).unwrap();
            assert!(!verify(&stored, b"correct horse"), "{new}");
        }
    }
}

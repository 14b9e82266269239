//! Digests that other systems made of passwords, kept until their owner signs in and the password is hashed anew.
//!
//! A digest is stored as `$import$<hasher>$<digest>`; argon2 as it came, for [`super::hash`] reads that as it is. What
//! comes with a digest stays in the database until then: also a pepper and a signer key.
//!
//! | hasher | digest | bounds |
//! |---|---|---|
//! | `argon2i`, `argon2id` | PHC string with its version | memory 128 MiB, times passes 768 MiB |
//! | `awscognito` | `awscognito#<pool>#<client>#<name>` | |
//! | `bcrypt` | `$2a$`, `$2b$` or `$2y$`, cost, salt and hash | cost 4 to 14 |
//! | `bcrypt_peppered` | the same, `$`, what is appended to the password | the same |
//! | `bcrypt_sha256_django` | `bcrypt_sha256$` and the same | the same |
//! | `ldap_ssha` | `{SSHA}` and base64 of hash and salt | |
//! | `md5`, `sha256` | hex | |
//! | `md5_salted`, `sha256_salted` | `<salt>$<hex>`, the salt before or after the password | |
//! | `md5_phpass` | `$P$…` of the hex of the MD5, also `U$P$…` | rounds to 2^18 |
//! | `pbkdf2_sha1` | `pbkdf2_sha1$<iterations>$<salt>$<hex>`, also with `$<length>` | 2,000,000 iterations times blocks |
//! | `pbkdf2_sha256` | `pbkdf2_sha256$<iterations>$<base64>$<base64>` | the same |
//! | `pbkdf2_sha256_django` | `pbkdf2_sha256$<iterations>$<salt>$<base64>` | the same |
//! | `pbkdf2_sha512` | `pbkdf2_sha512$<iterations>$<salt>$<hex>` | the same |
//! | `pbkdf2_sha512_hex` | `pbkdf2_sha512_hex$<iterations>$<hex>$<hex>` | the same |
//! | `phpass` | `$P$` or `$H$`, rounds, salt and checksum | rounds to 2^18 |
//! | `scrypt_firebase` | `<hash>$<salt>$<signer key>$<salt separator>$<rounds>$<memory cost>` | rounds 8, memory cost 14 |
//! | `scrypt_werkzeug` | `scrypt:<N>:<r>:<p>$<salt>$<hex>` | N × r × p of 2^20: 128 MiB |
//! | `sha512_symfony` | `sha512_symfony$<iterations>$<salt>$<base64>` | 100,000 iterations |
//!
//! The bounds keep one check to about a second of one core. Salts without an encoding are used as text.
//!
//! - bcrypt reads 72 bytes; what lies beyond them counts neither there nor here.
//! - `awscognito` names an account of a user pool. Its digest never leaves the pool, so nothing can be checked here: no
//!   password is the right one, and the person sets a new one with a reset code (or signs in with a mailed one).

mod argon2;
mod bcrypt;
mod cognito;
mod ldap_ssha;
mod message_digest;
mod pbkdf2;
mod phpass;
#[cfg(test)]
mod proof;
mod scrypt;
mod symfony;
mod text;

use super::rules::MAX_BYTES;
use std::fmt;
use subtle::ConstantTimeEq;

const PREFIX: &str = "$import$";
/// Longer than any digest with its salt.
const MAX_DIGEST: usize = 4096;
/// Longest salt or pepper.
const MAX_SALT: usize = 1024;

/// Why a digest cannot be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// No hasher of this name.
    UnknownHasher,
    /// The digest is not in the form of its hasher.
    WrongForm,
    /// Checking a password would take more time or memory than is allowed.
    TooCostly,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownHasher => "there is no hasher of this name",
            Self::WrongForm => "the digest is not in the form of its hasher",
            Self::TooCostly => "checking this digest would cost too much",
        })
    }
}

impl std::error::Error for ImportError {}

/// Whether bytes are the password of a digest that was read.
type Check = Box<dyn Fn(&[u8]) -> bool>;

/// Checks the form and the cost of a digest. What comes back is to be stored.
pub fn check(hasher: &str, digest: &str) -> Result<String, ImportError> {
    if matches!(hasher, "argon2i" | "argon2id") {
        argon2::check(hasher, digest)?;
        return Ok(digest.to_owned());
    }
    read(hasher, digest).map(|_| format!("{PREFIX}{hasher}${digest}"))
}

/// Whether a stored digest is one of another system.
pub fn is_imported(stored: &str) -> bool {
    stored.starts_with(PREFIX)
}

/// Hasher and digest of a stored digest of another system.
pub fn parts(stored: &str) -> Option<(&str, &str)> {
    stored.strip_prefix(PREFIX).and_then(|rest| rest.split_once('$'))
}

/// Whether `password` is the one of an imported digest. May take a second: go through the queue.
pub fn verify(stored: &str, password: &[u8]) -> bool {
    let Some(Ok(is_right)) = parts(stored).map(|(hasher, digest)| read(hasher, digest)) else {
        tracing::error!("a stored password digest cannot be read");
        return false;
    };
    password.len() <= MAX_BYTES && is_right(password)
}

fn read(hasher: &str, digest: &str) -> Result<Check, ImportError> {
    let read = match hasher {
        "awscognito" => cognito::read,
        "bcrypt" => bcrypt::plain,
        "bcrypt_peppered" => bcrypt::peppered,
        "bcrypt_sha256_django" => bcrypt::sha256_django,
        "ldap_ssha" => ldap_ssha::read,
        "md5" => message_digest::md5,
        "md5_phpass" => phpass::of_md5,
        "md5_salted" => message_digest::md5_salted,
        "pbkdf2_sha1" => pbkdf2::sha1,
        "pbkdf2_sha256" => pbkdf2::sha256,
        "pbkdf2_sha256_django" => pbkdf2::sha256_django,
        "pbkdf2_sha512" => pbkdf2::sha512,
        "pbkdf2_sha512_hex" => pbkdf2::sha512_hex,
        "phpass" => phpass::plain,
        "scrypt_firebase" => scrypt::firebase,
        "scrypt_werkzeug" => scrypt::werkzeug,
        "sha256" => message_digest::sha256,
        "sha256_salted" => message_digest::sha256_salted,
        "sha512_symfony" => symfony::read,
        _ => return Err(ImportError::UnknownHasher),
    };
    if digest.len() > MAX_DIGEST {
        return Err(ImportError::WrongForm);
    }
    read(digest)
}

/// In a time that does not tell where they differ.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One digest of each hasher, all of `correct horse` and made by others; see the file of each for how.
    const DIGESTS: [(&str, &str); 21] = [
        ("argon2i", "$argon2i$v=19$m=512,t=2,p=1$f92Ljgp4PXmG4ewRW2AOmw$9MjPLTgL1qqVfRIvGdUpUDJ6+owVAULW+IqlhlRu0BA"),
        ("argon2id", "$argon2id$v=19$m=1024,t=1,p=2$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ"),
        ("awscognito", "awscognito#eu-west-1_a1B2c3D4e#1example23456789#ada@example.com"),
        ("bcrypt", "$2b$04$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li"),
        ("bcrypt_peppered", "$2a$04$1JzHs.gGI7QqDomj8aDmE.ezj/vufMxPRUYQOIdP5riRgeL.YwCSm$sea pepper$ö"),
        ("bcrypt_sha256_django", "bcrypt_sha256$$2b$04$NQJi6Zi3FNareRFV5DMbMup9yve2hg4tMAfhAjlbTyWoYGFOA5SCK"),
        ("ldap_ssha", "{SSHA}M8PWVai/VVqt4B4F4NS26L36M4I4Ynl0U2FsdA=="),
        ("md5", "3cb4e732631f47e6eb961f34554b7cde"),
        ("md5_phpass", "$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0"),
        ("md5_salted", "n4Cl$17de6d6bf5e57ed4f0afa960e2a8689d"),
        ("pbkdf2_sha1", "pbkdf2_sha1$1000$NaCl-2026$eaae8fdc2648149a5f18604668f268120bcd3318153af48ded7b75cb7d416a73"),
        ("pbkdf2_sha256", "pbkdf2_sha256$1000$+vv8/f7/YWJj$oFudGv9jrxL2zB9hRwvsU4R1TO+orWYurBZpJb3DDPI="),
        ("pbkdf2_sha256_django", "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso="),
        (
            "pbkdf2_sha512",
            "pbkdf2_sha512$1000$NaCl-2026$f85c1e7ee5868ef8d39bf380a67f00af37be0f86e017c19be805f3047950ccd0",
        ),
        (
            "pbkdf2_sha512_hex",
            "pbkdf2_sha512_hex$1000$00ff10a0$c1df205315b7456a1516ec3612a2853df2563dbb27cad2b87f5d6e5a7ecfb147",
        ),
        ("phpass", "$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn."),
        (
            "scrypt_firebase",
            "rhHjawKlysoOxCzJTb8HbLgLBfRbX81i9ZfF4KZilOghoKAkNs3pmHMCHTZ52qMk4BJ+K0iOLJrdbabHNoymMw==$ABEiM0RVZneImQ==$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==$Bw==$4$10",
        ),
        (
            "scrypt_werkzeug",
            "scrypt:16384:8:1$2CgaXSRflmtqc1Nx$74ceeabf9f2dea3730cc5659b8c10b7a46d356ed79f87286fb778dbaf44947b5aeb557abd43ab289f17927a98eb4b7c11e48a1d00fef15507adf09782bee0372",
        ),
        ("sha256", "4104d36f8da2c254349f85836793ebe029e0c957063a34c91c2e9203187b5631"),
        ("sha256_salted", "n4Cl$$20521ae7dbe74e8274b4d4542e4df00dfb3455d63e955e1f29600f14b0ccd3a8"),
        (
            "sha512_symfony",
            "sha512_symfony$5000$lk3j4h5g$aXQEudBfZo6or6Ey/amuFz2/4H+KboM6K9S+tjXJtAQFXEhS/8QfoFTxd9vBKgAfk0rI5AWTvIn6XbnShHXoIw==",
        ),
    ];

    #[test]
    fn every_hasher_is_known_and_its_digest_says_which_it_is() {
        for (hasher, digest) in DIGESTS {
            let stored = check(hasher, digest).unwrap();
            let expected = match hasher {
                "argon2i" | "argon2id" => digest.to_owned(),
                _ => format!("$import${hasher}${digest}"),
            };
            assert_eq!(stored, expected);
            assert_eq!(is_imported(&stored), !hasher.starts_with("argon2"), "{hasher}");
        }
    }

    #[test]
    fn other_hashers_are_unknown() {
        for hasher in ["", "MD5", "md4", "argon2d", "argon2", "bcrypt$", "sha512", "hmac_sha256_utf16_b64"] {
            assert_eq!(check(hasher, "x"), Err(ImportError::UnknownHasher), "{hasher}");
        }
    }

    #[test]
    fn damage_at_any_place_never_panics() {
        for (hasher, digest) in DIGESTS {
            for (place, old) in digest.char_indices() {
                for new in ["", "$", "é", "\0", " ", "-", "99999999999"] {
                    let damaged = [&digest[..place], new, &digest[place + old.len_utf8()..]].concat();
                    if let Ok(stored) = check(hasher, &damaged) {
                        assert!(stored.ends_with(&damaged), "{hasher} {damaged}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_longer_than_any_digest_or_password_is_refused() {
        let long = format!("{}$17de6d6bf5e57ed4f0afa960e2a8689d", "x".repeat(MAX_DIGEST));
        assert_eq!(check("md5_salted", &long), Err(ImportError::WrongForm));
        // hashlib: md5(b"a" * 1024) and md5(b"a" * 1025)
        let most = check("md5", "c9a34cfc85d982698c6ac89f76071abd").unwrap();
        assert!(verify(&most, &[b'a'; 1024]));
        let more = check("md5", "ae187e1febee2a150b64849c32d566ca").unwrap();
        assert!(!verify(&more, &[b'a'; 1025]));
    }

    #[test]
    fn what_cannot_be_read_matches_nothing() {
        for stored in
            ["", "$import$", "$import$md5", "$import$md5$", "$import$md4$x", "3cb4e732631f47e6eb961f34554b7cde"]
        {
            assert!(!verify(stored, b"correct horse"), "{stored}");
            assert!(!verify(stored, b""), "{stored}");
        }
    }

    #[test]
    fn nobody_has_the_password_of_a_user_pool() {
        let stored = check("awscognito", DIGESTS[2].1).unwrap();
        for password in ["", "correct horse", "ada@example.com", DIGESTS[2].1] {
            assert!(!verify(&stored, password.as_bytes()), "{password}");
        }
        for digest in [
            "",
            "awscognito",
            "awscognito#pool#client",
            "awscognito#pool#client#",
            "awscognito##client#name",
            "cognito#a#b#c",
        ] {
            assert_eq!(check("awscognito", digest), Err(ImportError::WrongForm), "{digest}");
        }
    }
}

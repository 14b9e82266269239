//! MD5 and SHA-256 of the password alone, or with a salt.

use super::{Check, ImportError, is_equal, text};
use aws_lc_rs::digest::{SHA256, digest as hash};
use md5::{Digest, Md5};

/// Length in bytes, and how bytes are hashed.
type Algorithm = (usize, fn(&[u8]) -> Vec<u8>);

const MD5: Algorithm = (16, |bytes| Md5::digest(bytes).to_vec());
const SHA_256: Algorithm = (32, |bytes| hash(&SHA256, bytes).as_ref().to_vec());

/// `<hex>`
pub fn md5(digest: &str) -> Result<Check, ImportError> {
    alone(MD5, digest)
}

/// `<salt>$<hex>`
pub fn md5_salted(digest: &str) -> Result<Check, ImportError> {
    salted(MD5, digest)
}

/// `<hex>`
pub fn sha256(digest: &str) -> Result<Check, ImportError> {
    alone(SHA_256, digest)
}

/// `<salt>$<hex>`
pub fn sha256_salted(digest: &str) -> Result<Check, ImportError> {
    salted(SHA_256, digest)
}

fn alone((length, hash): Algorithm, digest: &str) -> Result<Check, ImportError> {
    let expected = exactly(length, digest)?;
    Ok(Box::new(move |password| is_equal(&hash(password), &expected)))
}

/// The contract does not say on which side the salt is: either will do.
fn salted((length, hash): Algorithm, digest: &str) -> Result<Check, ImportError> {
    let (salt, expected) = text::split_last(digest)?;
    let (salt, expected) = (text::salt(salt)?, exactly(length, expected)?);
    Ok(Box::new(move |password| {
        let is_before = is_equal(&hash(&[&salt, password].concat()), &expected);
        let is_after = is_equal(&hash(&[password, &salt].concat()), &expected);
        is_before | is_after
    }))
}

fn exactly(length: usize, digest: &str) -> Result<Vec<u8>, ImportError> {
    let bytes = text::hex(digest)?;
    if bytes.len() == length { Ok(bytes) } else { Err(ImportError::WrongForm) }
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::WrongForm,
        check,
        proof::{assert_right, assert_whole},
        verify,
    };

    #[test]
    fn digests_of_others_verify() {
        for (hasher, digest, password) in [
            // RFC 1321, and the published example of this form
            ("md5", "900150983cd24fb0d6963f7d28e17f72", "abc"),
            ("md5", "5f4dcc3b5aa765d61d8327deb882cf99", "password"),
            // FIPS 180-2, and the published example of this form
            ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc"),
            ("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "test"),
            // Python's hashlib
            ("md5", "3CB4E732631F47E6EB961F34554B7CDE", "correct horse"),
            ("md5", "5bf1e23797397714bd83e787b0780429", "pässwörd 日本"),
            ("md5", "d41d8cd98f00b204e9800998ecf8427e", ""),
            ("sha256", "373693f10b5a1df51bea05a3af25842e191c37fa23cfe8cd08a91e7a8353fc84", "pässwörd 日本"),
            ("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ""),
        ] {
            assert_right(hasher, digest, password);
            assert_whole(hasher, digest, password);
        }
    }

    #[test]
    fn a_salt_may_be_on_either_side() {
        // Python's hashlib: of salt and password, then of password and salt.
        for (hasher, digest, password) in [
            ("md5_salted", "n4Cl$17de6d6bf5e57ed4f0afa960e2a8689d", "correct horse"),
            ("md5_salted", "n4Cl$a4c3552f06f1a2bb21772a73cda7aa7a", "correct horse"),
            ("md5_salted", "n4Cl$c5eb1048d7fb46608b29ea66eb9449f7", "pässwörd 日本"),
            ("md5_salted", "n4Cl$50b6b28a92ccf4a6b0bdec3b80bd4d3a", "pässwörd 日本"),
            ("md5_salted", "n4Cl$b088bdba01b588b51c9cede6cf5645a4", ""),
            // This salt has a dollar sign at its end.
            (
                "sha256_salted",
                "n4Cl$$20521ae7dbe74e8274b4d4542e4df00dfb3455d63e955e1f29600f14b0ccd3a8",
                "correct horse",
            ),
            (
                "sha256_salted",
                "n4Cl$$4fc88edd68a9eb75ecf8a9c0a341a3e3cbfecdbf209dae381e21a93a043998f7",
                "correct horse",
            ),
            (
                "sha256_salted",
                "n4Cl$$df396ad4da36f2c621244808c7e5ed53f0a6b2cde6b01cc8bc21b19cb3bf1aba",
                "pässwörd 日本",
            ),
            (
                "sha256_salted",
                "n4Cl$$fb71d84c94ceefd9197902147d5fc5865cf95702466dc747b3c9d6659f84d672",
                "pässwörd 日本",
            ),
        ] {
            assert_right(hasher, digest, password);
            assert_whole(hasher, digest, password);
        }
        let stored = check("md5_salted", "m4Cl$17de6d6bf5e57ed4f0afa960e2a8689d").unwrap();
        assert!(!verify(&stored, b"correct horse"), "another salt");
    }

    #[test]
    fn other_forms_are_refused() {
        let (md5, sha256) = ("0".repeat(32), "0".repeat(64));
        for (hasher, digest) in [
            ("md5", sha256.clone()),
            ("md5", format!("{}g", &md5[1..])),
            ("md5", format!("salt${md5}")),
            ("md5_salted", md5.clone()),
            ("md5_salted", format!("${md5}")),
            ("md5_salted", format!("{md5}$salt")),
            ("md5_salted", format!("{}${md5}", "x".repeat(1025))),
            ("sha256", md5),
            ("sha256_salted", format!("${sha256}")),
            ("sha256_salted", format!("{sha256}$salt")),
        ] {
            assert_eq!(check(hasher, &digest), Err(WrongForm), "{hasher} {digest}");
        }
    }
}

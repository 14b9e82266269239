//! bcrypt: as it is, with a pepper (Devise), and over SHA-256 (Django).

use super::{Check, ImportError, is_equal, text};
use crate::keys::token_hash::hex;
use aws_lc_rs::digest::{SHA256, digest as hash};
use base64::{
    Engine, alphabet,
    engine::{GeneralPurpose, general_purpose::NO_PAD},
};

/// Its own base64, in which the last character may have bits to spare.
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, NO_PAD.with_decode_allow_trailing_bits(true));
/// Version and cost, then 22 characters of salt and 31 of hash.
const LENGTH: usize = 7 + SALT + 31;
const SALT: usize = 22;
const COSTS: std::ops::RangeInclusive<u32> = 4..=14;
/// As much of a password as the algorithm reads, with the zero at its end.
const MAX_KEY: usize = 72;

/// `$2b$12$…`
pub fn plain(digest: &str) -> Result<Check, ImportError> {
    let digest = Digest::read(digest)?;
    Ok(Box::new(move |password| digest.is_of(password)))
}

/// `$2b$12$…$<pepper>`
pub fn peppered(digest: &str) -> Result<Check, ImportError> {
    let (digest, pepper) = digest.split_at_checked(LENGTH).ok_or(ImportError::WrongForm)?;
    let digest = Digest::read(digest)?;
    let pepper = text::salt(text::after("", pepper)?)?;
    Ok(Box::new(move |password| digest.is_of(&[password, &pepper].concat())))
}

/// `bcrypt_sha256$$2b$12$…`
pub fn sha256_django(digest: &str) -> Result<Check, ImportError> {
    let digest = Digest::read(text::after("bcrypt_sha256", digest)?)?;
    Ok(Box::new(move |password| digest.is_of(hex(hash(&SHA256, password).as_ref()).as_bytes())))
}

struct Digest {
    cost: u32,
    salt: [u8; 16],
    /// 23 bytes: the algorithm drops the last one.
    hash: Vec<u8>,
}

impl Digest {
    fn read(digest: &str) -> Result<Self, ImportError> {
        let versions = ["$2a$", "$2b$", "$2y$"];
        let rest = versions.iter().find_map(|version| digest.strip_prefix(version));
        let (cost, rest) = text::split_first(rest.ok_or(ImportError::WrongForm)?)?;
        if digest.len() != LENGTH || cost.len() != 2 || !rest.is_ascii() {
            return Err(ImportError::WrongForm);
        }
        let cost = text::number(cost)?;
        let (salt, hash) = rest.split_at(SALT);
        let decode = |text: &str| BASE64.decode(text).map_err(|_| ImportError::WrongForm);
        let salt = decode(salt)?.try_into().map_err(|_| ImportError::WrongForm)?;
        let digest = Self { cost, salt, hash: decode(hash)? };
        if COSTS.contains(&cost) { Ok(digest) } else { Err(ImportError::TooCostly) }
    }

    fn is_of(&self, password: &[u8]) -> bool {
        let mut key = [password, &[0]].concat();
        key.truncate(MAX_KEY);
        let hash = bcrypt::bcrypt(self.cost, self.salt, &key);
        is_equal(&hash[..23], &self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::{TooCostly, WrongForm},
        check,
        proof::{assert_right, assert_whole},
        verify,
    };

    #[test]
    fn digests_of_others_verify() {
        for (digest, password) in [
            // crypt_blowfish's own tests
            ("$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U"),
            ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy", ""),
            // Python's bcrypt 5.0
            ("$2b$04$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li", "correct horse"),
            ("$2a$05$C6cBIck6F.VYCYMoiOjKuu5q4X/QNJNwJ8vugQJJ1Tr8jvul963YW", "pässwörd 日本"),
            // PHP 8.2's password_hash
            ("$2y$04$Z4.wqS3KQGCBPGTH9xHzr.y07VoBJJ36MxpP2IY7qhkh4.kIivz6m", "correct horse"),
            ("$2y$04$RdQQLlmi3ycMZ.VqccF4DuKaaVhL0PpiFzjsn9ryK8tLm8ZmwmeJ6", "pässwörd 日本"),
            ("$2y$04$L73xpkDjFImb7rU68BhSAebRylxqFlYKWsk6luwqU4yIasg2BS5Da", ""),
        ] {
            assert_right("bcrypt", digest, password);
        }
        assert_whole("bcrypt", "$2b$04$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li", "correct horse");
        // Of crypt_blowfish too: bytes that are no text.
        let stored = check("bcrypt", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq").unwrap();
        assert!(verify(&stored, b"\xa3"));
    }

    #[test]
    fn what_lies_beyond_72_bytes_does_not_count() {
        let a = |times| "a".repeat(times);
        // Python's bcrypt 5.0, of 72 bytes and of 71.
        let stored = check("bcrypt", "$2b$04$jFE2rzis5BsAvuhzKPNrTeWTjnv/gmYFQ6BXPStDv2ESynWGHAqTK").unwrap();
        for (password, is_right) in [(a(71), false), (a(72), true), (a(73), true), (a(71) + "b", false)] {
            assert_eq!(verify(&stored, password.as_bytes()), is_right, "{password}");
        }
        assert_right("bcrypt", "$2b$04$TrbCVXb.pcXCvxxOfD6K7O3Ow27LM5F3w.nvwyZFbUo6deZHCa7CK", &a(71));
        // PHP 8.2, of 73 bytes.
        let stored = check("bcrypt", "$2y$04$tQEokhdpbQLy0/3sDjOZVeMLhc1JUmv5qj7cbbIoovH2J3HIoWuFe").unwrap();
        assert!(verify(&stored, (a(71) + "bc").as_bytes()));
        assert!(verify(&stored, (a(71) + "bd").as_bytes()));
        assert!(!verify(&stored, (a(71) + "cc").as_bytes()));
    }

    #[test]
    fn a_pepper_is_appended_before_the_limit() {
        // Python's bcrypt 5.0, of the password with "sea pepper$ö" behind it.
        for (digest, password) in [
            ("$2a$04$1JzHs.gGI7QqDomj8aDmE.ezj/vufMxPRUYQOIdP5riRgeL.YwCSm", "correct horse"),
            ("$2a$04$6DDnbuGVUo/qH2Ycghevme6tzBYcoau3HZR099Xjr.Q4n5PlVhxGS", "pässwörd 日本"),
            ("$2a$04$.XkejDkQ0UWfeSXlQKANAuJ.WpgxCZ.K/eEeEqM7wjs/LsVMMXkSy", ""),
        ] {
            let digest = format!("{digest}$sea pepper$ö");
            assert_right("bcrypt_peppered", &digest, password);
            assert_whole("bcrypt_peppered", &digest, password);
        }
        // PHP 8.2: password_hash(str_repeat("a", 70)."pepper", …)
        let digest = "$2y$04$lDDLS7WKbkYTzC8CYz3myuWJ2AUZmnHLIvfAlV5.razJYAgChq9xO$pepper";
        assert_right("bcrypt_peppered", digest, &"a".repeat(70));
        for digest in ["$2a$04$1JzHs.gGI7QqDomj8aDmE.ezj/vufMxPRUYQOIdP5riRgeL.YwCSm", "ö$pepper"] {
            assert_eq!(check("bcrypt_peppered", digest), Err(WrongForm), "{digest}");
        }
    }

    #[test]
    fn django_hashes_with_sha256_first_so_that_every_byte_counts() {
        // Django 5.2's BCryptSHA256PasswordHasher; the long one is of its own tests.
        let long =
            "VSK0UYV6FFQVZ0KG88DYN9WADAADZO1CTSIVDJUNZSUML6IBX7LN7ZS3R5JGB3RGZ7VI7G7DJQ9NI8BQFSRPTG6UWTTVESA5ZPUN";
        for (digest, password) in [
            ("bcrypt_sha256$$2b$04$NQJi6Zi3FNareRFV5DMbMup9yve2hg4tMAfhAjlbTyWoYGFOA5SCK", "correct horse"),
            ("bcrypt_sha256$$2b$04$63UtG6YFKyXhjRRP7iZqlePvu9eJugy6ftumhpzky55D6EliLfJIa", "pässwörd 日本"),
            ("bcrypt_sha256$$2b$04$3lamgpeYdWNeYdISNPFN..WxjDD4DSYutDjs7hIuKklHIj6IPrCpG", ""),
            ("bcrypt_sha256$$2b$04$lecRiwTClFLxCfyjc5GQq.N.9OPSQHGCoJNSfNkyJLYtaiJHy8xiW", long),
        ] {
            assert_right("bcrypt_sha256_django", digest, password);
        }
        let digest = "bcrypt_sha256$$2b$04$NQJi6Zi3FNareRFV5DMbMup9yve2hg4tMAfhAjlbTyWoYGFOA5SCK";
        assert_whole("bcrypt_sha256_django", digest, "correct horse");
    }

    #[test]
    fn other_forms_and_costs_are_refused() {
        let rest = "NQJi6Zi3FNareRFV5DMbMup9yve2hg4tMAfhAjlbTyWoYGFOA5SCK";
        for (head, expected) in [
            ("$2b$04$", None),
            ("$2b$14$", None),
            ("$2b$15$", Some(TooCostly)),
            ("$2b$31$", Some(TooCostly)),
            ("$2b$99$", Some(TooCostly)),
            ("$2b$03$", Some(TooCostly)),
            ("$2b$4$", Some(WrongForm)),
            ("$2b$004$", Some(WrongForm)),
            ("$2b$+4$", Some(WrongForm)),
            ("$2b$xx$", Some(WrongForm)),
            // Made with a flaw in non-ASCII passwords, and without the zero at the end: neither can be verified.
            ("$2x$04$", Some(WrongForm)),
            ("$2$04$", Some(WrongForm)),
        ] {
            for (hasher, before, after) in
                [("bcrypt", "", ""), ("bcrypt_peppered", "", "$pepper"), ("bcrypt_sha256_django", "bcrypt_sha256$", "")]
            {
                let digest = format!("{before}{head}{rest}{after}");
                assert_eq!(check(hasher, &digest).err(), expected, "{hasher} {digest}");
            }
        }
        assert_eq!(check("bcrypt", &format!("$2b$04${}é", &rest[2..])), Err(WrongForm));
        assert_eq!(check("bcrypt", &format!("$2b$04${}=", &rest[1..])), Err(WrongForm));
    }
}

//! The message digests of old Symfony applications: SHA-512 many times over.

use super::{Check, ImportError, MAX_SALT, is_equal, text};
use aws_lc_rs::digest::{Context, SHA512, SHA512_OUTPUT_LEN, digest as hash};

const MAX_ITERATIONS: u32 = 100_000;

/// `sha512_symfony$<iterations>$<salt>$<base64>`. An empty salt is none.
pub fn read(digest: &str) -> Result<Check, ImportError> {
    let (iterations, rest) = text::split_first(text::after("sha512_symfony", digest)?)?;
    let (salt, expected) = text::split_last(rest)?;
    let (iterations, expected) = (text::number(iterations)?, text::base64(expected)?);
    let is_salt = salt.len() <= MAX_SALT && !salt.contains(['{', '}']);
    if iterations == 0 || expected.len() != SHA512_OUTPUT_LEN || !is_salt {
        return Err(ImportError::WrongForm);
    }
    if iterations > MAX_ITERATIONS {
        return Err(ImportError::TooCostly);
    }
    let suffix = if salt.is_empty() { String::new() } else { format!("{{{salt}}}") };
    Ok(Box::new(move |password| {
        let salted = [password, suffix.as_bytes()].concat();
        let mut made = hash(&SHA512, &salted);
        for _ in 1..iterations {
            let mut context = Context::new(&SHA512);
            context.update(made.as_ref());
            context.update(&salted);
            made = context.finish();
        }
        is_equal(made.as_ref(), &expected)
    }))
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::{TooCostly, WrongForm},
        check,
        proof::{assert_right, assert_whole},
    };

    const HASH: &str = "aXQEudBfZo6or6Ey/amuFz2/4H+KboM6K9S+tjXJtAQFXEhS/8QfoFTxd9vBKgAfk0rI5AWTvIn6XbnShHXoIw==";

    #[test]
    fn digests_of_others_verify() {
        // Symfony's MessageDigestPasswordHasher on PHP 8.2; the first one also by its description in Python.
        for (parts, hash, password) in [
            ("5000$lk3j4h5g", HASH, "correct horse"),
            (
                "5000$8d7f6c5b4a",
                "15PbmB2XkkV0CjjU1Tj3d3xjMoXQebd3r9r58zje571u5ncgZeRpL0nj+JHSt2XavSpnxGMs5hmeBnbZYLEo4g==",
                "pässwörd 日本",
            ),
            (
                "5000$lk3j4h5g",
                "gyzWccFbSAcEV7HWq9quKyiCucd+S4CmKj/rwUzSVU2gB9ZoSkvpXO0ivUGWJKIk8gWVDa2LN7gCSqWscZ14OA==",
                "",
            ),
            (
                "1$lk3j4h5g",
                "RolVh/aFrLRFgo+aWc1KNWngrNumBYV9LozQ7oIqvx0EFHX7RW5O+IeIB5XY/RF8IkKlOkBm2u8w7Orj8gipVQ==",
                "correct horse",
            ),
            (
                "5000$",
                "3EUoYUcEHt4+j+xEwkHN9+h0Dn7QTmS3MkQNlBs/kQTEC8S9+E4iq11+69pb6XUxJRJZDRmg9wPM5RrvhLtuRg==",
                "correct horse",
            ),
        ] {
            let digest = format!("sha512_symfony${parts}${hash}");
            assert_right("sha512_symfony", &digest, password);
            assert_whole("sha512_symfony", &digest, password);
        }
    }

    #[test]
    fn other_forms_and_costs_are_refused() {
        for (parts, expected) in [
            ("sha512_symfony$100000$salt", None),
            ("sha512_symfony$100001$salt", Some(TooCostly)),
            ("sha512_symfony$4294967295$salt", Some(TooCostly)),
            ("sha512_symfony$4294967296$salt", Some(WrongForm)),
            ("sha512_symfony$0$salt", Some(WrongForm)),
            ("sha512_symfony$-1$salt", Some(WrongForm)),
            ("sha512_symfony$1$sa{lt", Some(WrongForm)),
            ("sha512_symfony$1$salt}", Some(WrongForm)),
            ("sha512$1$salt", Some(WrongForm)),
        ] {
            assert_eq!(check("sha512_symfony", &format!("{parts}${HASH}")).err(), expected, "{parts}");
        }
        let long = format!("sha512_symfony$1${}${HASH}", "x".repeat(1025));
        assert_eq!(check("sha512_symfony", &long), Err(WrongForm));
    }
}

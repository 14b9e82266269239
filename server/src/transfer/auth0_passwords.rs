//! Passwords as Auth0 writes them down, in the forms that are known here.

use super::row::{Read, Row};
use crate::keys::token_hash::hex;
use base64::{
    Engine,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};

/// Base64 with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Hasher and digest of the row's password, if it has one.
pub(super) fn digest(row: &Row) -> Read<Option<(String, String)>> {
    if let Some(hash) = row.text(&["password_hash"])? {
        return Ok(Some(("bcrypt".to_owned(), hash)));
    }
    let Some(custom) = row.row("custom_password_hash") else { return Ok(None) };
    let algorithm = custom.text(&["algorithm"])?.unwrap_or_default();
    let hash = custom.row("hash").ok_or("custom_password_hash has no hash")?;
    let value = hash.text(&["value"])?.ok_or("custom_password_hash has no hash")?;
    let unknown = || Err(format!("the password's hash ({algorithm}) can't be checked here"));
    let (hasher, digest) = match algorithm.as_str() {
        "bcrypt" => ("bcrypt", value),
        "ldap" => ("ldap_ssha", value),
        "argon2" if value.starts_with("$argon2id$") => ("argon2id", value),
        "argon2" if value.starts_with("$argon2i$") => ("argon2i", value),
        "md5" | "sha256" => plain(&custom, &hash, &algorithm, &value)?,
        "pbkdf2" => match pbkdf2(&value) {
            Some(digest) => digest,
            None => return unknown(),
        },
        _ => return unknown(),
    };
    Ok(Some((hasher.to_owned(), digest)))
}

/// One round of a message digest, with or without a salt.
fn plain(custom: &Row, hash: &Row, algorithm: &str, value: &str) -> Read<(&'static str, String)> {
    let encoding = hash.text(&["encoding"])?.unwrap_or_default();
    let digest = match encoding.as_str() {
        "base64" => hex(&LENIENT.decode(value).map_err(|_| "the password's hash is no base64")?),
        "" | "hex" => value.to_lowercase(),
        other => return Err(format!("the password's hash is in {other}")),
    };
    let salt = custom.row("salt");
    if let Some(encoding) = salt.as_ref().map(|salt| salt.text(&["encoding"])).transpose()?.flatten()
        && encoding != "utf8"
    {
        return Err(format!("the salt of the password's hash is in {encoding}"));
    }
    let salt = salt.map(|salt| salt.text(&["value"])).transpose()?.flatten();
    Ok(match (algorithm, salt) {
        ("md5", None) => ("md5", digest),
        ("md5", Some(salt)) => ("md5_salted", format!("{salt}${digest}")),
        (_, None) => ("sha256", digest),
        (_, Some(salt)) => ("sha256_salted", format!("{salt}${digest}")),
    })
}

/// `$pbkdf2-sha512$i=100000,l=64$<base64>$<base64>`
fn pbkdf2(value: &str) -> Option<(&'static str, String)> {
    let mut parts = value.strip_prefix("$pbkdf2-")?.split('$');
    let (digest, parameters, salt, hash) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let iterations = parameters.split(',').find_map(|parameter| parameter.strip_prefix("i="))?;
    let (salt, hash) = (LENIENT.decode(salt).ok()?, LENIENT.decode(hash).ok()?);
    match digest {
        "sha256" => {
            let (salt, hash) = (STANDARD.encode(salt), STANDARD.encode(hash));
            Some(("pbkdf2_sha256", format!("pbkdf2_sha256${iterations}${salt}${hash}")))
        }
        "sha512" => {
            Some(("pbkdf2_sha512_hex", format!("pbkdf2_sha512_hex${iterations}${}${}", hex(&salt), hex(&hash))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::imported;
    use serde_json::{Value, json};

    fn read(value: Value) -> Read<Option<(String, String)>> {
        digest(&Row::new(value.as_object().cloned().expect("an object")))
    }

    /// Made with `openssl dgst` of the password `secret`.
    #[test]
    fn digests_verify_after_they_were_rewritten() {
        let sha256 = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
        for custom in [
            json!({"algorithm": "sha256", "hash": {"value": sha256, "encoding": "hex"}}),
            json!({"algorithm": "sha256", "hash": {"value": "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=", "encoding": "base64"}}),
            json!({"algorithm": "md5", "hash": {"value": "5ebe2294ecd0e0f08eab7690d2a6ee69", "encoding": "hex"}}),
        ] {
            let (hasher, digest) = read(json!({"custom_password_hash": custom})).expect("read").expect("one");
            let stored = imported::check(&hasher, &digest).expect("a digest");
            assert!(imported::verify(&stored, b"secret") && !imported::verify(&stored, b"other"), "{hasher}");
        }
    }

    /// Made with Python's hashlib of the password `correct horse`.
    #[test]
    fn pbkdf2_verifies_after_it_was_rewritten() {
        for value in [
            "$pbkdf2-sha256$i=1000,l=32$+vv8/f7/YWJj$oFudGv9jrxL2zB9hRwvsU4R1TO+orWYurBZpJb3DDPI",
            "$pbkdf2-sha512$i=1000,l=32$AP8QoA$wd8gUxW3RWoVFuw2EqKFPfJWPbsnytK4f11uWn7PsUc",
        ] {
            let custom = json!({"algorithm": "pbkdf2", "hash": {"value": value, "encoding": "utf8"}});
            let (hasher, digest) = read(json!({"custom_password_hash": custom})).expect("read").expect("one");
            let stored = imported::check(&hasher, &digest).expect("a digest");
            assert!(imported::verify(&stored, b"correct horse") && !imported::verify(&stored, b"other"), "{hasher}");
        }
    }

    #[test]
    fn what_cannot_be_checked_is_refused() {
        for algorithm in ["md4", "hmac", "scrypt", ""] {
            let custom = json!({"algorithm": algorithm, "hash": {"value": "x"}});
            assert!(read(json!({"custom_password_hash": custom})).is_err(), "{algorithm}");
        }
        assert_eq!(read(json!({"user_id": "auth0|1"})), Ok(None));
    }
}

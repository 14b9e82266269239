//! Argon2 in the PHC string format.

use super::ImportError;
use argon2::{Params, password_hash::phc::PasswordHash};

const MAX_MEMORY_KIB: u32 = 131_072;
const MAX_MEMORY_TIMES_PASSES: u64 = 6 * 131_072;
/// Shorter ones are found by chance.
const MIN_HASH: usize = 16;

/// Checks form and cost. Without a version nobody knows which of two was meant.
pub fn check(hasher: &str, digest: &str) -> Result<(), ImportError> {
    let digest = PasswordHash::new(digest).map_err(|_| ImportError::WrongForm)?;
    let params = Params::try_from(&digest).map_err(|_| ImportError::WrongForm)?;
    let is_whole = digest.algorithm.as_str() == hasher
        && matches!(digest.version, Some(0x10 | 0x13))
        && digest.salt.is_some()
        && digest.hash.as_ref().is_some_and(|hash| hash.len() >= MIN_HASH)
        && params.keyid().is_empty()
        && params.data().is_empty();
    if !is_whole {
        return Err(ImportError::WrongForm);
    }
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    if params.m_cost() > MAX_MEMORY_KIB || work > MAX_MEMORY_TIMES_PASSES {
        return Err(ImportError::TooCostly);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::Peppers;
    use crate::password::{hash::verify, imported};

    #[test]
    fn digests_of_others_verify() {
        for (hasher, digest, password) in [
            // The reference implementation's own tests.
            (
                "argon2i",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
                "password",
            ),
            (
                "argon2id",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password",
            ),
            // argon2-cffi 25.1
            (
                "argon2i",
                "$argon2i$v=19$m=512,t=2,p=1$f92Ljgp4PXmG4ewRW2AOmw$9MjPLTgL1qqVfRIvGdUpUDJ6+owVAULW+IqlhlRu0BA",
                "correct horse",
            ),
            (
                "argon2i",
                "$argon2i$v=19$m=512,t=2,p=1$2TS+ob/qBiQHeJVAVncFCg$bshGB57nqMzJ69ZsvpbKsmP2jCCRkW79F7D+dEV+BxQ",
                "pässwörd 日本",
            ),
            (
                "argon2id",
                "$argon2id$v=19$m=1024,t=1,p=2$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ",
                "correct horse",
            ),
            ("argon2id", "$argon2id$v=19$m=1024,t=1,p=2$Jn/UyNexxa0Vd1mnQffxGQ$W5DAS1FIl5hbLHrQHWq8dg", ""),
            (
                "argon2id",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$rc78zpb3q06AwPMqglnYSEsRk2ky3CXt",
                "pässwörd 日本",
            ),
        ] {
            let stored = imported::check(hasher, digest).unwrap();
            for other in [password, "another password", ""] {
                let is_right = verify(other.as_bytes(), &stored, &Peppers::default()).unwrap();
                assert_eq!(is_right, other == password, "{digest}: {other:?}");
            }
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let whole = "$argon2id$v=19$m=1024,t=1,p=2$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ";
        assert_eq!(check("argon2id", whole), Ok(()));
        // Sixteen bytes of hash are the least, so every cut is too short.
        for length in 0..whole.len() {
            assert_eq!(check("argon2id", &whole[..length]), Err(ImportError::WrongForm), "{}", &whole[..length]);
        }
        for (hasher, old, new) in [
            ("argon2i", "", ""),
            ("argon2id", "argon2id", "argon2d"),
            ("argon2id", "v=19$", ""),
            ("argon2id", "v=19", "v=18"),
            ("argon2id", "m=1024", "m=15"),
            ("argon2id", "t=1", "t=0"),
            ("argon2id", "p=2", "p=2,keyid=Zm9v"),
            ("argon2id", "p=2", "p=2,data=Zm9v"),
        ] {
            let digest = whole.replacen(old, new, 1);
            assert_eq!(check(hasher, &digest), Err(ImportError::WrongForm), "{hasher} {digest}");
        }
    }

    #[test]
    fn costs_have_bounds() {
        for (memory, passes, expected) in [
            (131_072, 6, Ok(())),
            (131_073, 1, Err(ImportError::TooCostly)),
            (131_072, 7, Err(ImportError::TooCostly)),
            (64, 12_288, Ok(())),
            (64, 12_289, Err(ImportError::TooCostly)),
            (u32::MAX, u32::MAX, Err(ImportError::TooCostly)),
        ] {
            let digest =
                format!("$argon2id$v=19$m={memory},t={passes},p=1$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ");
            assert_eq!(check("argon2id", &digest), expected, "{memory} {passes}");
        }
    }
}

//! Argon2id in the PHC string format, so that a stored digest says by itself how it was made.

use crate::random::Random;
use argon2::{
    Algorithm, Argon2, Version,
    password_hash::{
        Error, PasswordHasher, PasswordVerifier,
        phc::{Ident, PasswordHash},
    },
};
use std::fmt;

const SALT_BYTES: usize = 16;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB: 12288 to 131072.
    pub memory_kib: u32,
    /// Passes over the memory: 1 to 6.
    pub iterations: u32,
    /// Lanes: 1 to 4.
    pub parallelism: u32,
}

impl Default for Params {
    /// The smallest setting of the OWASP recommendation with this much memory.
    fn default() -> Self {
        Self { memory_kib: 19_456, iterations: 2, parallelism: 1 }
    }
}

/// A setting outside its bounds: too weak to protect, or too heavy to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfBounds(&'static str);

impl fmt::Display for OutOfBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "password hashing: {}", self.0)
    }
}

impl std::error::Error for OutOfBounds {}

impl Params {
    /// Refuses what is too weak or too heavy.
    pub fn checked(self) -> Result<Self, OutOfBounds> {
        if !(12_288..=131_072).contains(&self.memory_kib) {
            return Err(OutOfBounds("memory must be between 12288 and 131072 KiB"));
        }
        if !(1..=6).contains(&self.iterations) {
            return Err(OutOfBounds("iterations must be between 1 and 6"));
        }
        if !(1..=4).contains(&self.parallelism) {
            return Err(OutOfBounds("parallelism must be between 1 and 4"));
        }
        Ok(self)
    }

    fn argon2(self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.library())
    }

    fn library(self) -> argon2::Params {
        argon2::Params::new(self.memory_kib, self.iterations, self.parallelism, None)
            .expect("the bounds are within what the algorithm allows")
    }
}

/// Hashes a password. Takes tens of milliseconds and the memory that `params` says: go through the queue.
pub(super) fn hash(random: &dyn Random, params: Params, password: &[u8]) -> String {
    let mut salt = [0_u8; SALT_BYTES];
    random.fill(&mut salt);
    let digest = params.argon2().hash_password_with_salt(password, &salt).expect("a salt of 16 bytes is accepted");
    digest.to_string()
}

/// A stored digest that is damaged or of a kind we do not know.
#[derive(Debug)]
pub(super) struct Unreadable;

/// Whether `password` is the one of `digest`. The digest's own parameters are used.
pub(super) fn verify(password: &[u8], digest: &str) -> Result<bool, Unreadable> {
    let digest = PasswordHash::new(digest).map_err(|_| Unreadable)?;
    if digest.salt.is_none() || digest.hash.is_none() {
        return Err(Unreadable);
    }
    match Argon2::default().verify_password(password, &digest) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(Unreadable),
    }
}

/// Whether `digest` was made another way than `params` would make it today.
pub(super) fn is_outdated(params: Params, digest: &str) -> bool {
    let Ok(digest) = PasswordHash::new(digest) else {
        return true;
    };
    let same_algorithm = digest.algorithm == Ident::new_unwrap("argon2id") && digest.version == Some(0x13);
    let same_cost = argon2::Params::try_from(&digest).is_ok_and(|used| {
        (used.m_cost(), used.t_cost(), used.p_cost()) == (params.memory_kib, params.iterations, params.parallelism)
    });
    !(same_algorithm && same_cost)
}

/// A digest that no password has and that costs as much to try as a real one.
pub(super) fn dummy(params: Params) -> String {
    let Params { memory_kib, iterations, parallelism } = params;
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={memory_kib},t={iterations},p={parallelism}${salt}${output}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const CHEAP: Params = Params { memory_kib: 12_288, iterations: 1, parallelism: 1 };

    #[test]
    fn digest_is_argon2id_with_the_parameters_asked_for() {
        let digest = hash(&SystemRandom, Params::default(), b"correct horse");
        assert!(digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{digest}");
        assert!(!is_outdated(Params::default(), &digest));
        assert!(is_outdated(CHEAP, &digest));
    }

    #[test]
    fn only_the_same_bytes_verify() {
        let digest = hash(&SystemRandom, CHEAP, "pässword ".as_bytes());
        assert!(verify("pässword ".as_bytes(), &digest).unwrap());
        // Without the space, in another case, and with the umlaut in two code points.
        for other in ["pässword", "Pässword ", "pa\u{308}ssword "] {
            assert!(!verify(other.as_bytes(), &digest).unwrap(), "{other}");
        }
    }

    #[test]
    fn same_password_has_another_digest_each_time() {
        assert_ne!(hash(&SystemRandom, CHEAP, b"same"), hash(&SystemRandom, CHEAP, b"same"));
    }

    #[test]
    fn dummy_is_readable_current_and_nobodys_password() {
        let dummy = dummy(CHEAP);
        assert!(!is_outdated(CHEAP, &dummy));
        assert!(!verify(b"", &dummy).unwrap());
    }

    #[test]
    fn damaged_digest_is_an_error_and_not_a_wrong_password() {
        for digest in ["", "plain", "$argon2id$v=19$m=1", "$2b$12$abcdefghijklmnopqrstuv"] {
            assert!(verify(b"", digest).is_err(), "{digest}");
        }
    }

    #[test]
    fn weak_and_heavy_parameters_are_refused() {
        assert!(Params::default().checked().is_ok());
        for (memory_kib, iterations, parallelism) in
            [(12_287, 2, 1), (131_073, 2, 1), (19_456, 0, 1), (19_456, 7, 1), (19_456, 2, 0), (19_456, 2, 5)]
        {
            assert!(Params { memory_kib, iterations, parallelism }.checked().is_err());
        }
    }
}

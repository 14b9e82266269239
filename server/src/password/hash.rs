//! Argon2id in the PHC string format, so that a stored digest says by itself how it was made: which cost, and which
//! pepper.

use super::pepper::{self, Pepper, Peppers};
use crate::random::Random;
use argon2::{
    Algorithm, Argon2, Block, KeyId, ParamsBuilder, Version,
    password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt},
};
use std::{cell::RefCell, fmt};
use subtle::ConstantTimeEq;

const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;

thread_local! {
    /// What the last hash of this thread was made in. Taking fresh memory for each one costs a tenth of the hash: the
    /// system clears it page by page, and the library once more.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

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

    fn argon2(self, pepper: Option<&Pepper>) -> Argon2<'_> {
        let mut params = ParamsBuilder::new();
        params.m_cost(self.memory_kib).t_cost(self.iterations).p_cost(self.parallelism);
        if let Some(pepper) = pepper {
            params.keyid(KeyId::new(pepper.id()).expect("six bytes fit"));
        }
        let params = params.build().expect("the bounds are within what the algorithm allows");
        match pepper {
            Some(pepper) => Argon2::new_with_secret(pepper.secret(), Algorithm::Argon2id, Version::V0x13, params)
                .expect("32 bytes fit"),
            None => Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        }
    }
}

/// Hashes a password. Takes tens of milliseconds and the memory that `params` says: go through the queue.
pub(super) fn hash(random: &dyn Random, params: Params, peppers: &Peppers, password: &[u8]) -> String {
    let mut salt = [0_u8; SALT_BYTES];
    random.fill(&mut salt);
    let argon2 = params.argon2(peppers.current());
    let mut output = [0; OUTPUT_BYTES];
    fill(&argon2, password, &salt, &mut output).expect("a salt of 16 bytes is accepted");
    let digest = PasswordHash {
        algorithm: Ident::new_unwrap("argon2id"),
        version: Some(u32::from(Version::V0x13)),
        params: ParamsString::try_from(argon2.params()).expect("what was built from bounds can be written"),
        salt: Some(Salt::new(&salt).expect("16 bytes fit")),
        hash: Some(Output::new(&output).expect("32 bytes fit")),
    };
    digest.to_string()
}

/// The hash itself, in this thread's memory.
fn fill(argon2: &Argon2<'_>, password: &[u8], salt: &[u8], output: &mut [u8]) -> Result<(), argon2::Error> {
    MEMORY.with_borrow_mut(|memory| {
        let count = argon2.params().block_count();
        if memory.len() != count {
            *memory = vec![Block::default(); count];
        }
        argon2.hash_password_into_with_memory(password, salt, output, memory)
    })
}

/// Why nobody can say whether a password is the one of a digest.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unverifiable {
    /// The digest is damaged or of a kind we do not know.
    Unreadable,
    /// It was made with the pepper of this name, which was not given.
    UnknownPepper(String),
    /// It was made with a pepper that is gone for good.
    RetiredPepper,
}

/// Whether `password` is the one of `digest`. The digest's own parameters and pepper are used.
pub(super) fn verify(password: &[u8], digest: &str, peppers: &Peppers) -> Result<bool, Unverifiable> {
    let digest = PasswordHash::new(digest).map_err(|_| Unverifiable::Unreadable)?;
    let params = argon2::Params::try_from(&digest).map_err(|_| Unverifiable::Unreadable)?;
    let algorithm = Algorithm::try_from(digest.algorithm.as_str()).map_err(|_| Unverifiable::Unreadable)?;
    let version = digest.version.map_or(Ok(Version::V0x13), Version::try_from);
    let version = version.map_err(|_| Unverifiable::Unreadable)?;
    let (Some(salt), Some(expected)) = (digest.salt, digest.hash) else { return Err(Unverifiable::Unreadable) };
    let argon2 = match params.keyid() {
        [] => Argon2::new(algorithm, version, params),
        id => {
            let pepper = peppers.find(id).ok_or_else(|| match peppers.is_retired(id) {
                true => Unverifiable::RetiredPepper,
                false => Unverifiable::UnknownPepper(pepper::text(id)),
            })?;
            Argon2::new_with_secret(pepper.secret(), algorithm, version, params.clone()).expect("32 bytes fit")
        }
    };
    let mut output = vec![0; expected.as_bytes().len()];
    fill(&argon2, password, salt.as_ref(), &mut output).map_err(|_| Unverifiable::Unreadable)?;
    Ok(output.ct_eq(expected.as_bytes()).into())
}

/// Whether a digest, ours or an imported one, could be checked here: it is whole, and its pepper is known.
pub fn is_checkable(digest: &str, peppers: &Peppers) -> bool {
    if let Some((hasher, digest)) = super::imported::parts(digest) {
        return super::imported::check(hasher, digest).is_ok();
    }
    let Ok(digest) = PasswordHash::new(digest) else { return false };
    let is_whole = digest.salt.is_some() && digest.hash.is_some();
    is_whole
        && argon2::Params::try_from(&digest).is_ok_and(|params| {
            params.keyid().is_empty() || peppers.find(params.keyid()).is_some() || peppers.is_retired(params.keyid())
        })
}

/// Whether `digest` was made another way than `params` and the current pepper would make it today.
pub(super) fn is_outdated(params: Params, peppers: &Peppers, digest: &str) -> bool {
    let Ok(digest) = PasswordHash::new(digest) else {
        return true;
    };
    let same_algorithm = digest.algorithm == Ident::new_unwrap("argon2id") && digest.version == Some(0x13);
    let same_cost_and_pepper = argon2::Params::try_from(&digest).is_ok_and(|used| {
        (used.m_cost(), used.t_cost(), used.p_cost()) == (params.memory_kib, params.iterations, params.parallelism)
            && used.keyid() == peppers.current().map(Pepper::id).unwrap_or_default()
    });
    !(same_algorithm && same_cost_and_pepper)
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
    use base64::{Engine, engine::general_purpose::STANDARD};
    use secrecy::SecretString;

    const CHEAP: Params = Params { memory_kib: 12_288, iterations: 1, parallelism: 1 };

    fn none() -> Peppers {
        Peppers::default()
    }

    fn peppers(bytes: &[u8]) -> Peppers {
        let text: Vec<_> = bytes.iter().map(|byte| STANDARD.encode([*byte; 32])).collect();
        Peppers::from_base64(&SecretString::from(text.join(" "))).unwrap()
    }

    #[test]
    fn digest_is_argon2id_with_the_parameters_asked_for() {
        let digest = hash(&SystemRandom, Params::default(), &none(), b"correct horse");
        assert!(digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{digest}");
        assert!(!is_outdated(Params::default(), &none(), &digest));
        assert!(is_outdated(CHEAP, &none(), &digest));
    }

    #[test]
    fn only_the_same_bytes_verify() {
        let digest = hash(&SystemRandom, CHEAP, &none(), "pässword ".as_bytes());
        assert_eq!(verify("pässword ".as_bytes(), &digest, &none()), Ok(true));
        // Without the space, in another case, and with the umlaut in two code points.
        for other in ["pässword", "Pässword ", "pa\u{308}ssword "] {
            assert_eq!(verify(other.as_bytes(), &digest, &none()), Ok(false), "{other}");
        }
    }

    #[test]
    fn same_password_has_another_digest_each_time() {
        let digest = || hash(&SystemRandom, CHEAP, &none(), b"same");
        assert_ne!(digest(), digest());
    }

    #[test]
    fn dummy_is_readable_current_and_nobodys_password() {
        let dummy = dummy(CHEAP);
        assert!(!is_outdated(CHEAP, &none(), &dummy));
        assert_eq!(verify(b"", &dummy, &none()), Ok(false));
        assert_eq!(verify(b"", &dummy, &peppers(&[1])), Ok(false));
    }

    #[test]
    fn damaged_digest_is_an_error_and_not_a_wrong_password() {
        for digest in ["", "plain", "$argon2id$v=19$m=1", "$2b$12$abcdefghijklmnopqrstuv"] {
            assert_eq!(verify(b"", digest, &none()), Err(Unverifiable::Unreadable), "{digest}");
        }
    }

    #[test]
    fn a_digest_says_its_pepper_and_verifies_with_no_other() {
        let one = peppers(&[1]);
        let digest = hash(&SystemRandom, CHEAP, &one, b"correct horse");
        let id = one.current_id().unwrap();
        assert!(digest.contains(&format!("m=12288,t=1,p=1,keyid={id}$")), "{digest}");
        assert_eq!(verify(b"correct horse", &digest, &one), Ok(true));
        assert_eq!(verify(b"wrong", &digest, &one), Ok(false));
        assert_eq!(verify(b"correct horse", &digest, &peppers(&[2, 1])), Ok(true), "also where another one is current");
        for others in [none(), peppers(&[2])] {
            assert_eq!(verify(b"correct horse", &digest, &others), Err(Unverifiable::UnknownPepper(id.clone())));
        }
        let retired = peppers(&[2]).with_retired(vec![id]);
        assert_eq!(verify(b"correct horse", &digest, &retired), Err(Unverifiable::RetiredPepper));
    }

    #[test]
    fn the_pepper_is_in_the_hash_and_not_only_in_its_name() {
        let (one, two) = (peppers(&[1]), peppers(&[2]));
        let digest = hash(&SystemRandom, CHEAP, &one, b"correct horse");
        let [first, second] = [&one, &two].map(|peppers| peppers.current_id().unwrap());
        // Who can write to the database can't make another pepper's, or no pepper's, digest of it.
        let renamed = digest.replace(&first, &second);
        assert_eq!(verify(b"correct horse", &renamed, &peppers(&[1, 2])), Ok(false));
        let bare = digest.replace(&format!(",keyid={first}"), "");
        assert_eq!(verify(b"correct horse", &bare, &one), Ok(false));
    }

    #[test]
    fn a_digest_of_another_pepper_or_none_is_outdated() {
        let (bare, one, both) = (none(), peppers(&[1]), peppers(&[2, 1]));
        let digest = hash(&SystemRandom, CHEAP, &one, b"x");
        assert!(!is_outdated(CHEAP, &one, &digest));
        assert!(is_outdated(CHEAP, &both, &digest) && is_outdated(CHEAP, &bare, &digest));
        assert!(is_outdated(CHEAP, &one, &hash(&SystemRandom, CHEAP, &bare, b"x")));
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

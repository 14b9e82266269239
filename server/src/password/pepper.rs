//! Peppers: secrets outside of the database that go into every password's hash, so that a stolen database alone lets
//! nobody guess.
//!
//! Each pepper is known by a name made from it, and a digest says the name of the one it was made with. The first pepper
//! given makes new digests; all of them verify, and whoever signs in with another one's digest gets a new one.

use crate::keys::encryption_key;
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use zeroize::Zeroizing;

/// A name is this many bytes, as text eight characters.
const ID_BYTES: usize = 6;

/// One secret of 32 bytes.
#[derive(Clone)]
pub struct Pepper {
    id: [u8; ID_BYTES],
    secret: Zeroizing<[u8; 32]>,
}

impl Pepper {
    fn new(secret: [u8; 32]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let tag = hmac::sign(&key, b"onehop password pepper, name, v1");
        let id = tag.as_ref().first_chunk().copied().expect("a tag of 32 bytes");
        Self { id, secret: Zeroizing::new(secret) }
    }

    /// The name as it stands in digests.
    pub(super) fn id(&self) -> &[u8] {
        &self.id
    }

    /// The secret itself.
    pub(super) fn secret(&self) -> &[u8] {
        &*self.secret
    }
}

/// The peppers that were given, and the names of those that are gone for good. `Debug` and `Display` show names only.
#[derive(Clone, Default)]
pub struct Peppers {
    given: Vec<Pepper>,
    retired: Vec<String>,
}

impl Peppers {
    /// Reads peppers from their text form, that of encryption keys: base64 of 32 bytes each, the first one first.
    pub fn from_base64(text: &SecretString) -> Option<Self> {
        let keys = encryption_key::split_base64(text.expose_secret()).filter(|keys| !keys.is_empty())?;
        Some(Self { given: keys.iter().copied().map(Pepper::new).collect(), retired: Vec::new() })
    }

    /// The same, where these names may be missing: no password of theirs is right any more.
    #[must_use]
    pub fn with_retired(self, retired: Vec<String>) -> Self {
        Self { retired, ..self }
    }

    /// The pepper that makes new digests; none: they are made without.
    pub(super) fn current(&self) -> Option<&Pepper> {
        self.given.first()
    }

    /// The name of the pepper that makes new digests.
    pub fn current_id(&self) -> Option<String> {
        self.current().map(|pepper| text(pepper.id()))
    }

    /// The pepper of this name.
    pub(super) fn find(&self, id: &[u8]) -> Option<&Pepper> {
        self.given.iter().find(|pepper| pepper.id() == id)
    }

    /// Whether the pepper of this name is gone for good.
    pub(super) fn is_retired(&self, id: &[u8]) -> bool {
        self.retired.contains(&text(id))
    }

    /// Whether digests made with the pepper of this name can be dealt with: it was given, or is known to be gone.
    pub fn covers(&self, id: &str) -> bool {
        self.given.iter().any(|pepper| text(pepper.id()) == id) || self.retired.iter().any(|retired| retired == id)
    }
}

/// A name as text, as it stands in digests and in the configuration.
pub(super) fn text(id: &[u8]) -> String {
    STANDARD_NO_PAD.encode(id)
}

impl fmt::Display for Peppers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.given.is_empty() {
            return f.write_str("none");
        }
        let names: Vec<_> = self.given.iter().map(|pepper| text(pepper.id())).collect();
        f.write_str(&names.join(", "))
    }
}

impl fmt::Debug for Peppers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peppers({self}; retired: {:?})", self.retired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    fn peppers(bytes: &[u8]) -> Peppers {
        let text: Vec<_> = bytes.iter().map(|byte| STANDARD.encode([*byte; 32])).collect();
        Peppers::from_base64(&SecretString::from(text.join("\n"))).unwrap()
    }

    #[test]
    fn the_first_one_makes_new_digests_and_all_are_found_by_their_names() {
        let both = peppers(&[2, 1]);
        assert_eq!(both.current_id(), peppers(&[2]).current_id());
        for one in [peppers(&[1]), peppers(&[2])] {
            let pepper = one.current().unwrap();
            assert_eq!(both.find(pepper.id()).unwrap().secret(), pepper.secret());
            assert!(both.covers(&one.current_id().unwrap()));
        }
        assert!(both.find(b"other!").is_none() && !both.covers("other"));
        assert_eq!(Peppers::default().current_id(), None);
    }

    #[test]
    fn a_retired_one_is_covered_but_makes_and_verifies_nothing() {
        let id = peppers(&[1]).current_id().unwrap();
        let without = Peppers::default().with_retired(vec![id.clone()]);
        assert!(without.covers(&id) && without.current().is_none());
        assert!(without.is_retired(peppers(&[1]).current().unwrap().id()));
    }

    #[test]
    fn names_are_eight_characters_and_secrets_are_not_shown() {
        let both = peppers(&[1, 2]);
        assert_eq!(both.current_id().unwrap().len(), 8);
        for shown in [format!("{both:?}"), both.to_string()] {
            assert!(shown.contains(&both.current_id().unwrap()), "{shown}");
            assert!(!shown.contains(&STANDARD.encode([1; 32])) && !shown.contains("1, 1"), "{shown}");
        }
    }

    #[test]
    fn what_is_not_32_bytes_is_refused() {
        for text in ["", " \n", "secret", "AAAA", &STANDARD.encode([1; 31]), &format!("{} x", STANDARD.encode([1; 32]))]
        {
            assert!(Peppers::from_base64(&SecretString::from(text)).is_none(), "{text}");
        }
    }
}

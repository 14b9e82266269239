//! What every digest must hold, whoever made it.

use super::{check, verify};

/// It is taken, its password is right, and no other is.
pub fn assert_right(hasher: &str, digest: &str, password: &str) {
    let stored = check(hasher, digest).unwrap_or_else(|error| panic!("{hasher} {digest}: {error}"));
    assert!(verify(&stored, password.as_bytes()), "{hasher} {digest}: {password:?}");
    let longer = format!("{password}x");
    let shorter = password.char_indices().next_back().map_or("", |(place, _)| &password[..place]);
    for other in ["", &longer, shorter, &password.to_uppercase(), "another password"] {
        assert_eq!(verify(&stored, other.as_bytes()), other == password, "{hasher} {digest}: {other:?}");
    }
}

/// However it is cut short, what is left is refused or matches nothing.
pub fn assert_whole(hasher: &str, digest: &str, password: &str) {
    for (length, _) in digest.trim_end_matches('=').char_indices() {
        let cut = &digest[..length];
        let is_right = check(hasher, cut).is_ok_and(|stored| verify(&stored, password.as_bytes()));
        assert!(!is_right, "{hasher} {cut}");
    }
}

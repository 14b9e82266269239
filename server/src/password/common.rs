//! The list of common passwords: whatever is on it is tried first by whoever guesses.
//!
//! Kept as a sorted table of hashes cut to 48 bits, in which a password is looked up by halves: no text to read in the
//! binary, nothing to unpack at the start, and of three billion passwords that are not on the embedded list one is
//! refused with it.

use aws_lc_rs::digest::{SHA256, digest};
use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

/// SHA-256 of the password in lower case, cut.
type Entry = [u8; 6];

/// Made by `cargo xtask common-passwords`; its folder says of what.
static EMBEDDED: &[u8] = include_bytes!("../../data/common-passwords.bin");

/// A list of common passwords.
pub struct CommonPasswords(Cow<'static, [Entry]>);

impl CommonPasswords {
    /// The list that comes with the binary.
    pub fn embedded() -> Self {
        Self(Cow::Borrowed(EMBEDDED.as_chunks().0))
    }

    /// A list in a text file, one password a line. Lines that are not UTF-8 are nobody's password.
    pub fn from_file(path: &Path) -> io::Result<Self> {
        let mut entries = Vec::new();
        for line in BufReader::new(File::open(path)?).split(b'\n') {
            let line = line?;
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            if let Ok(password) = std::str::from_utf8(line)
                && !password.is_empty()
            {
                entries.push(entry(password));
            }
        }
        entries.sort_unstable();
        entries.dedup();
        Ok(Self(Cow::Owned(entries)))
    }

    /// Is this password on the list, in any case?
    pub fn has(&self, password: &str) -> bool {
        self.0.binary_search(&entry(password)).is_ok()
    }
}

fn entry(password: &str) -> Entry {
    let hash = digest(&SHA256, password.to_lowercase().as_bytes());
    hash.as_ref().first_chunk().copied().expect("a hash of 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_embedded_list_is_whole_and_in_order() {
        let list = CommonPasswords::embedded();
        assert_eq!(EMBEDDED.len() % size_of::<Entry>(), 0);
        assert_eq!(list.0.len(), 100_000);
        assert!(list.0.is_sorted_by(|one, next| one < next), "sorted, each once");
    }

    #[test]
    fn the_embedded_list_has_what_people_choose_and_not_what_they_don_t() {
        let list = CommonPasswords::embedded();
        for password in ["password", "12345678", "TrustNo1", "password123", "1qaz2wsx", "qwerty123", "smokey24"] {
            assert!(list.has(password), "{password}");
        }
        for password in ["", "correct horse battery", "tulpe-41-Kranich", "日本語のパスワード"] {
            assert!(!list.has(password), "{password}");
        }
    }

    #[test]
    fn hardly_anything_else_is_taken_for_common() {
        let list = CommonPasswords::embedded();
        // 48 bits for 100,000 entries: one in 2.8 billion.
        assert!(list.0.len() as f64 / 2_f64.powi(48) < 1e-9);
        assert!(!(0..200_000).any(|number| list.has(&format!("nobody chooses this {number}"))));
    }

    #[test]
    fn a_file_takes_the_place_of_the_embedded_list() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"Hunter Two\r\n\n\xff\xfe\nhunter two\nGr\xc3\xbcn Gr\xc3\xbcn").unwrap();
        let list = CommonPasswords::from_file(file.path()).unwrap();
        assert_eq!(list.0.len(), 2);
        assert!(list.has("HUNTER TWO") && list.has("grün grün"));
        assert!(!list.has("password") && !list.has(""));
        assert!(CommonPasswords::from_file(Path::new("/nonexistent")).is_err());
    }
}

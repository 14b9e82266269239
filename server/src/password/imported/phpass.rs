//! The portable digests of phpass: MD5 many times over.

use super::{Check, ImportError, is_equal};
use crate::keys::token_hash::hex;
use md5::{Digest, Md5};

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// One character of rounds, eight of salt, 22 of checksum.
const LENGTH: usize = 1 + SALT + 22;
const SALT: usize = 8;
/// Powers of two.
const ROUNDS: std::ops::RangeInclusive<usize> = 7..=18;

/// `$P$…`, which phpBB writes as `$H$…`.
pub fn plain(digest: &str) -> Result<Check, ImportError> {
    let (rounds, salt, checksum) = parts(digest)?;
    Ok(Box::new(move |password| is_equal(&sum(rounds, &salt, password), &checksum)))
}

/// The same over the hex of an MD5, as it is made of an old table of those. Drupal puts a `U` before it.
pub fn of_md5(digest: &str) -> Result<Check, ImportError> {
    let is_right = plain(digest.strip_prefix('U').unwrap_or(digest))?;
    Ok(Box::new(move |password| is_right(hex(&Md5::digest(password)).as_bytes())))
}

fn parts(digest: &str) -> Result<(u32, Vec<u8>, Vec<u8>), ImportError> {
    let rest = digest.strip_prefix("$P$").or_else(|| digest.strip_prefix("$H$"));
    let rest = rest.map(str::as_bytes).filter(|rest| rest.len() == LENGTH).ok_or(ImportError::WrongForm)?;
    let values: Option<Vec<usize>> = rest.iter().map(|byte| ALPHABET.iter().position(|known| known == byte)).collect();
    let rounds = values.ok_or(ImportError::WrongForm)?[0];
    if !ROUNDS.contains(&rounds) {
        return Err(ImportError::TooCostly);
    }
    let (salt, checksum) = rest[1..].split_at(SALT);
    Ok((1 << rounds, salt.to_vec(), checksum.to_vec()))
}

fn sum(rounds: u32, salt: &[u8], password: &[u8]) -> Vec<u8> {
    let mut hash = Md5::new().chain_update(salt).chain_update(password).finalize();
    for _ in 0..rounds {
        hash = Md5::new().chain_update(hash).chain_update(password).finalize();
    }
    encode(&hash)
}

/// Three bytes, the first one lowest, are four characters, the lowest first.
fn encode(bytes: &[u8]) -> Vec<u8> {
    let group = |bytes: &[u8]| {
        let value = bytes.iter().rev().fold(0, |value, byte| (value << 8) | usize::from(*byte));
        (0..=bytes.len()).map(move |place| ALPHABET[(value >> (6 * place)) & 63])
    };
    bytes.chunks(3).flat_map(group).collect()
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
            // phpass' own test, and hashcat's example
            ("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345"),
            ("$P$984478476IagS59wHZvyQMArzfx58u.", "hashcat"),
            // passlib 1.7
            ("$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", "correct horse"),
            ("$H$512345678M2z5c0x6uJUbKt.AKsG3w/", "pässwörd 日本"),
            ("$P$BabcdEFG.3uYjA47U7fpYP9e7fzu2s.", ""),
        ] {
            assert_right("phpass", digest, password);
        }
        assert_whole("phpass", "$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", "correct horse");
    }

    #[test]
    fn an_md5_was_hashed_again_and_is_no_password_itself() {
        // passlib 1.7, of hashlib's md5
        for (digest, password) in [
            ("$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0", "correct horse"),
            ("U$P$9./zyxWVULPDwrEsu/jf.27U330ho60", "pässwörd 日本"),
            ("$P$9./zyxWVUrx.xfwzR5OKlBBKvTam2./", ""),
        ] {
            assert_right("md5_phpass", digest, password);
        }
        assert_whole("md5_phpass", "U$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0", "correct horse");
        let stored = check("md5_phpass", "$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0").unwrap();
        assert!(!verify(&stored, b"3cb4e732631f47e6eb961f34554b7cde"), "who has the old table has no password");
        assert_eq!(check("phpass", "U$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0"), Err(WrongForm));
    }

    #[test]
    fn other_forms_and_costs_are_refused() {
        for (digest, expected) in [
            ("$P$5abcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", None),
            ("$P$GabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", None),
            ("$P$HabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", Some(TooCostly)),
            ("$P$zabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", Some(TooCostly)),
            ("$P$.abcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", Some(TooCostly)),
            ("$S$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.", Some(WrongForm)),
            ("$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn.x", Some(WrongForm)),
            ("$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn+", Some(WrongForm)),
        ] {
            assert_eq!(check("phpass", digest).err(), expected, "{digest}");
            assert_eq!(check("md5_phpass", digest).err(), expected, "{digest}");
        }
    }
}

//! The table of common passwords that the server embeds, made from a list.
//!
//! `server/src/password/common.rs` reads it: SHA-256 of each password in lower case, cut to six bytes, sorted.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::{Outcome, project::Project};

/// Where the server looks for it.
const TABLE: &str = "server/data/common-passwords.bin";
/// How many passwords it holds.
const ENTRIES: usize = 100_000;
/// Shorter ones are no passwords for the server, whatever its settings.
const MIN_LENGTH: usize = 8;

/// Writes the table of the first passwords of `list`, one a line, the most common first.
pub fn write(project: &Project, list: &str) -> Outcome {
    let mut table = BTreeSet::new();
    let mut lines = 0;
    for line in BufReader::new(File::open(Path::new(list))?).split(b'\n') {
        if table.len() == ENTRIES {
            break;
        }
        lines += 1;
        let line = line?;
        let Ok(password) = std::str::from_utf8(&line) else { continue };
        let password = password.trim_end_matches('\r').to_lowercase();
        if password.chars().count() >= MIN_LENGTH {
            let hash: [u8; 32] = Sha256::digest(password.as_bytes()).into();
            table.extend(hash.first_chunk::<6>().copied());
        }
    }
    if table.len() < ENTRIES {
        return Err(
            format!("the list has {} passwords of {MIN_LENGTH} characters, {ENTRIES} are needed", table.len()).into()
        );
    }
    fs::write(project.root.join(TABLE), table.into_iter().collect::<Vec<_>>().concat())?;
    println!("{TABLE}: {ENTRIES} passwords from the first {lines} lines");
    Ok(())
}

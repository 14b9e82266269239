//! `[password]`: what a password must be and what hashing one costs.

use super::section::Section;
use crate::password::{CharacterKind, Peppers};
use secrecy::SecretString;
use std::{fs, path::PathBuf, thread::available_parallelism};

/// The longest password in bytes, whatever its characters: more would be a way to keep us busy.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// Rules for passwords and the cost of hashing them.
#[derive(Clone, Debug)]
pub struct Password {
    /// The fewest code points.
    pub min_length: usize,
    /// The most code points. The published contract lets clients be told no more than 72, so the environment that
    /// they read says 0 ("no limit told") where this is larger, and the server alone enforces it.
    pub max_length: usize,
    /// Kinds of characters that must be in it.
    pub characters: Vec<CharacterKind>,
    /// A list of common passwords in the place of the one that comes with the binary.
    pub common_passwords_file: Option<PathBuf>,
    /// Memory of one argon2id hash, in KiB.
    pub argon2_memory_kib: u32,
    /// Passes over that memory.
    pub argon2_iterations: u32,
    /// Lanes.
    pub argon2_parallelism: u32,
    /// How many hashes run at once.
    pub concurrency: usize,
    /// Secrets that go into every hash.
    pub peppers: Peppers,
}

impl Password {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let concurrency = match section.whole("concurrency", 0, 0..=64) {
            0 => cores.min(64),
            given => given,
        };
        let common_passwords_file = section.optional("common_passwords_file").map(PathBuf::from);
        if common_passwords_file.as_ref().is_some_and(|path| !path.is_file()) {
            let mend = "write the path of a text file with one password a line";
            section.problem("common_passwords_file", "names no file", mend);
        }
        Self {
            common_passwords_file,
            characters: section
                .list("characters", "write some of \"lowercase\", \"uppercase\", \"number\", \"special\""),
            min_length: section.whole("min_length", 8, 8..=64),
            max_length: section.whole("max_length", 256, 64..=256),
            argon2_memory_kib: section.whole("argon2_memory_kib", 19_456, 12_288..=131_072),
            argon2_iterations: section.whole("argon2_iterations", 2, 1..=6),
            argon2_parallelism: section.whole("argon2_parallelism", 1, 1..=4),
            concurrency,
            peppers: peppers(&mut section),
        }
    }
}

/// Read here and not at the start, so that `config check` sees a file that holds none.
fn peppers(section: &mut Section<'_>) -> Peppers {
    let mend = "write base64 of 32 bytes, made with: openssl rand -base64 32";
    let (given, file) = (section.secret("pepper"), section.optional("pepper_file"));
    let retired = section.list("retired_peppers", "write the names that `config check` or the log show");
    if given.is_some() && file.is_some() {
        section.problem("pepper_file", "is set beside pepper", "keep one of the two");
    }
    let (key, text) = match (given, file) {
        (Some(given), _) => ("pepper", Some(given)),
        (None, Some(file)) => {
            let text = fs::read_to_string(file).map(SecretString::from);
            if let Err(error) = &text {
                section.problem("pepper_file", &format!("cannot be read ({error})"), mend);
            }
            ("pepper_file", text.ok())
        }
        (None, None) => ("pepper", None),
    };
    let peppers = text.map(|text| Peppers::from_base64(&text));
    if peppers.as_ref().is_some_and(Option::is_none) {
        section.problem(key, "is not base64 of 32 bytes", mend);
    }
    peppers.flatten().unwrap_or_default().with_retired(retired)
}

//! `[password]`: what a password must be and what hashing one costs.

use super::section::Section;
use std::{path::PathBuf, thread::available_parallelism};

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
            min_length: section.whole("min_length", 8, 8..=64),
            max_length: section.whole("max_length", 256, 64..=256),
            argon2_memory_kib: section.whole("argon2_memory_kib", 19_456, 12_288..=131_072),
            argon2_iterations: section.whole("argon2_iterations", 2, 1..=6),
            argon2_parallelism: section.whole("argon2_parallelism", 1, 1..=4),
            concurrency,
        }
    }
}

//! `[codes]`: the one-time codes that we mail.

use super::section::Section;
use crate::clock::{Millis, SECOND};

/// Strength and life of one-time codes. No environment relaxes them.
#[derive(Clone, Debug)]
pub struct Codes {
    /// How many digits.
    pub length: usize,
    /// How long a code is good for.
    pub lifetime: Millis,
    /// How many wrong tries it survives.
    pub max_attempts: u32,
}

impl Codes {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        Self {
            length: section.whole("length", 6, 6..=10),
            lifetime: section.whole::<Millis>("lifetime_seconds", 600, 60..=600) * SECOND,
            max_attempts: section.whole("max_attempts", 5, 1..=10),
        }
    }
}

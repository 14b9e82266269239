//! `[codes]`: the one-time codes that we mail.

use super::environment::Environment;
use super::section::Section;
use crate::clock::{Millis, SECOND};

/// Strength and life of one-time codes, and what stops guessing. No environment relaxes them, but for how many are sent.
#[derive(Clone, Debug)]
pub struct Codes {
    /// How many digits.
    pub length: usize,
    /// How long a code is good for.
    pub lifetime: Millis,
    /// How many wrong tries it survives.
    pub max_attempts: u32,
    /// The most codes that an account is sent in an hour.
    pub sends_per_hour: u32,
    /// The most codes that an account is sent in 24 hours.
    pub sends_per_day: u32,
    /// Wrong answers for one account in 24 hours after which its codes stop for 24 hours.
    pub wrong_per_day: u32,
    /// More wrong answers than this in an hour, over the whole instance, pause codes. 0: never.
    pub pause_wrong: u32,
    /// A larger share of repeated wrong answers than this, in percent, pauses codes. 0: never.
    pub pause_percent: u32,
    /// How many answers in an hour make a sample whose share counts.
    pub pause_min_checks: u32,
}

impl Codes {
    pub(super) fn read(mut section: Section<'_>, environment: Environment) -> Self {
        let factor = environment.rate_factor();
        Self {
            length: section.whole("length", 6, 6..=10),
            lifetime: section.whole::<Millis>("lifetime_seconds", 600, 60..=600) * SECOND,
            max_attempts: section.whole("max_attempts", 5, 1..=10),
            sends_per_hour: section.whole::<u32>("sends_per_hour", 5, 1..=100) * factor,
            sends_per_day: section.whole::<u32>("sends_per_day", 10, 1..=1_000) * factor,
            wrong_per_day: section.whole("wrong_per_day", 30, 5..=100),
            pause_wrong: section.whole("pause_wrong", 1_000, 0..=1_000_000),
            pause_percent: section.whole("pause_percent", 2, 0..=100),
            pause_min_checks: section.whole("pause_min_checks", 2_500, 100..=1_000_000),
        }
    }
}

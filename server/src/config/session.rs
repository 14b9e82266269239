//! `[session]`: how long people stay signed in.

use super::section::Section;
use crate::clock::{Millis, SECOND};

/// Lifetimes of sessions and their tokens.
#[derive(Clone, Debug)]
pub struct Session {
    /// How long a session lasts from sign-in, however busy it is.
    pub lifetime: Millis,
    /// How long one session token lasts.
    pub token_lifetime: Millis,
    /// Whether a browser holds one session at most.
    pub single_session_mode: bool,
}

impl Session {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        // 400 days: browsers keep no cookie longer.
        let lifetime = section.whole::<Millis>("lifetime_seconds", 604_800, 300..=34_560_000);
        let token_lifetime = section.whole::<Millis>("token_lifetime_seconds", 60, 30..=3_600);
        Self {
            lifetime: lifetime * SECOND,
            token_lifetime: token_lifetime * SECOND,
            single_session_mode: section.flag("single_session_mode", false),
        }
    }
}

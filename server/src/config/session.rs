//! `[session]`: how long people stay signed in.

use super::{
    section::Section,
    session_claims::{self, SessionClaim},
};
use crate::clock::{DAY, MINUTE, Millis, SECOND};
use std::ops::RangeInclusive;

/// How long a session may last, whoever says so. Browsers keep no cookie longer than 400 days.
pub const LIFETIMES: RangeInclusive<Millis> = 5 * MINUTE..=400 * DAY;

/// Lifetimes of sessions and their tokens.
#[derive(Clone, Debug)]
pub struct Session {
    /// How long a session lasts from sign-in, however busy it is.
    pub lifetime: Millis,
    /// How long a session lasts that nobody uses; none: as long as one that is used.
    pub inactivity_timeout: Option<Millis>,
    /// How long one session token lasts.
    pub token_lifetime: Millis,
    /// Whether a browser holds one session at most.
    pub single_session_mode: bool,
    /// What tokens say beside what all of them say.
    pub claims: Vec<SessionClaim>,
    /// How many bytes the value of each may have, as JSON.
    pub claim_bytes: usize,
}

impl Session {
    /// The longest token of a session that can come about, in the bytes of its cookie.
    pub fn largest_token(&self) -> usize {
        session_claims::worst_case(&self.claims, self.claim_bytes)
    }

    pub(super) fn read(mut section: Section<'_>) -> Self {
        let lifetime = section.whole::<Millis>("lifetime_seconds", 604_800, 300..=34_560_000);
        let inactivity = section.whole::<Millis>("inactivity_timeout_seconds", 0, 0..=34_560_000) * SECOND;
        if inactivity != 0 && inactivity < *LIFETIMES.start() {
            section.problem("inactivity_timeout_seconds", "is too short", "write 0 for none, or 300 and more");
        }
        let token_lifetime = section.whole::<Millis>("token_lifetime_seconds", 60, 30..=3_600);
        let claims =
            section.list("claims", "write claims such as [\"plan=public.plan\"], of public or unsafe metadata");
        let claim_bytes = section.whole("claim_bytes", 128, 8..=2_048);
        if let Some(problem) = session_claims::problem(&claims, claim_bytes) {
            section.problem("claims", &problem, "name fewer claims, or lower claim_bytes");
        }
        Self {
            lifetime: lifetime * SECOND,
            inactivity_timeout: Some(inactivity).filter(|timeout| *timeout > 0),
            token_lifetime: token_lifetime * SECOND,
            single_session_mode: section.flag("single_session_mode", false),
            claims,
            claim_bytes,
        }
    }
}

//! `[limits]`: how often who may do what, and when an account locks.

use super::environment::Environment;
use super::rate::Rate;
use super::section::Section;
use crate::clock::{Millis, SECOND};

/// Token buckets per class of route, already multiplied, and the lock-out.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Whether the buckets are looked at. The lock-out always is.
    pub is_enabled: bool,
    /// Starting a sign-in or sign-up, per address.
    pub create: Rate,
    /// Trying a password or code, per address and per attempt.
    pub attempt: Rate,
    /// Having a mail sent, per client.
    pub prepare: Rate,
    /// Having a mail sent, per recipient.
    pub prepare_recipient: Rate,
    /// Having a mail sent, per address.
    pub prepare_address: Rate,
    /// Starting a password reset, per address and per account.
    pub reset_start: Rate,
    /// Renewing a token, per session.
    pub token: Rate,
    /// Renewing tokens, per address.
    pub token_address: Rate,
    /// Everything that only reads, per client.
    pub read: Rate,
    /// Calls with a secret key, for the whole instance. The multiplier does not apply.
    pub backend: Rate,
    /// Consecutive failures that lock an account.
    pub lockout_failures: u32,
    /// How long it stays locked.
    pub lockout: Millis,
}

impl Limits {
    pub(super) fn read(mut section: Section<'_>, environment: Environment) -> Self {
        let multiplier = match section.whole("multiplier", 0, 0..=1_000) {
            0 => environment.rate_factor(),
            given => given,
        };
        let backend = if environment.is_production() { "1000/10s" } else { "100/10s" };
        let backend = section.parsed("backend", backend, "write \"100/10s\"");
        let mut rate = |key: &str, default: &str| {
            let expected = "write \"5/10s\", or \"3 + 1/1m\" for three at once and then one a minute";
            section.parsed::<Rate>(key, default, expected).times(multiplier)
        };
        Self {
            create: rate("create", "5/10s"),
            attempt: rate("attempt", "3/10s"),
            prepare: rate("prepare", "3 + 1/1m"),
            prepare_recipient: rate("prepare_recipient", "5/1h"),
            prepare_address: rate("prepare_address", "30/1h"),
            reset_start: rate("reset_start", "3/1h"),
            token: rate("token", "60/1m"),
            token_address: rate("token_address", "600/1m"),
            read: rate("read", "100/10s"),
            backend,
            is_enabled: section.flag("enabled", true),
            lockout_failures: section.whole("lockout_failures", 10, 5..=100),
            lockout: section.whole::<Millis>("lockout_seconds", 3_600, 60..=86_400) * SECOND,
        }
    }
}

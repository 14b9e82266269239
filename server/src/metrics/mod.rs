//! Numbers for those who watch the server: how many, how long, how full. Told as OpenMetrics text, which Prometheus
//! reads, on a listener of its own ([`serve`]); the public one has no such route.
//!
//! Counting costs a request next to nothing and makes no two requests wait for each other: what is counted is an atomic
//! number, and each thread remembers where those of a route are ([`requests`]). Labels are words of ours, never of
//! whoever asks: route templates, known methods, statuses. While nobody listens, requests aren't counted.
//!
//! The numbers are the process's. Each node tells its own, and whoever reads them adds them up.

mod collect;
mod histogram;
pub mod requests;
mod serve;

pub use histogram::Histogram;
pub use serve::serve;

use std::sync::atomic::{AtomicU64, Ordering};

/// Something that happens again and again.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// It happened.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How often so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! counters {
    ($($(#[$doc:meta])+ $name:ident: $family:literal, $label:literal;)*) => {
        $($(#[$doc])+ pub static $name: Counter = Counter::new();)*
        /// All of them: family, label, counter.
        static COUNTERS: &[(&str, &str, &Counter)] = &[$(($family, $label, &$name)),*];
    };
}

counters! {
    /// Somebody signed in.
    SIGNED_IN: "sign_ins", "complete";
    /// The first factor was right, and a second one is asked for.
    SECOND_FACTOR_NEEDED: "sign_ins", "needs_second_factor";
    /// A password was wrong.
    PASSWORD_WRONG: "sign_ins", "wrong_password";
    /// A code was wrong, of the first factor or of the second.
    CODE_WRONG: "sign_ins", "wrong_code";
    /// An account was locked at a failure too many.
    LOCKED: "sign_ins", "locked";
    /// A token of a session.
    SESSION_TOKENS: "tokens_minted", "session";
    /// A session's token that an app's backend asked for.
    BACKEND_TOKENS: "tokens_minted", "backend";
    /// A token made from a template.
    TEMPLATE_TOKENS: "tokens_minted", "template";
    /// A mail was written into the outbox.
    MAILS_QUEUED: "mails", "queued";
    /// The mail server took one.
    MAILS_SENT: "mails", "sent";
    /// The mail server didn't take one now, and it is tried again.
    MAILS_RETRIED: "mails", "retried";
    /// One is given up.
    MAILS_FAILED: "mails", "failed";
    /// A browser asked too often.
    FRONTEND_REFUSED: "rate_limit_refusals", "frontend";
    /// A backend asked too often.
    BACKEND_REFUSED: "rate_limit_refusals", "backend";
    /// A password wasn't looked at: too many wait.
    HASHES_REFUSED: "password_hashes_refused", "";
}

/// How long passwords waited for their turn, in seconds.
pub static HASH_WAIT: Histogram<8> = Histogram::new([0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5]);

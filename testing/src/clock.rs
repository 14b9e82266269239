//! The clock that a test turns.

use ::server::clock::{Clock, ManualClock, Millis};
use std::{sync::Arc, time::Duration};

/// When every test server begins, in milliseconds since the Unix epoch: a Sunday in 2026.
pub const START: Millis = 1_795_300_000_000;

/// Stands still until it is turned: codes, tokens and sessions end by it alone.
#[derive(Clone)]
pub struct TestClock(Arc<ManualClock>);

impl TestClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(ManualClock::new(START)))
    }

    /// Turns it forward.
    pub fn advance(&self, by: Duration) {
        self.0.advance(Millis::try_from(by.as_millis()).expect("before the year 292 million"));
    }

    /// Milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.0.now()
    }

    /// Seconds since the Unix epoch, in the form that the layers of [`onehop::ssr`] take.
    pub fn seconds(&self) -> impl Fn() -> i64 + Clone + Send + Sync + 'static {
        let clock = self.0.clone();
        move || clock.now().div_euclid(1_000)
    }

    /// As the server's parameter.
    pub fn shared(&self) -> Arc<ManualClock> {
        self.0.clone()
    }
}

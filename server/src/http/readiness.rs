//! Whether we want requests: what `/health/ready` answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared by the listener, which sets it, and the health route, which reads it. Not ready until serving begins.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// Whether balancers should send requests.
    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Changes the answer everywhere.
    pub fn set(&self, is_ready: bool) {
        self.0.store(is_ready, Ordering::Release);
    }
}

//! Whether we want requests, which is what `/health/ready` answers, and how many connections there are.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Shared by the listener, which sets it, and those who tell of it. Not ready until serving begins.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    is_ready: AtomicBool,
    connections: AtomicU64,
}

/// A connection that is open. It is counted until it is dropped.
pub(super) struct Open(Arc<Inner>);

impl Readiness {
    /// Whether balancers should send requests.
    pub fn is_ready(&self) -> bool {
        self.0.is_ready.load(Ordering::Acquire)
    }

    /// Changes the answer everywhere.
    pub fn set(&self, is_ready: bool) {
        self.0.is_ready.store(is_ready, Ordering::Release);
    }

    /// How many connections are open.
    pub fn connections(&self) -> u64 {
        self.0.connections.load(Ordering::Relaxed)
    }

    /// One more.
    pub(super) fn open(&self) -> Open {
        self.0.connections.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(&self.0))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

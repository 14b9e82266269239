//! The instance's public settings, asked for now and then instead of once per page.

use crate::wire::Environment;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Settings change rarely, and a page that is half a minute behind harms nobody.
const FRESH_SECONDS: i64 = 30;

/// The last answer and when it came.
#[derive(Default)]
pub(super) struct EnvironmentCache(Mutex<Option<(i64, Environment)>>);

impl EnvironmentCache {
    /// The settings, if they were asked for a short while ago.
    pub fn fresh(&self, now: i64) -> Option<Environment> {
        let held = self.lock();
        let (asked_at, environment) = held.as_ref()?;
        (0..FRESH_SECONDS).contains(&(now - asked_at)).then(|| environment.clone())
    }

    /// The settings, however old: they are data, not authority, so old ones are better than none.
    pub fn any(&self) -> Option<Environment> {
        self.lock().as_ref().map(|(_, environment)| environment.clone())
    }

    /// Keeps an answer.
    pub fn put(&self, now: i64, environment: Environment) {
        *self.lock() = Some((now, environment));
    }

    fn lock(&self) -> MutexGuard<'_, Option<(i64, Environment)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

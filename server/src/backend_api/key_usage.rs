//! When each key was last used: written at most once a minute, after the request, by a task of its own. A reading call
//! stays a reading one.

use crate::{
    clock::{MINUTE, Millis},
    state::App,
    store::{StoreError, secret_keys, secret_keys::SecretKeyRow},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How exact the time is.
const EVERY: Millis = MINUTE;

/// What this process has written a moment ago.
#[derive(Default)]
pub struct KeyUsage(Mutex<HashMap<String, Millis>>);

impl KeyUsage {
    /// Is it time to write again? Who asks first is told yes.
    fn is_due(&self, key: &SecretKeyRow, now: Millis) -> bool {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = written.get(&key.id).copied().max(key.last_used_at);
        let is_due = last.is_none_or(|last| now - last >= EVERY);
        if is_due {
            written.insert(key.id.clone(), now);
        }
        is_due
    }
}

/// Notes that this key was used now. Nobody waits for it, and nothing fails with it.
pub fn note(app: &App, key: &SecretKeyRow) {
    let now = app.clock.now();
    if !app.key_usage.is_due(key, now) {
        return;
    }
    let (app, id) = (app.clone(), key.id.clone());
    tokio::spawn(async move {
        if let Err(error) = write(&app, &id, now).await {
            tracing::debug!(%error, key.id = id, "the last use of {id} could not be noted: {error}");
        }
    });
}

async fn write(app: &App, id: &str, now: Millis) -> Result<(), StoreError> {
    let mut conn = app.write().await?;
    conn.relax_durability().await?;
    secret_keys::update_used(&mut conn, &app.instance.id, id, now).await?;
    conn.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(last_used_at: Option<Millis>) -> SecretKeyRow {
        let (name, hint) = (String::new(), String::new());
        SecretKeyRow { id: "key_1".into(), name, hint, last_used_at, revoked_at: None, created_at: 0 }
    }

    #[test]
    fn a_busy_key_is_written_once_a_minute() {
        let usage = KeyUsage::default();
        assert!(usage.is_due(&key(None), 1_000));
        assert!(!usage.is_due(&key(None), 1_001));
        assert!(!usage.is_due(&key(None), EVERY + 999));
        assert!(usage.is_due(&key(None), EVERY + 1_000));
    }

    #[test]
    fn what_another_node_wrote_counts_too() {
        let usage = KeyUsage::default();
        assert!(!usage.is_due(&key(Some(5_000)), EVERY));
        assert!(usage.is_due(&key(Some(5_000)), EVERY + 5_000));
    }
}

//! Follows the signing keys, whichever process changes them, and does what is due about them.

use crate::{domain::signing_keys, state::App};
use std::time::Duration;

/// How late a node hears of a change at the most: one small query.
const FOLLOW: Duration = Duration::from_secs(1);
/// Rounds between looks at what is due.
const KEEP: u32 = 60;

/// Runs until the process ends.
pub async fn run(app: App) {
    loop {
        report(signing_keys::keep(&app).await.map(|()| false));
        for _ in 0..KEEP {
            tokio::time::sleep(FOLLOW).await;
            report(signing_keys::follow(&app).await);
        }
    }
}

fn report(done: Result<bool, signing_keys::KeysError>) {
    match done {
        Ok(false) => {}
        Ok(true) => tracing::info!("the signing keys have changed: following"),
        Err(error) => tracing::warn!(%error, "the signing keys can't be followed, will try again: {error}"),
    }
}

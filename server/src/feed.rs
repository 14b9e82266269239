//! Where the change feed ends, for those who wait for more. However many wait, the database is asked once per moment.

use crate::{
    state::App,
    store::{StoreError, events},
};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// So long an answer of the database counts, and so long it is at the most before somebody who waits hears of a change.
const MOMENT: Duration = Duration::from_millis(20);

/// What was seen last.
#[derive(Debug, Default)]
pub struct Feed(Mutex<Option<(Instant, i64)>>);

impl Feed {
    /// Waits until the feed goes on behind `sequence`, or until `deadline`.
    pub async fn wait_past(&self, app: &App, sequence: i64, deadline: Instant) -> Result<(), StoreError> {
        while self.end(app).await? <= sequence {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            tokio::time::sleep(left.min(MOMENT)).await;
        }
        Ok(())
    }

    async fn end(&self, app: &App) -> Result<i64, StoreError> {
        let mut seen = self.0.lock().await;
        if let Some((at, end)) = *seen
            && at.elapsed() < MOMENT
        {
            return Ok(end);
        }
        let end = events::end(&mut app.read().await?, &app.instance.id).await?;
        *seen = Some((Instant::now(), end));
        Ok(end)
    }
}

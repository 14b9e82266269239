//! Where the change feed ends, for those who wait for more. A change that this process commits is told at once; what others
//! commit is found by asking the database, once per moment however many wait.

use crate::{
    state::App,
    store::{FeedEnd, StoreError, events},
};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// So long an answer of the database counts, and so long it is at the most before somebody who waits hears of a change
/// that another process made.
pub const MOMENT: Duration = Duration::from_millis(20);

/// What is known of the end.
#[derive(Debug, Default)]
pub struct Feed {
    /// Up to here everything is committed.
    end: FeedEnd,
    /// When the database was asked last.
    asked: Mutex<Option<Instant>>,
}

impl Feed {
    /// For transactions, which move it.
    pub fn end(&self) -> &FeedEnd {
        &self.end
    }

    /// Waits until the feed goes on behind `sequence`, or until `deadline`.
    pub async fn wait_past(&self, app: &App, sequence: i64, deadline: Instant) -> Result<(), StoreError> {
        let mut end = self.end.subscribe();
        while *end.borrow_and_update() <= sequence {
            self.ask(app).await?;
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            // In vain or not, the loop looks again.
            let _ = tokio::time::timeout(left.min(MOMENT), end.changed()).await;
        }
        Ok(())
    }

    async fn ask(&self, app: &App) -> Result<(), StoreError> {
        let mut asked = self.asked.lock().await;
        if asked.is_none_or(|at| at.elapsed() >= MOMENT) {
            self.end.reached(events::end(&mut app.read().await?, &app.instance.id).await?);
            *asked = Some(Instant::now());
        }
        Ok(())
    }
}

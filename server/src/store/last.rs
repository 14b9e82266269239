//! What a transaction does last. The total of a kind of rows and the end of the change feed are rows that everybody
//! changes: whoever has changed one makes all others wait until the transaction is over. So each transaction collects
//! its changes to them and makes them just before it commits, always in the same order: it waits for nobody then but for
//! others who are about to commit, and no two transactions can wait for each other there.

use super::{Conn, StoreError, events, events::EventRow, totals};
use onehop::wire::InstanceId;
use std::collections::BTreeMap;

/// Collected until the commit.
#[derive(Debug, Default)]
pub(super) struct Last {
    /// By how much each total changes.
    totals: BTreeMap<(InstanceId, &'static str), i64>,
    /// For the change feed, in this order.
    events: Vec<(InstanceId, EventRow)>,
    /// As it was when a step began that can be taken back.
    before_step: Option<(BTreeMap<(InstanceId, &'static str), i64>, usize)>,
}

impl Last {
    /// So many more (or fewer) of these rows.
    pub(super) fn count(&mut self, instance: &InstanceId, name: &'static str, by: i64) {
        *self.totals.entry((instance.clone(), name)).or_default() += by;
    }

    /// One more event.
    pub(super) fn append(&mut self, instance: &InstanceId, event: EventRow) {
        self.events.push((instance.clone(), event));
    }

    /// What is collected from here on can be taken back.
    pub(super) fn begin_step(&mut self) {
        self.before_step = Some((self.totals.clone(), self.events.len()));
    }

    /// Takes back what was collected since the step began.
    pub(super) fn undo_step(&mut self) {
        if let Some((totals, events)) = self.before_step.take() {
            self.totals = totals;
            self.events.truncate(events);
        }
    }

    /// Does all of it.
    pub(super) async fn write(self, conn: &mut Conn) -> Result<(), StoreError> {
        for ((instance, name), by) in &self.totals {
            totals::write(conn, instance, name, *by).await?;
        }
        for events in self.events.chunk_by(|left, right| left.0 == right.0) {
            events::write(conn, events).await?;
        }
        Ok(())
    }
}

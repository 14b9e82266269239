//! What a transaction does last. The total of a kind of rows and the end of the change feed are rows that everybody
//! changes: whoever has changed one makes all others wait until the transaction is over. So each transaction collects
//! its changes to them and makes them just before it commits, always in the same order: it waits for nobody then but for
//! others who are about to commit, and no two transactions can wait for each other there.

use super::{Conn, StoreError, daily_totals, daily_totals::Daily, events, events::EventRow, totals};
use crate::clock::Millis;
use onehop::wire::InstanceId;
use std::collections::BTreeMap;

/// Collected until the commit.
#[derive(Debug, Default)]
pub(super) struct Last {
    counts: Counts,
    /// For the change feed, in this order.
    events: Vec<(InstanceId, EventRow)>,
    /// As it was when a step began that can be taken back.
    before_step: Option<(Counts, usize)>,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    /// By how much each total changes.
    totals: BTreeMap<(InstanceId, &'static str), i64>,
    /// By how much each total of a day changes.
    days: BTreeMap<(InstanceId, Daily, Millis), i64>,
}

impl Last {
    /// So many more (or fewer) of these rows.
    pub(super) fn count(&mut self, instance: &InstanceId, name: &'static str, by: i64) {
        *self.counts.totals.entry((instance.clone(), name)).or_default() += by;
    }

    /// One more of these on this day.
    pub(super) fn count_day(&mut self, instance: &InstanceId, what: Daily, day: Millis) {
        *self.counts.days.entry((instance.clone(), what, day)).or_default() += 1;
    }

    /// The events of a resource so far.
    pub(super) fn events_of(&self, resource_id: &str) -> impl Iterator<Item = &EventRow> {
        self.events.iter().map(|(_, event)| event).filter(move |event| event.resource_id == resource_id)
    }

    /// One more event.
    pub(super) fn append(&mut self, instance: &InstanceId, event: EventRow) {
        self.events.push((instance.clone(), event));
    }

    /// What is collected from here on can be taken back.
    pub(super) fn begin_step(&mut self) {
        self.before_step = Some((self.counts.clone(), self.events.len()));
    }

    /// Takes back what was collected since the step began.
    pub(super) fn undo_step(&mut self) {
        if let Some((counts, events)) = self.before_step.take() {
            self.counts = counts;
            self.events.truncate(events);
        }
    }

    /// Does all of it; the position of its last event, where there is one.
    pub(super) async fn write(self, conn: &mut Conn) -> Result<Option<i64>, StoreError> {
        for ((instance, name), by) in &self.counts.totals {
            totals::write(conn, instance, name, *by).await?;
        }
        for ((instance, what, day), by) in &self.counts.days {
            daily_totals::write(conn, instance, (*what, *day), *by).await?;
        }
        let mut end = None;
        for events in self.events.chunk_by(|left, right| left.0 == right.0) {
            end = Some(events::write(conn, events).await?);
        }
        Ok(end)
    }
}

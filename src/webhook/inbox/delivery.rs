//! Events that are being applied, in one transaction.

use super::{InboxStore, Outcome};
use crate::wire::backend::Event;
use std::{collections::VecDeque, fmt};

/// What is yet to be looked at.
#[derive(Debug)]
pub(super) enum Step {
    /// An event that was delivered: it waits for those before it.
    Delivered(Event),
    /// An event of the feed: those before it were there before it, or nobody will ever have them.
    Told(Event),
    /// What waits of this resource, and follows what was applied.
    Follow(String),
    /// What waits of this resource, whatever is missing before it.
    Skip(String),
    /// What waits up to this place in the feed, which was read up to there.
    Overtaken(i64),
}

/// Events that are being applied: take them with [`next`](Self::next), write what they mean with
/// [`transaction`](Self::transaction), and [`commit`](Self::commit). Dropped before that, nothing of it happened.
#[must_use = "nothing is remembered until it is committed"]
pub struct Delivery<'i, S: InboxStore> {
    store: &'i S,
    transaction: S::Transaction,
    steps: VecDeque<Step>,
    takes_any_first: bool,
    cursor: Option<String>,
    outcome: Outcome,
}

impl<'i, S: InboxStore> Delivery<'i, S> {
    pub(super) fn new(
        store: &'i S,
        transaction: S::Transaction,
        steps: impl IntoIterator<Item = Step>,
        takes_any_first: bool,
        cursor: Option<String>,
    ) -> Self {
        Self {
            store,
            transaction,
            steps: steps.into_iter().collect(),
            takes_any_first,
            cursor,
            outcome: Outcome::default(),
        }
    }

    /// The next event to apply; none: that's all. A delivery may bring none (it is known already, or waits) and several
    /// (those that waited for it).
    pub async fn next(&mut self) -> Result<Option<Event>, S::Error> {
        while let Some(step) = self.steps.pop_front() {
            let event = match step {
                Step::Delivered(event) => self.delivered(event).await?,
                Step::Told(event) => self.told(event).await?,
                Step::Follow(resource) => self.following(&resource).await?,
                Step::Skip(resource) => self.store.first_parked(&mut self.transaction, &resource).await?,
                Step::Overtaken(until) => self.overtaken(until).await?,
            };
            if let Some(event) = event {
                self.store.set_version(&mut self.transaction, &event.resource_id, event.version).await?;
                self.steps.push_front(Step::Follow(event.resource_id.clone()));
                self.outcome.applied += 1;
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// The transaction in which the inbox remembers: what the app writes in it is kept exactly if the inbox remembers
    /// that it was written.
    pub fn transaction(&mut self) -> &mut S::Transaction {
        &mut self.transaction
    }

    /// Ends it. Events that were not taken wait for the next time.
    pub async fn commit(mut self) -> Result<Outcome, S::Error> {
        for step in std::mem::take(&mut self.steps) {
            let (Step::Delivered(event) | Step::Told(event)) = step else { continue };
            if self.store.version(&mut self.transaction, &event.resource_id).await? < event.version {
                self.store.park(&mut self.transaction, &event).await?;
                self.outcome.parked += 1;
            }
        }
        if let Some(cursor) = &self.cursor {
            self.store.set_cursor(&mut self.transaction, cursor).await?;
        }
        self.store.commit(self.transaction).await?;
        Ok(self.outcome)
    }

    async fn delivered(&mut self, event: Event) -> Result<Option<Event>, S::Error> {
        let applied = self.store.version(&mut self.transaction, &event.resource_id).await?;
        if event.version <= applied {
            self.outcome.known += 1;
        } else if event.version == applied + 1 || (applied == 0 && self.takes_any_first) {
            return Ok(Some(event));
        } else {
            self.store.park(&mut self.transaction, &event).await?;
            self.outcome.parked += 1;
            // What was left lying may be what it waits for.
            self.steps.push_front(Step::Follow(event.resource_id));
        }
        Ok(None)
    }

    async fn told(&mut self, event: Event) -> Result<Option<Event>, S::Error> {
        if event.version <= self.store.version(&mut self.transaction, &event.resource_id).await? {
            self.outcome.known += 1;
            return Ok(None);
        }
        // What waited and the feed leaves out (it may be asked for fewer types) comes before.
        match self.store.first_parked(&mut self.transaction, &event.resource_id).await? {
            Some(parked) if parked.version < event.version => {
                self.steps.push_front(Step::Told(event));
                Ok(Some(parked))
            }
            _ => Ok(Some(event)),
        }
    }

    async fn following(&mut self, resource: &str) -> Result<Option<Event>, S::Error> {
        let Some(parked) = self.store.first_parked(&mut self.transaction, resource).await? else { return Ok(None) };
        let applied = self.store.version(&mut self.transaction, resource).await?;
        Ok((parked.version == applied + 1).then_some(parked))
    }

    async fn overtaken(&mut self, until: i64) -> Result<Option<Event>, S::Error> {
        let oldest = self.store.oldest_parked(&mut self.transaction).await?.filter(|event| event.sequence <= until);
        if oldest.is_some() {
            self.steps.push_front(Step::Overtaken(until));
        }
        Ok(oldest)
    }
}

impl<S: InboxStore> fmt::Debug for Delivery<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

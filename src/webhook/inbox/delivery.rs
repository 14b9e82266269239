//! Events that are being applied, in one transaction.

use super::{Ended, Inbox, InboxStore, Outcome};
use crate::wire::{Millis, backend::Event};
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
    inbox: &'i Inbox<S>,
    transaction: S::Transaction,
    steps: VecDeque<Step>,
    takes_any_first: bool,
    cursor: Option<String>,
    outcome: Outcome,
    /// So many resources ended, the last one then.
    ended: (usize, Millis),
}

impl<'i, S: InboxStore> Delivery<'i, S> {
    pub(super) fn new(
        inbox: &'i Inbox<S>,
        transaction: S::Transaction,
        steps: impl IntoIterator<Item = Step>,
        takes_any_first: bool,
        cursor: Option<String>,
    ) -> Self {
        Self {
            inbox,
            transaction,
            steps: steps.into_iter().collect(),
            takes_any_first,
            cursor,
            outcome: Outcome::default(),
            ended: (0, Millis::MIN),
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
                Step::Skip(resource) => self.inbox.store.first_parked(&mut self.transaction, &resource).await?,
                Step::Overtaken(until) => self.overtaken(until).await?,
            };
            if let Some(event) = event {
                self.inbox.store.set_version(&mut self.transaction, &event.resource_id, event.version).await?;
                if is_last(&event.kind) {
                    self.end(&event, event.version).await?;
                }
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
            if !self.is_known(&event).await? {
                self.inbox.store.park(&mut self.transaction, &event).await?;
                self.outcome.parked += 1;
            }
        }
        if let Some(cursor) = &self.cursor {
            self.inbox.store.set_cursor(&mut self.transaction, cursor).await?;
        }
        self.inbox.store.commit(self.transaction).await?;
        let (count, at) = self.ended;
        self.inbox.tidy_up(count, at).await;
        Ok(self.outcome)
    }

    /// Was it applied, as far as is remembered? What was forgotten of the resource was.
    async fn is_known(&mut self, event: &Event) -> Result<bool, S::Error> {
        let applied = self.inbox.store.version(&mut self.transaction, &event.resource_id).await?;
        if applied > 0 || event.sequence > self.inbox.store.forgotten(&mut self.transaction).await? {
            return Ok(event.version <= applied);
        }
        let is_known = self.inbox.store.first_parked(&mut self.transaction, &event.resource_id).await?.is_none();
        if is_known {
            // Nor need it be remembered that it was asked for.
            self.end(event, 0).await?;
        }
        Ok(is_known)
    }

    async fn end(&mut self, event: &Event, version: i64) -> Result<(), S::Error> {
        let (count, at) = self.ended;
        self.ended = (count + 1, at.max(event.timestamp));
        let ended = Ended { version, sequence: event.sequence, at: event.timestamp };
        self.inbox.store.end(&mut self.transaction, &event.resource_id, ended).await
    }

    async fn delivered(&mut self, event: Event) -> Result<Option<Event>, S::Error> {
        if self.is_known(&event).await? {
            self.outcome.known += 1;
            return Ok(None);
        }
        let applied = self.inbox.store.version(&mut self.transaction, &event.resource_id).await?;
        if event.version == applied + 1 || (applied == 0 && self.takes_any_first) {
            return Ok(Some(event));
        } else {
            self.inbox.store.park(&mut self.transaction, &event).await?;
            self.outcome.parked += 1;
            // What was left lying may be what it waits for.
            self.steps.push_front(Step::Follow(event.resource_id));
        }
        Ok(None)
    }

    async fn told(&mut self, event: Event) -> Result<Option<Event>, S::Error> {
        if self.is_known(&event).await? {
            self.outcome.known += 1;
            return Ok(None);
        }
        // What waited and the feed leaves out (it may be asked for fewer types) comes before.
        match self.inbox.store.first_parked(&mut self.transaction, &event.resource_id).await? {
            Some(parked) if parked.version < event.version => {
                self.steps.push_front(Step::Told(event));
                Ok(Some(parked))
            }
            _ => Ok(Some(event)),
        }
    }

    async fn following(&mut self, resource: &str) -> Result<Option<Event>, S::Error> {
        let Some(parked) = self.inbox.store.first_parked(&mut self.transaction, resource).await? else {
            return Ok(None);
        };
        let applied = self.inbox.store.version(&mut self.transaction, resource).await?;
        Ok((parked.version == applied + 1).then_some(parked))
    }

    async fn overtaken(&mut self, until: i64) -> Result<Option<Event>, S::Error> {
        let oldest =
            self.inbox.store.oldest_parked(&mut self.transaction).await?.filter(|event| event.sequence <= until);
        if oldest.is_some() {
            self.steps.push_front(Step::Overtaken(until));
        }
        Ok(oldest)
    }
}

/// Does nothing follow an event of this type, of the same resource?
fn is_last(kind: &str) -> bool {
    kind.ends_with(".deleted")
        || ["session.ended", "session.removed", "session.revoked", "email.created", "sms.created"].contains(&kind)
}

impl<S: InboxStore> fmt::Debug for Delivery<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

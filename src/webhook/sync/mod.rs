//! A local copy of all users, kept current from webhooks, from the feed, or from both.
//!
//! ```no_run
//! use onehop::{client::BackendClient, webhook::sync::{MemoryUsers, UserSync}};
//!
//! # async fn example(client: BackendClient) -> Result<(), Box<dyn std::error::Error>> {
//! let users = MemoryUsers::default();
//! let sync = UserSync::new(client, users.clone());
//! sync.catch_up().await?; // A snapshot the first time, from then on what changed.
//! println!("{} users", users.all().await.len());
//! sync.follow().await?; // Hears of each change within moments, for ever.
//! # Ok(()) }
//! ```
//!
//! Only copy users when you must: to join with them in SQL, say. For everything else ask when you need one.
//!
//! # What is promised
//!
//! - **Equal to the source.** Once [`UserSync::catch_up`] returns, each user is there as of a moment after it was called, and
//!   nobody else is, whatever happened before: deliveries that came twice, late, in another order or never, and either side
//!   switched off or killed at any moment. With webhooks alone ([`UserSync::receive`]), the same is so once everything was
//!   delivered.
//! - **Never back.** Of two states of a user the one with the larger version stays, also when the user is deleted.
//! - **An expired cursor is no event.** When the copy was left alone for longer than the feed reaches back, a new snapshot is
//!   taken beneath the copy: it stays readable, and who is gone at the source is removed at the end.
//!
//! A source that was restored from a backup tells another history from there on. Where its feed is shorter than what was
//! seen, that is noticed; call [`UserSync::start_over`] after each restore to be certain.

mod error;
mod memory;
mod snapshot;
mod store;

#[cfg(test)]
pub(in crate::webhook) mod tests;

pub use error::SyncError;
pub use memory::{MemoryUsers, MemoryUsersTransaction};
pub use store::{Known, UserStore};

use super::source::Source;
use crate::{
    client::BackendClient,
    wire::{
        EventType,
        backend::{Event, EventPage},
    },
};
use std::{convert::Infallible, time::Duration};

const TYPES: &str = "user.*";
/// Shorter than a call of the client may take.
const WAIT_SECONDS: u8 = 20;
/// After a failure that may pass; the client tried several times before.
const PAUSE: Duration = Duration::from_secs(2);

/// Keeps a copy of all users.
#[derive(Debug)]
pub struct UserSync<S, C = BackendClient> {
    source: C,
    store: S,
}

type Outcome<T, S> = Result<T, SyncError<<S as UserStore>::Error>>;

impl<S: UserStore> UserSync<S> {
    /// A copy in this store, of the users of the server that this client asks.
    pub fn new(client: BackendClient, store: S) -> Self {
        Self { source: client, store }
    }
}

impl<S: UserStore, C: Source> UserSync<S, C> {
    /// Applies an event that a webhook brought, if it is news. Says whether it was. Events of other resources are passed over.
    pub async fn receive(&self, event: &Event) -> Result<bool, S::Error> {
        let mut transaction = self.store.begin().await?;
        // What the copy is current up to holds all that came before: nobody needs to be remembered for being gone then.
        if self.store.cursor(&mut transaction).await?.is_some_and(|cursor| event.sequence <= cursor) {
            return Ok(false);
        }
        let is_news = self.take_event(&mut transaction, event).await?;
        self.store.commit(transaction).await?;
        Ok(is_news)
    }

    /// Makes the copy current, once.
    pub async fn catch_up(&self) -> Outcome<(), S> {
        while self.step(0).await? {}
        Ok(())
    }

    /// Keeps the copy current for ever, and waits while the server can't be reached. Ends only with an error that waiting
    /// doesn't mend: a store that fails, a key that is refused.
    pub async fn follow(&self) -> Outcome<Infallible, S> {
        loop {
            match self.step(WAIT_SECONDS).await {
                Ok(_) => {}
                Err(error) if error.may_pass() => tokio::time::sleep(PAUSE).await,
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes nothing that is known for granted any more: the next [`UserSync::catch_up`] reads all users, and believes them.
    /// Stop whatever follows meanwhile.
    pub async fn start_over(&self) -> Result<(), S::Error> {
        let mut transaction = self.store.begin().await?;
        self.store.start_over(&mut transaction).await?;
        self.store.commit(transaction).await
    }

    /// The next part: a snapshot, or a page of the feed. Says whether there is more right now.
    async fn step(&self, wait: u8) -> Outcome<bool, S> {
        let cursor = self.store.cursor(&mut self.begin().await?).await.map_err(SyncError::Store)?;
        let Some(cursor) = cursor else { return self.take_snapshot(None).await.map(|()| true) };
        let asked = self.source.events(Some(&cursor.to_string()), Some(TYPES), wait).await.map_err(SyncError::Source);
        match asked {
            Ok(page) => self.take_page(cursor, page).await,
            Err(error) if error.is_cursor_expired() => self.take_snapshot(Some(cursor)).await.map(|()| true),
            Err(error) => Err(error),
        }
    }

    async fn take_page(&self, asked_after: i64, page: EventPage) -> Outcome<bool, S> {
        let next = position(&page.next_cursor)?;
        if next == asked_after {
            return Ok(page.has_more);
        }
        let mut transaction = self.begin().await?;
        let write = async {
            // Somebody else may have been faster.
            if self.store.cursor(&mut transaction).await? != Some(asked_after) {
                return Ok(true);
            }
            for event in &page.data {
                self.take_event(&mut transaction, event).await?;
            }
            self.store.set_cursor(&mut transaction, next).await?;
            self.store.forget_removed(&mut transaction, next).await?;
            self.store.commit(transaction).await?;
            Ok(page.has_more)
        };
        write.await.map_err(SyncError::Store)
    }

    /// Newer than what is known, it counts.
    async fn take_event(&self, transaction: &mut S::Transaction, event: &Event) -> Result<bool, S::Error> {
        let kind = event.event_type();
        if !matches!(kind, Some(EventType::UserCreated | EventType::UserUpdated | EventType::UserDeleted)) {
            return Ok(false);
        }
        let known = Known { version: event.version, sequence: event.sequence };
        if self
            .store
            .known(transaction, &event.resource_id)
            .await?
            .is_some_and(|before| before.version >= known.version)
        {
            return Ok(false);
        }
        match kind {
            Some(EventType::UserDeleted) => self.store.remove(transaction, &event.resource_id, known).await?,
            _ => self.store.put(transaction, &event.resource_id, known, event.data.get()).await?,
        }
        Ok(true)
    }

    async fn begin(&self) -> Outcome<S::Transaction, S> {
        self.store.begin().await.map_err(SyncError::Store)
    }
}

fn position<E>(cursor: &str) -> Result<i64, SyncError<E>> {
    cursor.parse().map_err(|_| SyncError::Cursor)
}

//! From at least once and in any order to exactly once and in order.

mod delivery;
mod memory;
mod store;

#[cfg(test)]
pub(in crate::webhook) mod tests;

pub use delivery::Delivery;
pub use memory::{Memory, MemoryTransaction};
pub use store::{Ended, InboxStore, Waiting};

use super::source::Source;
use crate::{
    client::{BackendClient, backend::BackendError},
    wire::{Millis, backend::Event},
};
use delivery::Step;
use std::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

/// So long after its last event a resource is remembered, where the app doesn't say otherwise: longer than a server tries
/// to deliver an event by itself.
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// After so many resources have ended, those that ended long ago are forgotten.
const TIDY_EVERY: usize = 100;
/// So many in one transaction.
const TIDY_STEP: usize = 500;

/// Turns deliveries that come at least once and in any order into events that are applied exactly once and in order.
///
/// ```
/// use onehop::{webhook::{Inbox, Memory}, wire::backend::Event};
///
/// # async fn example(inbox: &Inbox<Memory>, event: Event) -> Result<(), Box<dyn std::error::Error>> {
/// let mut delivery = inbox.receive(event).await?;
/// while let Some(event) = delivery.next().await? {
///     // With a store in a database, write to `delivery.transaction()` here what the event means to your app.
///     println!("{} is now at version {}", event.resource_id, event.version);
/// }
/// delivery.commit().await?; // Only now answer with 200.
/// # Ok(()) }
/// # let inbox = Inbox::new(Memory::default());
/// # let text = r#"{"data":{},"object":"event","type":"user.created","timestamp":1,"instance_id":"ins_1",
/// #     "event_attributes":{"http_request":{"client_ip":"","user_agent":""}},
/// #     "id":"evt_1","sequence":1,"resource_id":"user_1","version":1}"#;
/// # let event = serde_json::from_str(text).expect("an event");
/// # tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(example(&inbox, event)).expect("done");
/// ```
///
/// # What is promised
///
/// - **Exactly once.** That an event was applied is written in the transaction in which the app writes what it means:
///   both are kept or neither is. Of an event that comes again (its id, and with it its resource and version, are the
///   same in every delivery), nothing is handed out. A row for each resource is enough for that, not one for each event.
/// - **In order.** Of one resource, events are handed out in the order of their versions, also to several processes on one
///   database: while one applies an event of a resource, others wait. Events of different resources have no order unless
///   they come from the feed.
/// - **Nothing is left out.** An event that comes before its turn is kept, and handed out with the one that it waited
///   for. Answer its delivery with success: it is safe.
///
/// # What is missing
///
/// Versions of a resource grow by one, so the inbox knows when something is missing before an event, and keeps the event
/// ([`Inbox::waiting`] lists what waits). It ends in one of three ways: what is missing is delivered after all; the feed
/// brings it, by [`Inbox::catch_up`]; or the app gives it up, by [`Inbox::skip`]. So an endpoint for an inbox must have all
/// types of a resource (`user.*`): those it filters out would be missing for ever.
///
/// What was lost and has nothing after it can't be missed. Only the feed tells: catch up at the start and from time to
/// time. It costs little, because what is known is passed over.
///
/// # What is forgotten
///
/// Of a resource that goes on, the last version is kept for ever. Of one that is over (a user or an organization that was
/// deleted, a session that was ended, a mail), nothing follows: 30 days after its last event ([`Inbox::keep_for`]) it is
/// forgotten, now and then while events are received, or by [`Inbox::prune`]. That costs no promise, because only what lies
/// behind the feed's cursor is forgotten, and what lies there and is of no known resource was applied. So an app that
/// never catches up forgets nothing, but for one that can't: after [`Inbox::take_any_first`], what is over is forgotten by
/// its time alone, and an event that is older than what was forgotten and comes for the first time is passed over.
#[derive(Debug)]
pub struct Inbox<S> {
    store: S,
    types: Option<String>,
    takes_any_first: bool,
    kept_for: Duration,
    /// So many resources ended while it was there.
    ended: AtomicUsize,
}

/// What became of the events of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// So many were handed out.
    pub applied: usize,
    /// So many were known already.
    pub known: usize,
    /// So many wait for others.
    pub parked: usize,
}

/// Why events couldn't be taken.
#[derive(Debug)]
pub enum InboxError<E> {
    /// The store failed.
    Store(E),
    /// The feed couldn't be read. With [`ErrorCode::CursorExpired`](crate::wire::ErrorCode::CursorExpired) it doesn't
    /// reach back to where it was left: see [`Inbox::start_at`].
    Feed(BackendError),
}

impl<S: InboxStore> Inbox<S> {
    /// An inbox that remembers in this store.
    pub fn new(store: S) -> Self {
        let ended = AtomicUsize::new(0);
        Self { store, types: None, takes_any_first: false, kept_for: KEPT_FOR, ended }
    }

    /// Asks the feed for these types alone (`user.*,session.*`), those that the webhook endpoint has.
    pub fn types(self, types: impl Into<String>) -> Self {
        Self { types: Some(types.into()), ..self }
    }

    /// Takes whatever comes first of a resource for its beginning: for an app without access to the feed, whose endpoint
    /// was registered when there were users already. What comes later and is older is passed over.
    pub fn take_any_first(self) -> Self {
        Self { takes_any_first: true, ..self }
    }

    /// Remembers what is over for so long, and not for 30 days: longer than the server may deliver it again.
    pub fn keep_for(self, kept_for: Duration) -> Self {
        Self { kept_for, ..self }
    }

    /// An event that a webhook brought.
    pub async fn receive(&self, event: Event) -> Result<Delivery<'_, S>, S::Error> {
        self.open(Step::Delivered(event)).await
    }

    /// The events that come next in the feed, up to 500; none: all were there. The first time it begins where the feed does,
    /// or at [`Inbox::start_at`]; then where it was left.
    ///
    /// ```no_run
    /// # use onehop::{client::BackendClient, webhook::{Inbox, Memory}};
    /// # async fn example(inbox: &Inbox<Memory>, client: &BackendClient) -> Result<(), Box<dyn std::error::Error>> {
    /// while let Some(mut delivery) = inbox.catch_up(client).await? {
    ///     while let Some(event) = delivery.next().await? {
    ///         println!("{} is now at version {}", event.resource_id, event.version);
    ///     }
    ///     delivery.commit().await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// What waits and was overtaken by the feed is handed out too: what is missing before it will never come.
    pub async fn catch_up(&self, client: &BackendClient) -> Result<Option<Delivery<'_, S>>, InboxError<S::Error>> {
        self.catch_up_with(client).await
    }

    pub(super) async fn catch_up_with(
        &self,
        source: &impl Source,
    ) -> Result<Option<Delivery<'_, S>>, InboxError<S::Error>> {
        loop {
            let after = self.cursor().await.map_err(InboxError::Store)?;
            let page = source.events(after.as_deref(), self.types.as_deref(), 0).await.map_err(InboxError::Feed)?;
            if after.as_ref() == Some(&page.next_cursor) {
                return Ok(None);
            }
            let mut transaction = self.store.begin().await.map_err(InboxError::Store)?;
            if self.store.cursor(&mut transaction).await.map_err(InboxError::Store)? != after {
                // Somebody else was faster.
                continue;
            }
            let until = page.data.last().map_or(0, |event| event.sequence).max(page.next_cursor.parse().unwrap_or(0));
            let steps = page.data.into_iter().map(Step::Told).chain([Step::Overtaken(until)]);
            return Ok(Some(Delivery::new(self, transaction, steps, true, Some(page.next_cursor))));
        }
    }

    /// Goes on from this cursor of the feed: from [`Snapshot::cursor`](crate::client::backend::Snapshot::cursor) after the
    /// app read a snapshot, say, because the feed doesn't reach back to where it was left.
    pub async fn start_at(&self, cursor: &str) -> Result<(), S::Error> {
        let mut transaction = self.store.begin().await?;
        self.store.set_cursor(&mut transaction, cursor).await?;
        self.store.commit(transaction).await
    }

    /// What waits, in the order of the feed.
    pub async fn waiting(&self) -> Result<Vec<Waiting>, S::Error> {
        self.store.waiting(&mut self.store.begin().await?).await
    }

    /// Gives up what is missing of a resource before the first event that waits: hands out that one, and what follows it
    /// without another gap.
    pub async fn skip(&self, resource_id: &str) -> Result<Delivery<'_, S>, S::Error> {
        self.open(Step::Skip(resource_id.to_owned())).await
    }

    /// Forgets resources that were over before this time (see above), and says how many. It happens by itself now and then:
    /// this is for who wants to say when.
    pub async fn prune(&self, before: Millis) -> Result<usize, S::Error> {
        let mut forgotten = 0;
        loop {
            let mut transaction = self.store.begin().await?;
            // Whoever reads the feed waits: it holds many resources, and this wants many.
            let cursor = self.store.cursor(&mut transaction).await?;
            let until = match cursor {
                Some(cursor) => cursor.parse().unwrap_or(0),
                None if self.takes_any_first => i64::MAX,
                None => 0,
            };
            let count = self.store.forget(&mut transaction, before, until, TIDY_STEP).await?;
            self.store.commit(transaction).await?;
            forgotten += count;
            if count < TIDY_STEP {
                return Ok(forgotten);
            }
        }
    }

    /// So many resources ended, the last one at this time: now and then the old ones are forgotten.
    async fn tidy_up(&self, ended: usize, at: Millis) {
        let before = self.ended.fetch_add(ended, Ordering::Relaxed);
        if before / TIDY_EVERY < (before + ended) / TIDY_EVERY {
            let kept_for = Millis::try_from(self.kept_for.as_millis()).unwrap_or(Millis::MAX);
            // What was received is safe, whatever comes of this. The next time tries it again.
            drop(self.prune(at.saturating_sub(kept_for)).await);
        }
    }

    async fn cursor(&self) -> Result<Option<String>, S::Error> {
        self.store.cursor(&mut self.store.begin().await?).await
    }

    async fn open(&self, step: Step) -> Result<Delivery<'_, S>, S::Error> {
        Ok(Delivery::new(self, self.store.begin().await?, [step], self.takes_any_first, None))
    }
}

impl<E: fmt::Display> fmt::Display for InboxError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(f, "the inbox's store failed: {error}"),
            Self::Feed(error) => write!(f, "the feed can't be read: {error}"),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for InboxError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Feed(error) => Some(error),
        }
    }
}

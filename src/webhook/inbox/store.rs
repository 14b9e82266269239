//! What an inbox remembers, and where.

use crate::wire::{Millis, backend::Event};

/// An event that can't be applied yet: one or more before it are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Of this resource.
    pub resource_id: String,
    /// The version of the event that waits.
    pub version: i64,
    /// Its place in the feed.
    pub sequence: i64,
}

/// The last event of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its version; 0: the resource is one that was forgotten, and came again.
    pub version: i64,
    /// Its place in the feed.
    pub sequence: i64,
    /// When it happened.
    pub at: Millis,
}

/// Where an inbox remembers. [`Memory`](super::Memory) is one, and `sql::SqlInbox` for SQLite and Postgres; one of your own lets
/// events be applied in transactions of another database.
///
/// All that is written in a transaction is there once it is committed, and nothing of it when it is dropped before.
pub trait InboxStore: Send + Sync {
    /// A transaction, in which the app writes too.
    type Transaction: Send;
    /// Why the store failed.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Begins a transaction that will write.
    fn begin(&self) -> impl Future<Output = Result<Self::Transaction, Self::Error>> + Send;

    /// Ends it, and keeps what it wrote.
    fn commit(&self, transaction: Self::Transaction) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The version of a resource that was applied last; 0: none was. Until this transaction ends, others that ask for the
    /// same resource wait.
    fn version(
        &self,
        transaction: &mut Self::Transaction,
        resource_id: &str,
    ) -> impl Future<Output = Result<i64, Self::Error>> + Send;

    /// Remembers that this version was applied, and drops what waits of this resource up to it.
    fn set_version(
        &self,
        transaction: &mut Self::Transaction,
        resource_id: &str,
        version: i64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Keeps an event that waits; the same one again changes nothing.
    fn park(
        &self,
        transaction: &mut Self::Transaction,
        event: &Event,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The first event that waits of this resource, by version.
    fn first_parked(
        &self,
        transaction: &mut Self::Transaction,
        resource_id: &str,
    ) -> impl Future<Output = Result<Option<Event>, Self::Error>> + Send;

    /// The first event that waits of any resource, by its place in the feed.
    fn oldest_parked(
        &self,
        transaction: &mut Self::Transaction,
    ) -> impl Future<Output = Result<Option<Event>, Self::Error>> + Send;

    /// All that waits, by the place in the feed.
    fn waiting(
        &self,
        transaction: &mut Self::Transaction,
    ) -> impl Future<Output = Result<Vec<Waiting>, Self::Error>> + Send;

    /// Remembers that nothing follows this version of a resource.
    fn end(
        &self,
        transaction: &mut Self::Transaction,
        resource_id: &str,
        ended: Ended,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Forgets resources of which nothing follows: up to `limit` of those that ended before this time, at a place up to
    /// `until`, the first ones first. A resource that is at another version by now stays. How many there were.
    fn forget(
        &self,
        transaction: &mut Self::Transaction,
        before: Millis,
        until: i64,
        limit: usize,
    ) -> impl Future<Output = Result<usize, Self::Error>> + Send;

    /// The last place in the feed at which a resource ended that was forgotten; 0: none was.
    fn forgotten(&self, transaction: &mut Self::Transaction) -> impl Future<Output = Result<i64, Self::Error>> + Send;

    /// Up to where the feed was read. Until this transaction ends, others that ask wait.
    fn cursor(
        &self,
        transaction: &mut Self::Transaction,
    ) -> impl Future<Output = Result<Option<String>, Self::Error>> + Send;

    /// Remembers up to where the feed was read.
    fn set_cursor(
        &self,
        transaction: &mut Self::Transaction,
        cursor: &str,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

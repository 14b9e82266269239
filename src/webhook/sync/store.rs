//! Where the copy of the users is.

/// Since when something is known of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The version that is known, as in [`Event::version`](crate::wire::backend::Event::version).
    pub version: i64,
    /// The place in the feed at which that was so.
    pub sequence: i64,
}

/// Where the copy is. [`MemoryUsers`](super::MemoryUsers) is one, and `sql::SqlUsers` a table in SQLite or Postgres; one of
/// your own keeps the copy in another database, or in a table with columns of its own.
///
/// All that is written in a transaction is there once it is committed, and nothing of it when it is dropped before.
pub trait UserStore: Send + Sync {
    /// A transaction.
    type Transaction: Send;
    /// Why the store failed.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Begins a transaction that will write. Others wait until it ends.
    fn begin(&self) -> impl Future<Output = Result<Self::Transaction, Self::Error>> + Send;

    /// Ends it, and keeps what it wrote.
    fn commit(&self, transaction: Self::Transaction) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Up to where in the feed the copy is current.
    fn cursor(
        &self,
        transaction: &mut Self::Transaction,
    ) -> impl Future<Output = Result<Option<i64>, Self::Error>> + Send;

    /// Remembers it.
    fn set_cursor(
        &self,
        transaction: &mut Self::Transaction,
        cursor: i64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// What is known of a user who is there or was removed.
    fn known(
        &self,
        transaction: &mut Self::Transaction,
        id: &str,
    ) -> impl Future<Output = Result<Option<Known>, Self::Error>> + Send;

    /// Writes a user, who may be there already. `data` is the user as JSON.
    fn put(
        &self,
        transaction: &mut Self::Transaction,
        id: &str,
        known: Known,
        data: &str,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Remembers that a user is there as of this place in the feed, unless a later one is known.
    fn confirm(
        &self,
        transaction: &mut Self::Transaction,
        id: &str,
        sequence: i64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Removes a user, who may be unknown, and remembers that.
    fn remove(
        &self,
        transaction: &mut Self::Transaction,
        id: &str,
        known: Known,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Removes all who were last known to be there before this place in the feed.
    fn remove_before(
        &self,
        transaction: &mut Self::Transaction,
        sequence: i64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Forgets that users were removed up to this place in the feed.
    fn forget_removed(
        &self,
        transaction: &mut Self::Transaction,
        sequence: i64,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Forgets the cursor, who was removed, and since when everybody is known (version 0 at place -1), but keeps them.
    fn start_over(&self, transaction: &mut Self::Transaction) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

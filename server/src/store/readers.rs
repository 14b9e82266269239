//! Connections that read the embedded database.
//!
//! They are not in the library's pool, which asks every connection that comes back for a sign of life, in a task of
//! its own: as much work as a query, and a request makes few queries. A server across a network may go away between
//! two requests; a file does not. A connection whose thread died is thrown away when a query says so.

use super::{Connections, StoreError};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// A bounded set of reading connections, opened when they are first needed. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Readers(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: SqliteConnectOptions,
    max: u32,
    /// How long a caller waits for its turn.
    patience: Duration,
    turns: Arc<Semaphore>,
    /// The one used last is taken first: its statements and pages are warm.
    idle: Mutex<Vec<SqliteConnection>>,
}

/// A lease of one connection; dropping it gives the connection back at once.
#[derive(Debug)]
pub struct Reader {
    /// Taken out when the lease ends.
    connection: Option<SqliteConnection>,
    is_broken: bool,
    home: Arc<Shared>,
    /// Given back after the connection, so that whoever comes next finds it.
    _turn: OwnedSemaphorePermit,
}

impl Readers {
    /// Up to `max` connections.
    pub(super) fn new(options: SqliteConnectOptions, max: u32, patience: Duration) -> Self {
        let turns = Arc::new(Semaphore::new(max as usize));
        Self(Arc::new(Shared { options, max, patience, turns, idle: Mutex::default() }))
    }

    /// A connection, as soon as one is free. `Busy` when that takes too long or the database was closed.
    pub(super) async fn acquire(&self) -> Result<Reader, StoreError> {
        let shared = &self.0;
        let turn = timeout(shared.patience, shared.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| StoreError::Busy)?.map_err(|_| StoreError::Busy)?;
        let idle = shared.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => shared.options.connect().await?,
        };
        Ok(Reader { connection: Some(connection), is_broken: false, home: shared.clone(), _turn: turn })
    }

    /// How many there are.
    pub(super) fn connections(&self) -> Connections {
        let in_use = (self.0.max as usize).saturating_sub(self.0.turns.available_permits());
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Connections { in_use: count(in_use), idle: count(self.0.idle().len()) }
    }

    /// Waits for open leases, as long as a caller would wait for its turn, and closes every connection.
    pub(super) async fn close(&self) {
        let shared = &self.0;
        let all = timeout(shared.patience, shared.turns.acquire_many(shared.max)).await;
        shared.turns.close();
        drop(all);
        let idle = std::mem::take(&mut *shared.idle());
        for connection in idle {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "a connection did not close");
            }
        }
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// The connection can't be used any more: it is not given back.
    pub(super) fn discard(&mut self) {
        self.is_broken = true;
    }
}

impl Deref for Reader {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("the connection is there until the lease ends")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("the connection is there until the lease ends")
    }
}

/// A query that was given up halfway does no harm: the connection's thread ends it before it begins the next one.
impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && !self.is_broken
            && !self.home.turns.is_closed()
        {
            self.home.idle().push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Row;
    use std::{future::Future, path::Path, task::Context, task::Waker};

    const PATIENCE: Duration = Duration::from_millis(200);

    async fn file_with_numbers(path: &Path) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut writer = options.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal).connect().await.unwrap();
        sqlx::raw_sql("CREATE TABLE numbers (value BIGINT); INSERT INTO numbers VALUES (1)")
            .execute(&mut writer)
            .await
            .unwrap();
        writer
    }

    fn readers(path: &Path, max: u32) -> Readers {
        Readers::new(SqliteConnectOptions::new().filename(path), max, PATIENCE)
    }

    async fn sum(reader: &mut Reader) -> i64 {
        sqlx::query("SELECT sum(value) FROM numbers").fetch_one(&mut **reader).await.unwrap().get(0)
    }

    #[tokio::test]
    async fn connection_comes_back_with_the_lease_and_a_broken_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path).await;
        let readers = readers(&path, 2);
        drop(readers.acquire().await.unwrap());
        assert_eq!(readers.0.idle().len(), 1);
        let mut again = readers.acquire().await.unwrap();
        assert_eq!(readers.0.idle().len(), 0);
        assert_eq!(sum(&mut again).await, 1);
        again.discard();
        drop(again);
        assert_eq!(readers.0.idle().len(), 0);
        assert_eq!(sum(&mut readers.acquire().await.unwrap()).await, 1, "a new one takes its place");
    }

    #[tokio::test]
    async fn no_more_are_opened_than_allowed_and_waiting_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path).await;
        let readers = readers(&path, 1);
        let first = readers.acquire().await.unwrap();
        assert!(matches!(readers.acquire().await, Err(StoreError::Busy)));
        let (second, ()) = tokio::join!(readers.acquire(), async {
            tokio::task::yield_now().await;
            drop(first);
        });
        assert_eq!(sum(&mut second.unwrap()).await, 1);
    }

    #[tokio::test]
    async fn query_given_up_halfway_leaves_a_connection_that_works() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path).await;
        let readers = readers(&path, 1);
        for _ in 0..20 {
            let mut reader = readers.acquire().await.unwrap();
            let mut query = Box::pin(sqlx::query("SELECT value FROM numbers").fetch_all(&mut *reader));
            // Polled once, so that the thread has the query, and dropped.
            let _ = query.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            drop(query);
            assert_eq!(sum(&mut reader).await, 1);
        }
        assert_eq!(readers.0.idle().len(), 1);
    }

    #[tokio::test]
    async fn next_read_sees_what_another_connection_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut writer = file_with_numbers(&path).await;
        let readers = readers(&path, 1);
        for expected in 2..20_i64 {
            sqlx::query("INSERT INTO numbers VALUES (1)").execute(&mut writer).await.unwrap();
            assert_eq!(sum(&mut readers.acquire().await.unwrap()).await, expected);
        }
    }

    #[tokio::test]
    async fn closing_waits_for_leases_and_ends_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path).await;
        let readers = readers(&path, 2);
        let mut lease = readers.acquire().await.unwrap();
        let ((), total) = tokio::join!(readers.close(), async {
            tokio::task::yield_now().await;
            let total = sum(&mut lease).await;
            drop(lease);
            total
        });
        assert_eq!((total, readers.0.idle().len()), (1, 0));
        assert!(matches!(readers.acquire().await, Err(StoreError::Busy)));
    }
}

//! Finding rows of the embedded database by their key, on the thread that asks.
//!
//! Such a query finds its few rows by index in pages that are in memory, which takes some microseconds. The other
//! readers give each connection a thread of its own: to hand a query over and to wait for the rows costs many times
//! the query. Theirs is what may take long; a writer waits for the disk.
//!
//! Nothing is remembered between two queries but prepared statements and pages, and SQLite holds both against the file
//! before each: what was committed is seen, whichever process committed it.

use super::{
    Connections, StoreError, Value,
    keyed::{Keyed, Source},
};
use rusqlite::{
    Connection, OpenFlags, Statement, StatementStatus, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::{sleep, timeout};

/// How long a read waits for a lock. In WAL nothing makes it wait but another process that repairs the log.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);
/// Prepared statements kept per connection: more than there are queries.
const STATEMENTS: usize = 256;

/// The connections, as many as threads have asked at once. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Lookups(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    mmap_bytes: i64,
    pool: Mutex<Pool>,
}

#[derive(Debug, Default)]
struct Pool {
    /// The one used last is taken first: its statements and pages are warm.
    idle: Vec<Connection>,
    lent: usize,
    is_closed: bool,
}

/// A connection for one query.
struct Loan<'a> {
    /// Taken out when the query is done.
    connection: Option<Connection>,
    home: &'a Shared,
}

impl Lookups {
    /// For the file at `path`, which must be there; so many of its bytes are read where the system has them in memory.
    pub(super) fn new(path: PathBuf, mmap_bytes: i64) -> Self {
        Self(Arc::new(Shared { path, mmap_bytes, pool: Mutex::default() }))
    }

    /// Can anything be found? Not after it was closed.
    pub(super) fn is_open(&self) -> bool {
        !self.0.pool().is_closed
    }

    /// How many there are.
    pub(super) fn connections(&self) -> Connections {
        let pool = self.0.pool();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Connections { in_use: count(pool.lent), idle: count(pool.idle.len()) }
    }

    /// The first rows of an answer.
    pub(super) fn query<R: Keyed>(&self, sql: &str, args: &[Value], limit: usize) -> Result<Vec<R>, StoreError> {
        let mut loan = self.0.lend()?;
        let rows = read(loan.connection()?, sql, args, limit);
        if rows.is_err() {
            // Whatever is wrong with it, the next read begins with a new one.
            loan.connection = None;
        }
        rows
    }

    /// Waits for the queries under way, no longer than `patience`, and closes every connection.
    pub(super) async fn close(&self, patience: Duration) {
        self.0.pool().is_closed = true;
        let all_back = async {
            while self.0.pool().lent > 0 {
                sleep(Duration::from_millis(1)).await;
            }
        };
        if timeout(patience, all_back).await.is_err() {
            tracing::warn!("a query is still under way");
        }
        self.0.pool().idle.clear();
    }
}

impl Shared {
    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend(&self) -> Result<Loan<'_>, StoreError> {
        let mut pool = self.pool();
        if pool.is_closed {
            return Err(StoreError::Busy);
        }
        pool.lent += 1;
        Ok(Loan { connection: pool.idle.pop(), home: self })
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "mmap_size", self.mmap_bytes)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(connection)
    }
}

impl Loan<'_> {
    fn connection(&mut self) -> Result<&Connection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(self.home.open()?);
        }
        Ok(self.connection.as_ref().expect("opened where there was none"))
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut pool = self.home.pool();
        pool.lent -= 1;
        if !pool.is_closed {
            pool.idle.extend(self.connection.take());
        }
    }
}

fn read<R: Keyed>(connection: &Connection, sql: &str, args: &[Value], limit: usize) -> Result<Vec<R>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    let mut answer = Vec::new();
    let mut rows = statement.raw_query();
    while answer.len() < limit
        && let Some(row) = rows.next()?
    {
        answer.push(Source::Embedded(row).read()?);
    }
    drop(rows);
    debug_assert_eq!(statement.get_status(StatementStatus::FullscanStep), 0, "no index leads to this: {sql}");
    Ok(answer)
}

/// To SQLite `$2` is a name, numbered by where it stands first.
fn bind(statement: &mut Statement<'_>, args: &[Value]) -> rusqlite::Result<()> {
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
        let arg = name.and_then(|name| name.parse::<usize>().ok()).and_then(|number| args.get(number.checked_sub(1)?));
        statement.raw_bind_parameter(index, arg.ok_or(rusqlite::Error::InvalidParameterCount(args.len(), index))?)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(value) | Self::MaybeText(Some(value)) => ValueRef::Text(value.as_bytes()),
            Self::Integer(value) | Self::MaybeInteger(Some(value)) => ValueRef::Integer(*value),
            Self::Boolean(value) => ValueRef::Integer(i64::from(*value)),
            Self::MaybeText(None) | Self::MaybeInteger(None) => ValueRef::Null,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::args;
    use std::path::Path;

    const CREATE: &str =
        "CREATE TABLE numbers (id BIGINT PRIMARY KEY, value BIGINT); INSERT INTO numbers VALUES (1, 1), (2, 2)";

    fn file_with_numbers(path: &Path) -> Connection {
        let writer = Connection::open(path).unwrap();
        writer.pragma_update(None, "journal_mode", "WAL").unwrap();
        writer.execute_batch(CREATE).unwrap();
        writer
    }

    fn idle(lookups: &Lookups) -> usize {
        lookups.0.pool().idle.len()
    }

    fn value(lookups: &Lookups) -> Result<i64, StoreError> {
        Ok(lookups.query("SELECT value FROM numbers WHERE id = $1", &[Value::Integer(1)], 1)?[0])
    }

    #[test]
    fn connection_is_used_again_unless_a_query_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let writer = file_with_numbers(&path);
        let lookups = Lookups::new(path, 1 << 20);
        for _ in 0..3 {
            assert_eq!(value(&lookups).unwrap(), 1);
            assert_eq!(idle(&lookups), 1);
        }
        writer.execute_batch("DROP TABLE numbers").unwrap();
        assert!(value(&lookups).is_err());
        assert_eq!(idle(&lookups), 0);
        writer.execute_batch(CREATE).unwrap();
        assert_eq!(value(&lookups).unwrap(), 1, "a new one takes its place");
    }

    #[test]
    fn next_query_sees_what_another_connection_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let writer = file_with_numbers(&path);
        let lookups = Lookups::new(path, 1 << 20);
        for expected in 2..200_i64 {
            writer.execute_batch("UPDATE numbers SET value = value + 1").unwrap();
            assert_eq!(value(&lookups).unwrap(), expected);
        }
    }

    #[test]
    fn arguments_go_by_their_number_and_rows_stop_at_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path);
        let lookups = Lookups::new(path, 1 << 20);
        let sql = "SELECT $3, $1, $2, $1 UNION ALL SELECT 'x', 0, FALSE, 0";
        let args = args![5_i64, true, "text"];
        type Four = ((String, i64), (bool, i64));
        assert_eq!(lookups.query::<Four>(sql, &args, 1).unwrap(), [(("text".to_owned(), 5), (true, 5))]);
        assert_eq!(lookups.query::<Four>(sql, &args, 9).unwrap().len(), 2);
        let none: Vec<Option<i64>> = lookups.query("SELECT $1", &[Value::MaybeInteger(None)], 1).unwrap();
        assert_eq!(none, [None]);
        assert!(lookups.query::<i64>("SELECT $4", &args, 1).is_err(), "an argument is missing");
    }

    #[test]
    fn nothing_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path);
        let lookups = Lookups::new(path, 1 << 20);
        assert!(lookups.query::<i64>("UPDATE numbers SET value = 2 WHERE id = 1 RETURNING value", &[], 1).is_err());
        assert_eq!(value(&lookups).unwrap(), 1);
    }

    #[test]
    #[should_panic(expected = "no index leads to this")]
    fn walking_through_a_table_is_found_by_any_test_that_does_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let _writer = file_with_numbers(&path);
        let _ = Lookups::new(path, 1 << 20).query::<i64>("SELECT id FROM numbers WHERE value = 7", &[], 1);
    }

    #[tokio::test]
    async fn closing_waits_for_queries_and_ends_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let writer = file_with_numbers(&path);
        let lookups = Lookups::new(path.clone(), 1 << 20);
        assert_eq!(value(&lookups).unwrap(), 1);
        let mut loan = lookups.0.lend().unwrap();
        loan.connection().unwrap();
        let ((), ()) = tokio::join!(lookups.close(Duration::from_secs(20)), async {
            sleep(Duration::from_millis(20)).await;
            assert!(matches!(value(&lookups), Err(StoreError::Busy)) && !lookups.is_open());
            assert!(path.with_extension("db-wal").exists());
            drop(loan);
        });
        assert_eq!(idle(&lookups), 0);
        drop(writer);
        assert!(!path.with_extension("db-wal").exists(), "the last connection has folded the log back in");
    }
}

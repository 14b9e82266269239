//! One way to say a query on both databases.
//!
//! [`Store`] holds the connections, [`Conn`] is one lease of them. Each SQL text is written once, with `$n`
//! placeholders; the engine is inferred inside [`on_lease!`], so nothing is boxed and nothing drifts apart.

use super::{
    FeedEnd, StoreError,
    keyed::{Keyed, Source},
    last::Last,
    lookups::Lookups,
    readers::{Reader, Readers},
};
use sqlx::{
    AssertSqlSafe, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction, pool::PoolConnection, postgres::PgRow,
    sqlite::SqliteRow,
};
use std::sync::atomic::{AtomicU64, Ordering};

/// The connections of one database.
#[derive(Clone, Debug)]
pub enum Store {
    /// Embedded: one writer, so that writers queue here instead of failing, and separate readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that read, whatever it is.
        readers: Readers,
        /// Connections that find rows by their key.
        lookups: Lookups,
    },
    /// A server, for more than one node.
    Postgres(PgPool),
}

/// One lease: a reading connection, or a writing transaction.
pub struct Conn {
    lease: Lease,
    /// What the transaction does just before it commits.
    last: Last,
    /// Is told where the change feed ends after the commit.
    feed_end: Option<FeedEnd>,
}

enum Lease {
    SqliteRead(SqliteRead),
    SqliteWrite(Transaction<'static, Sqlite>),
    PostgresRead(PoolConnection<Postgres>),
    PostgresWrite(Transaction<'static, Postgres>),
}

/// Reads the embedded database. A connection with a thread of its own is taken once a query wants one.
struct SqliteRead {
    lookups: Lookups,
    readers: Readers,
    reader: Option<Reader>,
}

impl SqliteRead {
    async fn reader(&mut self) -> Result<&mut Reader, StoreError> {
        if self.reader.is_none() {
            self.reader = Some(self.readers.acquire().await?);
        }
        Ok(self.reader.as_mut().expect("taken where there was none"))
    }
}

/// A value bound to a placeholder.
#[derive(Clone, Debug)]
pub enum Value {
    /// TEXT
    Text(String),
    /// TEXT or null
    MaybeText(Option<String>),
    /// BIGINT
    Integer(i64),
    /// BIGINT or null
    MaybeInteger(Option<i64>),
    /// BOOLEAN
    Boolean(bool),
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $made:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $made
            }
        }
    )*};
}
value_from! {
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    Option<String> => |value| Self::MaybeText(value);
    &Option<String> => |value| Self::MaybeText(value.clone());
    Option<&str> => |value| Self::MaybeText(value.map(str::to_owned));
    i64 => |value| Self::Integer(value);
    Option<i64> => |value| Self::MaybeInteger(value);
    bool => |value| Self::Boolean(value);
}

macro_rules! value_from_ids {
    ($($id:ident),*) => {$(
        impl From<&onehop::wire::$id> for Value {
            fn from(id: &onehop::wire::$id) -> Self {
                Self::Text(id.as_str().to_owned())
            }
        }
        impl From<Option<&onehop::wire::$id>> for Value {
            fn from(id: Option<&onehop::wire::$id>) -> Self {
                Self::MaybeText(id.map(|id| id.as_str().to_owned()))
            }
        }
        impl From<&Option<onehop::wire::$id>> for Value {
            fn from(id: &Option<onehop::wire::$id>) -> Self {
                Self::from(id.as_ref())
            }
        }
    )*};
}
value_from_ids!(
    ActorTokenId,
    AllowlistIdentifierId,
    ApiKeyId,
    AuditEntryId,
    BlocklistIdentifierId,
    ClientId,
    DomainId,
    EventId,
    IdentificationId,
    ImageId,
    InstanceId,
    InvitationId,
    JwtTemplateId,
    MailId,
    OperatorId,
    OperatorLinkId,
    OperatorSessionId,
    RedirectUrlId,
    SecretKeyId,
    SessionId,
    SessionVerificationId,
    SignInId,
    SignInTokenId,
    SignUpId,
    UserId,
    WaitlistEntryId,
    WebhookAttemptId,
    WebhookEndpointId
);

/// The arguments of a query, in order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}
pub(crate) use args;

/// A row type that both engines can fill.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Row for T {}

/// Runs a query on whatever is leased.
macro_rules! on_lease {
    ($conn:expr, |$lease:ident| $query:expr) => {{
        let done = match &mut $conn.lease {
            Lease::SqliteRead(read) => {
                let $lease = read.reader().await?;
                $query
            }
            Lease::SqliteWrite($lease) => $query,
            Lease::PostgresRead($lease) => $query,
            Lease::PostgresWrite($lease) => $query,
        };
        done.map_err(|error| $conn.failed(error))
    }};
}

macro_rules! bind_all {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                Value::Text(value) => query.bind(value),
                Value::MaybeText(value) => query.bind(value),
                Value::Integer(value) => query.bind(value),
                Value::MaybeInteger(value) => query.bind(value),
                Value::Boolean(value) => query.bind(value),
            };
        }
        query
    }};
}

/// How many statements this process has run: lets a test prove that a path asks the database nothing.
static STATEMENTS: AtomicU64 = AtomicU64::new(0);

/// Statements run so far.
pub fn statements_run() -> u64 {
    STATEMENTS.load(Ordering::Relaxed)
}

impl Conn {
    fn new(lease: Lease) -> Self {
        Self { lease, last: Last::default(), feed_end: None }
    }

    /// Whoever waits at this end hears of the transaction's events as soon as it is committed.
    pub fn telling(self, feed_end: &FeedEnd) -> Self {
        Self { feed_end: Some(feed_end.clone()), ..self }
    }

    /// Runs a statement; the number of rows it changed.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query(sql), args)
            .execute(&mut **lease)
            .await
            .map(|done| done.rows_affected()))
    }

    /// The row there must be.
    pub async fn one<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<R, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_one(&mut **lease).await)
    }

    /// The row there may be.
    pub async fn optional<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_optional(&mut **lease).await)
    }

    /// All rows.
    pub async fn all<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_all(&mut **lease).await)
    }

    /// All rows of a query that was put together from texts of ours: see [`super::sql`].
    pub(super) async fn all_built<R: Row>(&mut self, sql: String, args: Vec<Value>) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_all(&mut **lease).await)
    }

    /// The row there must be, of a query that was put together.
    pub(super) async fn one_built<R: Row>(&mut self, sql: String, args: Vec<Value>) -> Result<R, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        on_lease!(self, |lease| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_one(&mut **lease).await)
    }

    /// The row there may be, by its key: for queries that an index leads straight to it.
    pub(super) async fn find<R: Keyed>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<Option<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        if let Lease::SqliteRead(read) = &self.lease {
            return Ok(read.lookups.query(sql, &args, 1)?.pop());
        }
        on_lease!(self, |lease| {
            let row = bind_all!(sqlx::query(sql), args).fetch_optional(&mut **lease).await;
            row.map(|row| row.as_ref().map(|row| Source::from(row).read()).transpose())
        })?
    }

    /// The few rows that an index leads straight to.
    pub(super) async fn find_all<R: Keyed>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        if let Lease::SqliteRead(read) = &self.lease {
            return read.lookups.query(sql, &args, usize::MAX);
        }
        on_lease!(self, |lease| {
            let rows = bind_all!(sqlx::query(sql), args).fetch_all(&mut **lease).await;
            rows.map(|rows| rows.iter().map(|row| Source::from(row).read()).collect())
        })?
    }

    /// The same for a query that was put together, with so many keys at most as a list may have.
    pub(super) async fn find_all_built<R: Keyed>(
        &mut self,
        sql: String,
        args: Vec<Value>,
    ) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        if let Lease::SqliteRead(read) = &self.lease {
            return read.lookups.query(&sql, &args, usize::MAX);
        }
        on_lease!(self, |lease| {
            let rows = bind_all!(sqlx::query(AssertSqlSafe(sql)), args).fetch_all(&mut **lease).await;
            rows.map(|rows| rows.iter().map(|row| Source::from(row).read()).collect())
        })?
    }

    /// Begins a step of a writing lease, which can be taken back alone.
    pub async fn begin_step(&mut self) -> Result<(), StoreError> {
        self.last()?.begin_step();
        self.execute("SAVEPOINT step", Vec::new()).await.map(|_| ())
    }

    /// Keeps the step, as part of the transaction.
    pub async fn keep_step(&mut self) -> Result<(), StoreError> {
        self.execute("RELEASE SAVEPOINT step", Vec::new()).await.map(|_| ())
    }

    /// Takes back what was done in the step, also after an error that ended it.
    pub async fn undo_step(&mut self) -> Result<(), StoreError> {
        self.last()?.undo_step();
        self.execute("ROLLBACK TO SAVEPOINT step", Vec::new()).await?;
        self.keep_step().await
    }

    /// This transaction need not survive a power cut: for counters whose loss harms nobody.
    pub async fn relax_durability(&mut self) -> Result<(), StoreError> {
        match self.lease {
            Lease::PostgresWrite(_) => {
                self.execute("SET LOCAL synchronous_commit TO OFF", Vec::new()).await.map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Can another transaction change what this one has read and is about to write? Embedded, one writes at a time.
    pub(super) fn must_lock_rows(&self) -> bool {
        matches!(self.lease, Lease::PostgresWrite(_))
    }

    /// What is done just before the commit, behind everything else; an error where nothing will be committed.
    pub(super) fn last(&mut self) -> Result<&mut Last, StoreError> {
        match self.lease {
            Lease::SqliteWrite(_) | Lease::PostgresWrite(_) => Ok(&mut self.last),
            Lease::SqliteRead(_) | Lease::PostgresRead(_) => {
                Err(StoreError::Failed("a lease that reads can't write".into()))
            }
        }
    }

    /// What went wrong, for the caller. A reading connection whose thread died does not go back.
    fn failed(&mut self, error: sqlx::Error) -> StoreError {
        if let (Lease::SqliteRead(SqliteRead { reader: Some(reader), .. }), sqlx::Error::WorkerCrashed) =
            (&mut self.lease, &error)
        {
            reader.discard();
        }
        error.into()
    }

    /// Makes the changes of a writing lease last. A lease dropped without this leaves nothing behind.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let end = std::mem::take(&mut self.last).write(&mut self).await?;
        match self.lease {
            Lease::SqliteWrite(transaction) => transaction.commit().await?,
            Lease::PostgresWrite(transaction) => transaction.commit().await?,
            Lease::SqliteRead(_) | Lease::PostgresRead(_) => {}
        }
        if let (Some(feed_end), Some(end)) = (&self.feed_end, end) {
            feed_end.reached(end);
        }
        Ok(())
    }
}

#[cfg(test)]
impl Store {
    /// How the embedded database runs a query: the steps of its plan.
    pub(super) async fn explain(&self, sql: &str, args: Vec<Value>) -> Vec<String> {
        let Self::Sqlite { lookups, .. } = self else { panic!("only the embedded database tells its plans like this") };
        let steps: Vec<((i64, i64), (i64, String))> =
            lookups.query(&format!("EXPLAIN QUERY PLAN {sql}"), &args, usize::MAX).unwrap();
        steps.into_iter().map(|(_, (_, detail))| detail).collect()
    }
}

impl Store {
    /// A connection that reads.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(match self {
            Self::Sqlite { lookups, .. } if !lookups.is_open() => return Err(StoreError::Busy),
            Self::Sqlite { lookups, readers, .. } => {
                Lease::SqliteRead(SqliteRead { lookups: lookups.clone(), readers: readers.clone(), reader: None })
            }
            Self::Postgres(pool) => Lease::PostgresRead(pool.acquire().await?),
        }))
    }

    /// A transaction that writes: begun at once on SQLite, so that it can't fail halfway for want of the lock.
    pub async fn write(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(match self {
            Self::Sqlite { writer, .. } => Lease::SqliteWrite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Lease::PostgresWrite(pool.begin().await?),
        }))
    }
}

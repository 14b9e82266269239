//! One way to say a query on both databases.
//!
//! [`Store`] holds the pools, [`Conn`] one lease of them. Each SQL text is written once, with `$n` placeholders;
//! the engine is inferred inside [`on_conn!`], so nothing is boxed and nothing drifts apart.

use super::{
    StoreError,
    readers::{Reader, Readers},
};
use sqlx::{
    AssertSqlSafe, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction, pool::PoolConnection, postgres::PgRow,
    sqlite::SqliteRow,
};
use std::sync::atomic::{AtomicU64, Ordering};

/// The pools of one database.
#[derive(Clone, Debug)]
pub enum Store {
    /// Embedded: one writer, so that writers queue here instead of failing, and separate readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: Readers,
    },
    /// A server, for more than one node.
    Postgres(PgPool),
}

/// One lease: a reading connection, or a writing transaction.
pub enum Conn {
    /// Reads the embedded database.
    SqliteRead(Reader),
    /// Writes to the embedded database.
    SqliteWrite(Transaction<'static, Sqlite>),
    /// Reads from Postgres.
    PostgresRead(PoolConnection<Postgres>),
    /// Writes to Postgres.
    PostgresWrite(Transaction<'static, Postgres>),
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
    AuditEntryId,
    BlocklistIdentifierId,
    ClientId,
    DomainId,
    EventId,
    IdentificationId,
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
    SignInId,
    SignInTokenId,
    SignUpId,
    UserId,
    WaitlistEntryId
);

/// The arguments of a query, in order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}
pub(crate) use args;

/// A row type that both engines can fill.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Row for T {}

macro_rules! on_conn {
    ($conn:expr, |$lease:ident| $body:expr) => {
        match $conn {
            Conn::SqliteRead($lease) => $body,
            Conn::SqliteWrite($lease) => $body,
            Conn::PostgresRead($lease) => $body,
            Conn::PostgresWrite($lease) => $body,
        }
    };
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
    /// Runs a statement; the number of rows it changed.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let done = on_conn!(self, |lease| bind_all!(sqlx::query(sql), args)
            .execute(&mut **lease)
            .await
            .map(|done| done.rows_affected()));
        done.map_err(|error| self.failed(error))
    }

    /// The row there must be.
    pub async fn one<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<R, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let found = on_conn!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_one(&mut **lease).await);
        found.map_err(|error| self.failed(error))
    }

    /// The row there may be.
    pub async fn optional<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let found = on_conn!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_optional(&mut **lease).await);
        found.map_err(|error| self.failed(error))
    }

    /// All rows.
    pub async fn all<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let found = on_conn!(self, |lease| bind_all!(sqlx::query_as(sql), args).fetch_all(&mut **lease).await);
        found.map_err(|error| self.failed(error))
    }

    /// All rows of a query that was put together from texts of ours: see [`super::sql`].
    pub(super) async fn all_built<R: Row>(&mut self, sql: String, args: Vec<Value>) -> Result<Vec<R>, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let found =
            on_conn!(self, |lease| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_all(&mut **lease).await);
        found.map_err(|error| self.failed(error))
    }

    /// The row there must be, of a query that was put together.
    pub(super) async fn one_built<R: Row>(&mut self, sql: String, args: Vec<Value>) -> Result<R, StoreError> {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        let found =
            on_conn!(self, |lease| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_one(&mut **lease).await);
        found.map_err(|error| self.failed(error))
    }

    /// This transaction need not survive a power cut: for counters whose loss harms nobody.
    pub async fn relax_durability(&mut self) -> Result<(), StoreError> {
        match self {
            Self::PostgresWrite(_) => self.execute("SET LOCAL synchronous_commit TO OFF", Vec::new()).await.map(|_| ()),
            _ => Ok(()),
        }
    }

    /// What went wrong, for the caller. A reading connection whose thread died does not go back.
    fn failed(&mut self, error: sqlx::Error) -> StoreError {
        if let (Self::SqliteRead(reader), sqlx::Error::WorkerCrashed) = (self, &error) {
            reader.discard();
        }
        error.into()
    }

    /// Makes the changes of a writing lease last. A lease dropped without this leaves nothing behind.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::SqliteWrite(transaction) => transaction.commit().await?,
            Self::PostgresWrite(transaction) => transaction.commit().await?,
            Self::SqliteRead(_) | Self::PostgresRead(_) => {}
        }
        Ok(())
    }
}

impl Store {
    /// A connection that reads.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Conn::SqliteRead(readers.acquire().await?),
            Self::Postgres(pool) => Conn::PostgresRead(pool.acquire().await?),
        })
    }

    /// A transaction that writes: begun at once on SQLite, so that it can't fail halfway for want of the lock.
    pub async fn write(&self) -> Result<Conn, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Conn::SqliteWrite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Conn::PostgresWrite(pool.begin().await?),
        })
    }
}

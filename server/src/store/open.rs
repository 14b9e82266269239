//! Opening a database: pools with the durability settings we stand for, and the migrations.

use super::{Store, StoreError, lookups::Lookups, readers::Readers};
use sqlx::{
    ConnectOptions, Connection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, str::FromStr, time::Duration};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// How long a request waits for a connection before it is told that we are busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Connections to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// At work.
    pub in_use: u64,
    /// Waiting for work.
    pub idle: u64,
}

impl Store {
    /// Opens the database that `url` names: `sqlite:PATH` or `postgres://…`.
    pub async fn open(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        Self::open_mapped(url, max_connections, 0).await
    }

    /// The same; readers see the first `mmap_mib` MiB of an embedded database where the system has them in memory.
    pub async fn open_mapped(url: &str, max_connections: u32, mmap_mib: u32) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(Path::new(path.trim_start_matches("//")), max_connections, mmap_mib).await
        } else {
            Self::open_postgres(url, max_connections).await
        }
    }

    /// WAL, and FULL sync: with NORMAL a power cut loses commits that were already answered.
    async fn open_sqlite(path: &Path, max_connections: u32, mmap_mib: u32) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(256)
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // A full disk makes the database end a transaction by itself, and the library fails to end it once more: it
            // would take that connection to be inside of it for ever.
            .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let mmap_bytes = i64::from(mmap_mib) << 20;
        let options = options.pragma("query_only", "ON").pragma("mmap_size", mmap_bytes.to_string());
        let readers = Readers::new(options, max_connections.max(1), ACQUIRE_TIMEOUT);
        Ok(Self::Sqlite { writer, readers, lookups: Lookups::new(path.to_owned(), mmap_bytes) })
    }

    async fn open_postgres(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .options([
                ("statement_timeout", "5000"),
                ("lock_timeout", "2000"),
                ("idle_in_transaction_session_timeout", "10000"),
            ])
            .disable_statement_logging();
        let pool: PgPool = PgPoolOptions::new()
            .max_connections(max_connections.max(1))
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// Brings the schema up to date; safe to call from several nodes at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => MIGRATIONS.run(writer).await?,
            Self::Postgres(pool) => {
                // Migrations may take longer than a request may.
                let options = pool
                    .connect_options()
                    .as_ref()
                    .clone()
                    .options([("statement_timeout", "0"), ("lock_timeout", "0")]);
                let mut connection = options.connect().await?;
                MIGRATIONS.run(&mut connection).await?;
                connection.close().await?;
            }
        }
        self.create_user_search().await
    }

    /// Does the database answer?
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read().await?.execute("SELECT 1", Vec::new()).await.map(|_| ())
    }

    /// How many connections there are, and how many of them are at work.
    pub fn connections(&self) -> Connections {
        let of = |pool_size: u32, idle: usize| {
            let idle = u64::try_from(idle).unwrap_or(u64::MAX);
            Connections { in_use: u64::from(pool_size).saturating_sub(idle), idle }
        };
        match self {
            Self::Sqlite { writer, readers, lookups } => {
                let (writing, reading, looking) =
                    (of(writer.size(), writer.num_idle()), readers.connections(), lookups.connections());
                Connections {
                    in_use: writing.in_use + reading.in_use + looking.in_use,
                    idle: writing.idle + reading.idle + looking.idle,
                }
            }
            Self::Postgres(pool) => of(pool.size(), pool.num_idle()),
        }
    }

    /// Which engine it is, for logs.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Closes all connections; on SQLite this also folds the WAL back in.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers, lookups } => {
                lookups.close(ACQUIRE_TIMEOUT).await;
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn transaction_that_the_database_ended_by_itself_does_not_keep_the_next_one_from_writing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("a.db").display()), 1).await.unwrap();
        let mut conn = store.write().await.unwrap();
        conn.execute("CREATE TABLE numbers (value BIGINT)", Vec::new()).await.unwrap();
        conn.commit().await.unwrap();
        let mut ended = store.write().await.unwrap();
        ended.execute("ROLLBACK", Vec::new()).await.unwrap();
        assert!(ended.commit().await.is_err(), "nothing is left to commit");
        let mut conn = store.write().await.unwrap();
        conn.execute("INSERT INTO numbers VALUES (1)", Vec::new()).await.unwrap();
        conn.commit().await.unwrap();
        let mut abandoned = store.write().await.unwrap();
        abandoned.execute("ROLLBACK", Vec::new()).await.unwrap();
        drop(abandoned);
        let mut conn = store.write().await.unwrap();
        assert_eq!(conn.execute("UPDATE numbers SET value = 2", Vec::new()).await.unwrap(), 1);
    }
}

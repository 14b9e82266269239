//! What an inbox remembers, in three tables.

use super::Begin;
use crate::{
    webhook::{Ended, InboxStore, Waiting},
    wire::{Millis, backend::Event},
};
use sqlx::{Database, Error, Pool, Postgres, Result, Sqlite, Transaction, query, query_as, query_scalar};
use std::fmt;

/// Remembers in the app's own database, in tables whose names begin with `onehop_inbox_`.
///
/// ```no_run
/// use onehop::{webhook::{Inbox, sql::SqlInbox}, wire::backend::Event};
///
/// # async fn example(event: Event) -> Result<(), sqlx::Error> {
/// let pool = sqlx::SqlitePool::connect("sqlite:app.db?mode=rwc").await?;
/// let store = SqlInbox::new(pool);
/// store.create_tables().await?;
/// let inbox = Inbox::new(store);
///
/// let mut delivery = inbox.receive(event).await?;
/// while let Some(event) = delivery.next().await? {
///     sqlx::query("INSERT INTO mails_to_send (kind, user_id) VALUES ($1, $2)")
///         .bind(&event.kind)
///         .bind(&event.resource_id)
///         .execute(&mut **delivery.transaction())
///         .await?;
/// }
/// delivery.commit().await?;
/// # Ok(()) }
/// ```
pub struct SqlInbox<DB: Database> {
    pool: Pool<DB>,
}

impl<DB: Database> SqlInbox<DB> {
    /// In the database of this pool.
    pub fn new(pool: Pool<DB>) -> Self {
        Self { pool }
    }

    /// What makes the tables, for apps that have migrations of their own.
    pub const TABLES: &[&str] = &[
        "CREATE TABLE IF NOT EXISTS onehop_inbox_versions (resource_id TEXT PRIMARY KEY, version BIGINT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS onehop_inbox_parked (resource_id TEXT NOT NULL, version BIGINT NOT NULL, \
            sequence BIGINT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (resource_id, version))",
        "CREATE INDEX IF NOT EXISTS onehop_inbox_parked_sequence ON onehop_inbox_parked (sequence)",
        "CREATE TABLE IF NOT EXISTS onehop_inbox_ended (resource_id TEXT PRIMARY KEY, version BIGINT NOT NULL, \
            sequence BIGINT NOT NULL, ended_at BIGINT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS onehop_inbox_ended_at ON onehop_inbox_ended (ended_at, resource_id)",
        "CREATE TABLE IF NOT EXISTS onehop_inbox_cursor (id BIGINT PRIMARY KEY, value TEXT)",
    ];
}

const VERSION: &str = "INSERT INTO onehop_inbox_versions (resource_id, version) VALUES ($1, 0) \
    ON CONFLICT (resource_id) DO UPDATE SET version = onehop_inbox_versions.version RETURNING version";
const SET_VERSION: &str = "INSERT INTO onehop_inbox_versions (resource_id, version) VALUES ($1, $2) \
    ON CONFLICT (resource_id) DO UPDATE SET version = excluded.version";
const UNPARK: &str = "DELETE FROM onehop_inbox_parked WHERE resource_id = $1 AND version <= $2";
const PARK: &str = "INSERT INTO onehop_inbox_parked (resource_id, version, sequence, event) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (resource_id, version) DO NOTHING";
const FIRST: &str = "SELECT event FROM onehop_inbox_parked WHERE resource_id = $1 ORDER BY version LIMIT 1";
const OLDEST: &str = "SELECT event FROM onehop_inbox_parked ORDER BY sequence LIMIT 1";
const WAITING: &str = "SELECT resource_id, version, sequence FROM onehop_inbox_parked ORDER BY sequence";
const END: &str = "INSERT INTO onehop_inbox_ended (resource_id, version, sequence, ended_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (resource_id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence, ended_at = excluded.ended_at";
const OVER: &str = "SELECT resource_id, version, sequence FROM onehop_inbox_ended WHERE ended_at < $1 AND sequence <= $2 \
    ORDER BY ended_at, resource_id LIMIT $3";
const FORGET: &str = "DELETE FROM onehop_inbox_versions WHERE resource_id = $1 AND version = $2";
const FORGET_END: &str = "DELETE FROM onehop_inbox_ended WHERE resource_id = $1 AND version = $2";
// Beside the cursor, in a row of its own: it is a place in the feed too.
const FORGOTTEN: &str = "SELECT value FROM onehop_inbox_cursor WHERE id = 2";
const SET_FORGOTTEN: &str = "INSERT INTO onehop_inbox_cursor (id, value) VALUES (2, $1) \
    ON CONFLICT (id) DO UPDATE SET value = excluded.value";
const CURSOR: &str = "INSERT INTO onehop_inbox_cursor (id, value) VALUES (1, NULL) \
    ON CONFLICT (id) DO UPDATE SET value = onehop_inbox_cursor.value RETURNING value";
const SET_CURSOR: &str = "INSERT INTO onehop_inbox_cursor (id, value) VALUES (1, $1) \
    ON CONFLICT (id) DO UPDATE SET value = excluded.value";

fn read(text: Option<String>) -> Result<Option<Event>> {
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| Error::Decode(Box::new(error)))
}

macro_rules! inbox_store {
    ($($database:ty),*) => {$(
        impl SqlInbox<$database> {
            /// Makes the tables where they aren't there.
            pub async fn create_tables(&self) -> Result<()> {
                for table in Self::TABLES {
                    query(*table).execute(&self.pool).await?;
                }
                Ok(())
            }
        }

        impl InboxStore for SqlInbox<$database> {
            type Transaction = Transaction<'static, $database>;
            type Error = Error;

            async fn begin(&self) -> Result<Self::Transaction> {
                self.pool.begin_with(<$database>::BEGIN).await
            }

            async fn commit(&self, transaction: Self::Transaction) -> Result<()> {
                transaction.commit().await
            }

            async fn version(&self, transaction: &mut Self::Transaction, resource_id: &str) -> Result<i64> {
                query_scalar(VERSION).bind(resource_id).fetch_one(&mut **transaction).await
            }

            async fn set_version(
                &self,
                transaction: &mut Self::Transaction,
                resource_id: &str,
                version: i64,
            ) -> Result<()> {
                for sql in [SET_VERSION, UNPARK] {
                    query(sql).bind(resource_id).bind(version).execute(&mut **transaction).await?;
                }
                Ok(())
            }

            async fn park(&self, transaction: &mut Self::Transaction, event: &Event) -> Result<()> {
                let text = serde_json::to_string(event).map_err(|error| Error::Encode(Box::new(error)))?;
                let query = query(PARK).bind(&event.resource_id).bind(event.version).bind(event.sequence).bind(text);
                query.execute(&mut **transaction).await.map(drop)
            }

            async fn first_parked(
                &self,
                transaction: &mut Self::Transaction,
                resource_id: &str,
            ) -> Result<Option<Event>> {
                read(query_scalar(FIRST).bind(resource_id).fetch_optional(&mut **transaction).await?)
            }

            async fn oldest_parked(&self, transaction: &mut Self::Transaction) -> Result<Option<Event>> {
                read(query_scalar(OLDEST).fetch_optional(&mut **transaction).await?)
            }

            async fn waiting(&self, transaction: &mut Self::Transaction) -> Result<Vec<Waiting>> {
                let rows: Vec<(String, i64, i64)> = query_as(WAITING).fetch_all(&mut **transaction).await?;
                let waiting = |(resource_id, version, sequence)| Waiting { resource_id, version, sequence };
                Ok(rows.into_iter().map(waiting).collect())
            }

            async fn end(
                &self,
                transaction: &mut Self::Transaction,
                resource_id: &str,
                Ended { version, sequence, at }: Ended,
            ) -> Result<()> {
                let end = query(END).bind(resource_id).bind(version).bind(sequence).bind(at);
                end.execute(&mut **transaction).await.map(drop)
            }

            async fn forget(
                &self,
                transaction: &mut Self::Transaction,
                before: Millis,
                until: i64,
                limit: usize,
            ) -> Result<usize> {
                let limit = i64::try_from(limit).unwrap_or(i64::MAX);
                let over = query_as(OVER).bind(before).bind(until).bind(limit);
                let over: Vec<(String, i64, i64)> = over.fetch_all(&mut **transaction).await?;
                let Some(last) = over.iter().map(|(_, _, sequence)| *sequence).max() else { return Ok(0) };
                let last = last.max(self.forgotten(transaction).await?);
                query(SET_FORGOTTEN).bind(last.to_string()).execute(&mut **transaction).await?;
                for (resource_id, version, _) in &over {
                    for sql in [FORGET, FORGET_END] {
                        query(sql).bind(resource_id).bind(version).execute(&mut **transaction).await?;
                    }
                }
                Ok(over.len())
            }

            async fn forgotten(&self, transaction: &mut Self::Transaction) -> Result<i64> {
                let value: Option<Option<String>> =
                    query_scalar(FORGOTTEN).fetch_optional(&mut **transaction).await?;
                Ok(value.flatten().and_then(|value| value.parse().ok()).unwrap_or(0))
            }

            async fn cursor(&self, transaction: &mut Self::Transaction) -> Result<Option<String>> {
                query_scalar(CURSOR).fetch_one(&mut **transaction).await
            }

            async fn set_cursor(&self, transaction: &mut Self::Transaction, cursor: &str) -> Result<()> {
                query(SET_CURSOR).bind(cursor).execute(&mut **transaction).await.map(drop)
            }
        }
    )*};
}
inbox_store!(Sqlite, Postgres);

impl<DB: Database> Clone for SqlInbox<DB> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone() }
    }
}

impl<DB: Database> fmt::Debug for SqlInbox<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlInbox").finish_non_exhaustive()
    }
}

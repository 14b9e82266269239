//! A table of users.

use super::Begin;
use crate::webhook::sync::{Known, UserStore};
use serde::Deserialize;
use sqlx::{
    AssertSqlSafe, Database, Error, Pool, Postgres, Result, Sqlite, Transaction, query, query_as, query_scalar,
};
use std::{fmt, sync::Arc};

/// A table of users in the app's own database, to read and to join with.
///
/// | column | what |
/// |---|---|
/// | `id` | `user_…`, the key |
/// | `email_address` | the primary one |
/// | `username`, `first_name`, `last_name`, `image_url` | text or null |
/// | `data` | the whole user, as JSON text |
/// | `version`, `sequence` | what is known, and as of where in the feed |
///
/// Beside it are `…_removed` (who was removed lately) and `…_cursor` (up to where in the feed the table is current).
///
/// ```no_run
/// use onehop::{client::BackendClient, webhook::{sql::SqlUsers, sync::UserSync}};
///
/// # async fn example(client: BackendClient) -> Result<(), Box<dyn std::error::Error>> {
/// let pool = sqlx::SqlitePool::connect("sqlite:app.db?mode=rwc").await?;
/// let users = SqlUsers::new(pool.clone(), "users")?;
/// users.create_tables().await?;
/// UserSync::new(client, users).catch_up().await?;
/// let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&pool).await?;
/// println!("{known} users");
/// # Ok(()) }
/// ```
pub struct SqlUsers<DB: Database> {
    pool: Pool<DB>,
    sql: Arc<Statements>,
}

struct Statements {
    tables: Vec<String>,
    lock: String,
    cursor: String,
    set_cursor: String,
    known: String,
    put: String,
    confirm: String,
    delete: String,
    put_removed: String,
    delete_removed: String,
    remove_before: String,
    forget_removed: String,
    start_over: [String; 3],
}

impl Statements {
    /// The name is checked before.
    fn new(table: &str) -> Self {
        let known = "version BIGINT NOT NULL, sequence BIGINT NOT NULL";
        Self {
            tables: vec![
                format!(
                    "CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, email_address TEXT, username TEXT, \
                        first_name TEXT, last_name TEXT, image_url TEXT, data TEXT NOT NULL, {known})"
                ),
                format!("CREATE TABLE IF NOT EXISTS {table}_removed (id TEXT PRIMARY KEY, {known})"),
                format!("CREATE TABLE IF NOT EXISTS {table}_cursor (id BIGINT PRIMARY KEY, value BIGINT)"),
                format!("INSERT INTO {table}_cursor (id, value) VALUES (1, NULL) ON CONFLICT (id) DO NOTHING"),
            ],
            lock: format!("UPDATE {table}_cursor SET value = value WHERE id = 1"),
            cursor: format!("SELECT value FROM {table}_cursor WHERE id = 1"),
            set_cursor: format!("UPDATE {table}_cursor SET value = $1 WHERE id = 1"),
            known: format!(
                "SELECT version, sequence FROM {table} WHERE id = $1 \
                    UNION ALL SELECT version, sequence FROM {table}_removed WHERE id = $1"
            ),
            put: format!(
                "INSERT INTO {table} (id, email_address, username, first_name, last_name, image_url, data, version, sequence) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
                    email_address = excluded.email_address, username = excluded.username, first_name = excluded.first_name, \
                    last_name = excluded.last_name, image_url = excluded.image_url, data = excluded.data, \
                    version = excluded.version, sequence = excluded.sequence"
            ),
            confirm: format!("UPDATE {table} SET sequence = $2 WHERE id = $1 AND sequence < $2"),
            delete: format!("DELETE FROM {table} WHERE id = $1"),
            put_removed: format!(
                "INSERT INTO {table}_removed (id, version, sequence) VALUES ($1, $2, $3) \
                    ON CONFLICT (id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence"
            ),
            delete_removed: format!("DELETE FROM {table}_removed WHERE id = $1"),
            remove_before: format!("DELETE FROM {table} WHERE sequence < $1"),
            forget_removed: format!("DELETE FROM {table}_removed WHERE sequence <= $1"),
            start_over: [
                format!("UPDATE {table} SET version = 0, sequence = -1"),
                format!("DELETE FROM {table}_removed"),
                format!("UPDATE {table}_cursor SET value = NULL WHERE id = 1"),
            ],
        }
    }
}

/// What has a column of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Columns {
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    image_url: Option<String>,
    primary_email_address_id: Option<String>,
    email_addresses: Vec<Address>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Address {
    id: String,
    email_address: String,
}

impl Columns {
    fn read(data: &str) -> Self {
        serde_json::from_str(data).unwrap_or_default()
    }

    fn email_address(&self) -> Option<&str> {
        let primary = self.primary_email_address_id.as_ref()?;
        self.email_addresses.iter().find(|address| address.id == *primary).map(|address| &*address.email_address)
    }
}

impl<DB: Database> SqlUsers<DB> {
    /// The table of this name in the database of this pool. A name is letters in lower case, digits and `_`, begins with a
    /// letter, and is no longer than 48.
    pub fn new(pool: Pool<DB>, table: &str) -> Result<Self> {
        let is_name = table.len() <= 48
            && table.starts_with(|first: char| first.is_ascii_lowercase())
            && table.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        match is_name {
            true => Ok(Self { pool, sql: Arc::new(Statements::new(table)) }),
            false => Err(Error::InvalidArgument(format!("{table:?} is no name for the table of users"))),
        }
    }

    /// What makes the tables, for apps that have migrations of their own.
    pub fn tables(&self) -> &[String] {
        &self.sql.tables
    }
}

/// The text was made here, of a name that was checked.
fn safe(sql: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql.to_owned())
}

macro_rules! user_store {
    ($($database:ty),*) => {$(
        impl SqlUsers<$database> {
            /// Makes the tables where they aren't there.
            pub async fn create_tables(&self) -> Result<()> {
                for table in &self.sql.tables {
                    query(safe(table)).execute(&self.pool).await?;
                }
                Ok(())
            }
        }

        impl UserStore for SqlUsers<$database> {
            type Transaction = Transaction<'static, $database>;
            type Error = Error;

            async fn begin(&self) -> Result<Self::Transaction> {
                let mut transaction = self.pool.begin_with(<$database>::BEGIN).await?;
                query(safe(&self.sql.lock)).execute(&mut *transaction).await?;
                Ok(transaction)
            }

            async fn commit(&self, transaction: Self::Transaction) -> Result<()> {
                transaction.commit().await
            }

            async fn cursor(&self, transaction: &mut Self::Transaction) -> Result<Option<i64>> {
                query_scalar(safe(&self.sql.cursor)).fetch_one(&mut **transaction).await
            }

            async fn set_cursor(&self, transaction: &mut Self::Transaction, cursor: i64) -> Result<()> {
                query(safe(&self.sql.set_cursor)).bind(cursor).execute(&mut **transaction).await.map(drop)
            }

            async fn known(&self, transaction: &mut Self::Transaction, id: &str) -> Result<Option<Known>> {
                let row: Option<(i64, i64)> =
                    query_as(safe(&self.sql.known)).bind(id).fetch_optional(&mut **transaction).await?;
                Ok(row.map(|(version, sequence)| Known { version, sequence }))
            }

            async fn put(
                &self,
                transaction: &mut Self::Transaction,
                id: &str,
                known: Known,
                data: &str,
            ) -> Result<()> {
                let columns = Columns::read(data);
                query(safe(&self.sql.delete_removed)).bind(id).execute(&mut **transaction).await?;
                query(safe(&self.sql.put))
                    .bind(id)
                    .bind(columns.email_address())
                    .bind(&columns.username)
                    .bind(&columns.first_name)
                    .bind(&columns.last_name)
                    .bind(&columns.image_url)
                    .bind(data)
                    .bind(known.version)
                    .bind(known.sequence)
                    .execute(&mut **transaction)
                    .await
                    .map(drop)
            }

            async fn confirm(&self, transaction: &mut Self::Transaction, id: &str, sequence: i64) -> Result<()> {
                query(safe(&self.sql.confirm)).bind(id).bind(sequence).execute(&mut **transaction).await.map(drop)
            }

            async fn remove(&self, transaction: &mut Self::Transaction, id: &str, known: Known) -> Result<()> {
                query(safe(&self.sql.delete)).bind(id).execute(&mut **transaction).await?;
                let put = query(safe(&self.sql.put_removed)).bind(id).bind(known.version).bind(known.sequence);
                put.execute(&mut **transaction).await.map(drop)
            }

            async fn remove_before(&self, transaction: &mut Self::Transaction, sequence: i64) -> Result<()> {
                query(safe(&self.sql.remove_before)).bind(sequence).execute(&mut **transaction).await.map(drop)
            }

            async fn forget_removed(&self, transaction: &mut Self::Transaction, sequence: i64) -> Result<()> {
                query(safe(&self.sql.forget_removed)).bind(sequence).execute(&mut **transaction).await.map(drop)
            }

            async fn start_over(&self, transaction: &mut Self::Transaction) -> Result<()> {
                for sql in &self.sql.start_over {
                    query(safe(sql)).execute(&mut **transaction).await?;
                }
                Ok(())
            }
        }
    )*};
}
user_store!(Sqlite, Postgres);

impl<DB: Database> Clone for SqlUsers<DB> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), sql: self.sql.clone() }
    }
}

impl<DB: Database> fmt::Debug for SqlUsers<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlUsers").finish_non_exhaustive()
    }
}

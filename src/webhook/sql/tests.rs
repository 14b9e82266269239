//! The same promises, kept in both databases.

use super::*;
use crate::webhook::{
    InboxStore,
    inbox::tests::{self as inbox_tests, Applied, Log},
    simulation::People,
    sync::tests::{self as sync_tests, Copied},
};
use ::sqlx::{
    PgPool, Pool, Postgres, Sqlite, SqlitePool,
    pool::PoolOptions,
    postgres::PgConnectOptions,
    query, query_as, query_scalar,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::str::FromStr;
use tempfile::TempDir;

const LOG: &str = "CREATE TABLE applied (place BIGINT PRIMARY KEY, resource_id TEXT NOT NULL, version BIGINT NOT NULL)";
const WRITE: &str = "INSERT INTO applied (place, resource_id, version) \
    VALUES ((SELECT COALESCE(MAX(place), 0) + 1 FROM applied), $1, $2)";

/// A database in a file, which goes with the folder.
async fn sqlite() -> (TempDir, SqlitePool) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteConnectOptions::new().filename(folder.path().join("app.db")).create_if_missing(true);
    // Nothing of it is to last.
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Off);
    (folder, PoolOptions::new().max_connections(4).connect_with(options).await.expect("a database"))
}

async fn postgres(schema: &'static str) -> PgPool {
    let url = std::env::var("ONEHOP_TEST_POSTGRES_URL").expect("Postgres: see scripts/postgres");
    let options = PgConnectOptions::from_str(&url).expect("an address");
    let pool = PgPool::connect_with(options.clone()).await.expect("Postgres answers");
    for sql in ["DROP SCHEMA IF EXISTS", "CREATE SCHEMA"] {
        query(::sqlx::AssertSqlSafe(format!("{sql} {schema}{}", if sql.starts_with('D') { " CASCADE" } else { "" })))
            .execute(&pool)
            .await
            .expect("a schema");
    }
    let own = options.options([("search_path", schema)]);
    PoolOptions::new().max_connections(4).connect_with(own).await.expect("Postgres answers")
}

/// A store, and the pool on which the app reads.
#[derive(Clone)]
struct With<S, DB: ::sqlx::Database>(S, Pool<DB>);

macro_rules! on {
    ($database:ty) => {
        impl Log for SqlInbox<$database> {
            async fn write(&self, transaction: &mut Self::Transaction, resource_id: &str, version: i64) {
                let write = query(WRITE).bind(resource_id).bind(version).execute(&mut **transaction);
                write.await.expect("written");
            }

            async fn read(&self) -> Applied {
                let mut transaction = self.begin().await.expect("a transaction");
                let read = query_as("SELECT resource_id, version FROM applied ORDER BY place");
                let rows: Vec<(String, i64)> = read.fetch_all(&mut *transaction).await.expect("rows");
                let mut applied = Applied::new();
                rows.into_iter().for_each(|(id, version)| applied.entry(id).or_default().push(version));
                applied
            }
        }

        impl Copied for SqlUsers<$database> {
            async fn people(&self) -> People {
                use crate::webhook::sync::UserStore;
                let mut transaction = self.begin().await.expect("a transaction");
                let rows: Vec<(String, i64, String)> =
                    query_as("SELECT id, version, data FROM people").fetch_all(&mut *transaction).await.expect("rows");
                rows.into_iter().map(|(id, version, data)| (id, (version, data))).collect()
            }
        }

        impl With<SqlInbox<$database>, $database> {
            async fn check(&self, seeds: u64) {
                self.0.create_tables().await.expect("tables");
                query(LOG).execute(&self.1).await.expect("a table");
                for seed in 0..seeds {
                    inbox_tests::check(self.0.clone(), &self.0, seed).await;
                    for sql in
                        ["DELETE FROM applied", "DELETE FROM onehop_inbox_versions", "DELETE FROM onehop_inbox_cursor"]
                    {
                        query(sql).execute(&self.1).await.expect("emptied");
                    }
                    for sql in ["SELECT COUNT(*) FROM onehop_inbox_parked", "SELECT COUNT(*) FROM onehop_inbox_ended"] {
                        let left: i64 = query_scalar(sql).fetch_one(&self.1).await.expect("a number");
                        assert_eq!(left, 0, "nothing is left waiting, and what is over is forgotten: {sql}");
                    }
                }
            }
        }

        impl With<SqlUsers<$database>, $database> {
            async fn check(&self, seeds: u64) {
                self.0.create_tables().await.expect("tables");
                for seed in 0..seeds {
                    sync_tests::check(self.0.clone(), seed).await;
                    for sql in
                        ["DELETE FROM people", "DELETE FROM people_removed", "UPDATE people_cursor SET value = NULL"]
                    {
                        query(sql).execute(&self.1).await.expect("emptied");
                    }
                }
            }
        }
    };
}
on!(Sqlite);
on!(Postgres);

#[tokio::test]
async fn in_sqlite_events_are_applied_once_and_in_order() {
    let (_folder, pool) = sqlite().await;
    With(SqlInbox::new(pool.clone()), pool).check(60).await;
}

#[tokio::test]
async fn in_postgres_events_are_applied_once_and_in_order() {
    let pool = postgres("onehop_inbox_test").await;
    With(SqlInbox::new(pool.clone()), pool).check(30).await;
}

#[tokio::test]
async fn in_sqlite_the_copy_is_equal() {
    let (_folder, pool) = sqlite().await;
    With(SqlUsers::new(pool.clone(), "people").expect("a name"), pool).check(60).await;
}

#[tokio::test]
async fn in_postgres_the_copy_is_equal() {
    let pool = postgres("onehop_users_test").await;
    With(SqlUsers::new(pool.clone(), "people").expect("a name"), pool).check(30).await;
}

#[tokio::test]
async fn columns_hold_what_can_be_joined_with() {
    use crate::webhook::sync::{Known, UserStore};
    let (_folder, pool) = sqlite().await;
    let users = SqlUsers::new(pool.clone(), "people").expect("a name");
    users.create_tables().await.expect("tables");
    let data = r#"{"id":"user_1","username":null,"first_name":"Ada","image_url":"https://x","primary_email_address_id":"idn_2",
        "email_addresses":[{"id":"idn_1","email_address":"old@example.com"},{"id":"idn_2","email_address":"ada@example.com"}]}"#;
    let mut transaction = users.begin().await.expect("a transaction");
    users.put(&mut transaction, "user_1", Known { version: 1, sequence: 1 }, data).await.expect("written");
    users.put(&mut transaction, "user_2", Known { version: 1, sequence: 2 }, "{}").await.expect("written");
    users.commit(transaction).await.expect("committed");
    let rows: Vec<(String, Option<String>, Option<String>, Option<String>)> =
        query_as("SELECT id, email_address, username, first_name FROM people ORDER BY id")
            .fetch_all(&pool)
            .await
            .expect("rows");
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(rows[0], ("user_1".to_owned(), text("ada@example.com"), None, text("Ada")));
    assert_eq!(rows[1], ("user_2".to_owned(), None, None, None));
}

#[tokio::test]
async fn a_table_has_a_plain_name() {
    let (_folder, pool) = sqlite().await;
    for name in ["", "Users", "1users", "users; DROP TABLE x", "users\"", "_users", &"u".repeat(49)] {
        assert!(SqlUsers::<Sqlite>::new(pool.clone(), name).is_err(), "{name}");
    }
}

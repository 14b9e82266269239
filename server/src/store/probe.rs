//! What a database says about itself: for whoever looks after it.

use super::{Conn, Count, Scope, Store, StoreError, args, open::MIGRATIONS};
use crate::clock::Millis;
use sqlx::FromRow;

/// A text that a database answered.
#[derive(FromRow)]
struct Text {
    value: String,
}

/// A yes or no.
#[derive(FromRow)]
struct Flag {
    value: bool,
}

/// What `_sqlx_migrations` knows.
#[derive(FromRow)]
struct Applied {
    version: i64,
}

/// Which migrations there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Of this program, and not applied.
    pub missing: Vec<i64>,
    /// Applied, and unknown to this program: a newer one was here.
    pub unknown: Vec<i64>,
}

async fn text(conn: &mut Conn, sql: &'static str) -> Result<String, StoreError> {
    Ok(conn.one::<Text>(sql, args![]).await?.value)
}

impl Store {
    /// The engine's version.
    pub async fn version(&self) -> Result<String, StoreError> {
        let sql = match self {
            Self::Sqlite { .. } => "SELECT sqlite_version() AS value",
            Self::Postgres(_) => "SELECT current_setting('server_version') AS value",
        };
        text(&mut self.read().await?, sql).await
    }

    /// How the embedded database keeps its log: `wal`. None of another engine.
    pub async fn journal_mode(&self) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite { .. } => {
                let sql = "SELECT journal_mode AS value FROM pragma_journal_mode";
                text(&mut self.read().await?, sql).await.map(Some)
            }
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Settings of Postgres under which an answered change can be lost, by name. Nothing for the embedded database,
    /// which is opened with settings of ours.
    pub async fn unsafe_settings(&self) -> Result<Vec<&'static str>, StoreError> {
        let Self::Postgres(_) = self else { return Ok(Vec::new()) };
        let mut conn = self.read().await?;
        let mut found = Vec::new();
        for (name, sql) in [
            ("fsync", "SELECT current_setting('fsync') = 'off' AS value"),
            ("full_page_writes", "SELECT current_setting('full_page_writes') = 'off' AS value"),
            ("synchronous_commit", "SELECT current_setting('synchronous_commit') = 'off' AS value"),
        ] {
            if conn.one::<Flag>(sql, args![]).await?.value {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// Is it a copy that follows another server? Those may be behind.
    pub async fn is_replica(&self) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite { .. } => Ok(false),
            Self::Postgres(_) => {
                let flag: Flag = self.read().await?.one("SELECT pg_is_in_recovery() AS value", args![]).await?;
                Ok(flag.value)
            }
        }
    }

    /// Which migrations were applied. None where there was never one.
    pub async fn schema(&self) -> Result<Option<Schema>, StoreError> {
        let mut conn = self.read().await?;
        let is_there = match self {
            Self::Sqlite { .. } => "SELECT COUNT(*) AS count FROM sqlite_master WHERE name = '_sqlx_migrations'",
            Self::Postgres(_) => {
                "SELECT COUNT(*) AS count FROM pg_tables WHERE tablename = '_sqlx_migrations' AND schemaname = current_schema()"
            }
        };
        if conn.one::<Count>(is_there, args![]).await?.count == 0 {
            return Ok(None);
        }
        let applied: Vec<Applied> =
            conn.all("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version", args![]).await?;
        let known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        let is_applied = |version: &i64| applied.iter().any(|row| row.version == *version);
        Ok(Some(Schema {
            missing: known.iter().copied().filter(|version| !is_applied(version)).collect(),
            unknown: applied.iter().map(|row| row.version).filter(|version| !known.contains(version)).collect(),
        }))
    }

    /// Can it be written to? Nothing stays of the attempt.
    pub async fn try_write(&self) -> Result<(), StoreError> {
        let mut conn = self.write().await?;
        conn.execute("UPDATE instances SET created_at = created_at", args![]).await?;
        // Dropped without a commit.
        Ok(())
    }

    /// What time it is to a database that has a clock of its own.
    pub async fn clock(&self) -> Result<Option<Millis>, StoreError> {
        match self {
            Self::Sqlite { .. } => Ok(None),
            Self::Postgres(_) => {
                let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS count";
                Ok(Some(self.read().await?.one::<Count>(sql, args![]).await?.count))
            }
        }
    }

    /// When the newest change was made, as whoever made it had the time.
    pub async fn newest_change(&self, instance: Scope<'_>) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT created_at AS count FROM events WHERE instance_id = $1 ORDER BY sequence DESC LIMIT 1";
        Ok(self.read().await?.optional::<Count>(sql, args![instance]).await?.map(|row| row.count))
    }
}

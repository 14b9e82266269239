//! Every SQL string of the server, one file per table family. Nothing outside this folder knows SQL.
//!
//! Functions are named `find` (may be missing), `get` (must be there), `list`, `insert`, `update_…`, `delete`.
//! The instance is the first argument of each: a query can't forget whose rows it may see.

mod conn;
mod copy;
pub mod identifications;
mod keyed;
mod last;
mod lookups;
mod open;
mod probe;
mod readers;
mod sql;

pub mod api_keys;
pub mod audit_entries;
pub mod backup_codes;
pub mod callers;
pub mod clients;
pub mod code_checks;
pub mod code_sends;
pub mod counters;
pub mod daily_totals;
pub mod domains;
pub mod email_addresses;
pub mod events;
pub mod imports;
pub mod instance_settings;
pub mod instances;
pub mod invitations;
pub mod jwt_templates;
pub mod listed_identifiers;
pub mod mails;
pub mod operator_links;
pub mod operator_sessions;
pub mod operators;
pub mod peppers;
pub mod phone_numbers;
pub mod profile_images;
pub mod recent_events;
pub mod redirect_urls;
pub mod secret_keys;
pub mod session_verifications;
pub mod sessions;
pub mod sign_in_tickets;
pub mod sign_ins;
pub mod sign_ups;
pub mod signing_keys;
pub mod totals;
pub mod totp_setups;
pub mod user_filter;
pub mod user_lists;
pub mod user_metadata;
pub mod user_pages;
pub mod user_search;
pub mod users;
pub mod verifications;
pub mod waitlist_entries;
pub mod web3_wallets;
pub mod webhook_attempts;
pub mod webhook_endpoints;
pub mod webhook_history;
pub mod webhook_resends;
pub mod webhook_retries;

pub(crate) use conn::args;
pub use conn::{Conn, Row, Store, Value, statements_run};
pub use events::FeedEnd;
pub use keyed::{Columns, Keyed};
pub(crate) use keyed::{keyed, list};
pub use open::Connections;
pub use probe::Schema;

use onehop::wire::InstanceId;

/// What went wrong in the database.
#[derive(Debug)]
pub enum StoreError {
    /// No connection or lock could be had in time: try again later.
    Busy,
    /// There is no space left: what is there can be read, and nothing written until somebody makes room.
    Full,
    /// A row that must be unique exists already.
    Conflict,
    /// Anything else.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Busy => f.write_str("the database is busy"),
            Self::Full => f.write_str("the disk of the database is full"),
            Self::Conflict => f.write_str("a row that must be unique exists already"),
            Self::Failed(source) => write!(f, "the database failed: {source}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy,
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Conflict,
            // SQLite's FULL; Postgres' disk full.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| matches!(code.as_ref(), "13" | "53100")) =>
            {
                Self::Full
            }
            // SQLite: busy (5) and locked (6). Postgres: lock and statement time-outs, shutdown, crash, start, too many
            // connections, deadlock, serialisation.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| {
                    matches!(
                        code.as_ref(),
                        "5" | "6"
                            | "517"
                            | "55P03"
                            | "57014"
                            | "57P01"
                            | "57P02"
                            | "57P03"
                            | "53300"
                            | "40P01"
                            | "40001"
                    )
                }) =>
            {
                Self::Busy
            }
            _ => Self::Failed(Box::new(error)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Failed(Box::new(error)),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// Which part of a list, and how it is ordered.
#[derive(Clone, Copy, Debug)]
pub struct Slice<O> {
    /// By what.
    pub order: O,
    /// From the last to the first.
    pub is_descending: bool,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

/// A number a query counted.
#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

/// The scope of every query: which instance's rows it may see.
pub type Scope<'a> = &'a InstanceId;

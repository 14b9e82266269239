//! People who are signed in and prove again that it is them.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{SessionId, SessionVerificationId, SessionVerificationStatus, VerificationLevel};
use sqlx::FromRow;

/// An attempt. A session has one at most.
#[derive(Clone, FromRow)]
pub struct SessionVerificationRow {
    /// `sver_…`
    #[sqlx(try_from = "String")]
    pub id: SessionVerificationId,
    /// Of which session.
    #[sqlx(try_from = "String")]
    pub session_id: SessionId,
    /// As stored; see [`SessionVerificationRow::level`].
    pub level: String,
    /// As stored; see [`SessionVerificationRow::status`].
    pub status: String,
    /// How the first factor was proven.
    pub first_factor_strategy: Option<String>,
    /// How the second factor was proven.
    pub second_factor_strategy: Option<String>,
    /// Over after this.
    pub expire_at: Millis,
    /// Created.
    pub created_at: Millis,
}

impl SessionVerificationRow {
    /// What is proven.
    pub fn level(&self) -> VerificationLevel {
        match self.level.as_str() {
            "first_factor" => VerificationLevel::FirstFactor,
            "second_factor" => VerificationLevel::SecondFactor,
            _ => VerificationLevel::MultiFactor,
        }
    }

    /// The step it is at.
    pub fn status(&self) -> SessionVerificationStatus {
        match self.status.as_str() {
            "complete" => SessionVerificationStatus::Complete,
            "needs_second_factor" => SessionVerificationStatus::NeedsSecondFactor,
            _ => SessionVerificationStatus::NeedsFirstFactor,
        }
    }
}

const FIND: &str = "SELECT id, session_id, level, status, first_factor_strategy, second_factor_strategy, expire_at, created_at \
    FROM session_verifications WHERE instance_id = $1 AND session_id = $2 AND expire_at > $3";

/// The attempt of this session, if it isn't over.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    session: &SessionId,
    now: Millis,
) -> Result<Option<SessionVerificationRow>, StoreError> {
    conn.optional(FIND, args![instance, session, now]).await
}

const PUT: &str = "INSERT INTO session_verifications (instance_id, session_id, id, level, status, expire_at, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (instance_id, session_id) DO UPDATE SET id = excluded.id, level = excluded.level, \
    status = excluded.status, first_factor_strategy = NULL, second_factor_strategy = NULL, expire_at = excluded.expire_at, \
    created_at = excluded.created_at";

/// A new attempt, in the place of the one before.
pub async fn put(conn: &mut Conn, instance: Scope<'_>, row: &SessionVerificationRow) -> Result<(), StoreError> {
    let args = args![instance, &row.session_id, &row.id, &row.level, &row.status, row.expire_at, row.created_at];
    conn.execute(PUT, args).await.map(|_| ())
}

const UPDATE_STATUS: &str = "UPDATE session_verifications SET status = $5, first_factor_strategy = $6, second_factor_strategy = $7 \
    WHERE instance_id = $1 AND session_id = $2 AND id = $3 AND status = $4";

/// Moves it from one step to the next; false when somebody else was faster.
pub async fn update_status(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &SessionVerificationRow,
    to: SessionVerificationStatus,
    first_factor: Option<&str>,
    second_factor: Option<&str>,
) -> Result<bool, StoreError> {
    let args = args![instance, &row.session_id, &row.id, &row.status, to.as_str(), first_factor, second_factor];
    Ok(conn.execute(UPDATE_STATUS, args).await? == 1)
}

const DELETE_EXPIRED: &str = "DELETE FROM session_verifications WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up: attempts that are over.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<(), StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, before]).await.map(|_| ())
}

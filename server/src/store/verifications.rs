//! One-time codes on their way: one per subject and purpose, hashed.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::ClientId;
use sqlx::FromRow;

/// A code that was sent.
#[derive(Clone, FromRow)]
pub struct VerificationRow {
    /// What it proves: the strategy, and for whom.
    pub purpose: String,
    /// Which address it went to, where there is a choice.
    pub target_id: Option<String>,
    /// HMAC of the code.
    pub code_hash: String,
    /// Answers so far.
    pub attempts: i64,
    /// When it was answered rightly.
    pub consumed_at: Option<Millis>,
    /// Out of time after this.
    pub expire_at: Millis,
}

macro_rules! columns {
    () => {
        $crate::store::verifications::columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)* purpose, target_id, code_hash, attempts, consumed_at, expire_at
        }
    };
}
pub(super) use columns;
columns!(keyed VerificationRow;);

const FIND: &str =
    concat!("SELECT ", columns!(), " FROM verifications WHERE instance_id = $1 AND subject_id = $2 AND purpose = $3");

/// The code on its way for this subject and purpose.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    subject: &str,
    purpose: &str,
) -> Result<Option<VerificationRow>, StoreError> {
    conn.find(FIND, args![instance, subject, purpose]).await
}

const LATEST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM verifications WHERE instance_id = $1 AND subject_id = $2 ORDER BY created_at DESC LIMIT 1"
);

/// The code sent last for this subject.
pub async fn find_latest(
    conn: &mut Conn,
    instance: Scope<'_>,
    subject: &str,
) -> Result<Option<VerificationRow>, StoreError> {
    conn.find(LATEST, args![instance, subject]).await
}

const UPSERT: &str = "INSERT INTO verifications (instance_id, subject_id, purpose, client_id, target_id, code_hash, attempts, expire_at, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (instance_id, subject_id, purpose) DO UPDATE SET client_id = $4, target_id = $5, \
    code_hash = $6, attempts = 0, consumed_at = NULL, expire_at = $7, created_at = $8";

/// A new code voids the old one.
#[expect(clippy::too_many_arguments, reason = "one column each")]
pub async fn upsert(
    conn: &mut Conn,
    instance: Scope<'_>,
    subject: &str,
    purpose: &str,
    client: &ClientId,
    target: Option<&str>,
    code_hash: &str,
    expire_at: Millis,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPSERT, args![instance, subject, purpose, client, target, code_hash, expire_at, now]).await.map(|_| ())
}

const COUNT_ATTEMPT: &str = concat!(
    "UPDATE verifications SET attempts = attempts + 1 WHERE instance_id = $1 AND subject_id = $2 AND purpose = $3 AND client_id = $4 \
     AND consumed_at IS NULL AND attempts < $5 AND expire_at > $6 RETURNING ",
    columns!()
);

/// Counts an answer before it is looked at, so that parallel guesses can't share one try. None: no try is left.
pub async fn count_attempt(
    conn: &mut Conn,
    instance: Scope<'_>,
    subject: &str,
    purpose: &str,
    client: &ClientId,
    max_attempts: i64,
    now: Millis,
) -> Result<Option<VerificationRow>, StoreError> {
    conn.optional(COUNT_ATTEMPT, args![instance, subject, purpose, client, max_attempts, now]).await
}

const CONSUME: &str = "UPDATE verifications SET consumed_at = $4 WHERE instance_id = $1 AND subject_id = $2 AND purpose = $3 AND consumed_at IS NULL AND code_hash = $5";

/// Uses the code up; false when it was used or replaced meanwhile.
pub async fn consume(
    conn: &mut Conn,
    instance: Scope<'_>,
    subject: &str,
    purpose: &str,
    now: Millis,
    code_hash: &str,
) -> Result<bool, StoreError> {
    Ok(conn.execute(CONSUME, args![instance, subject, purpose, now, code_hash]).await? == 1)
}

const DELETE: &str = "DELETE FROM verifications WHERE instance_id = $1 AND subject_id = $2";

/// Voids all codes of a subject.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, subject: &str) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, subject]).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM verifications WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up: codes out of time for long.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, before]).await
}

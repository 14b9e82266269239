//! Mails: written with the change that causes them, delivered by a job.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::MailId;
use sqlx::FromRow;

/// A mail.
#[derive(Clone, FromRow)]
pub struct MailRow {
    /// `ema_…`
    #[sqlx(try_from = "String")]
    pub id: MailId,
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body_text: String,
    /// HTML.
    pub body_html: String,
    /// Tries so far.
    pub attempts: i64,
    /// Created.
    pub created_at: Millis,
}

const INSERT: &str = "INSERT INTO mails (instance_id, id, position, recipient, subject, body_text, body_html, status, attempts, next_attempt_at, created_at) \
    VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM mails WHERE instance_id = $1), $3, $4, $5, $6, $7, 0, $8, $8)";

/// Adds a mail: to be sent, or only kept in the local mailbox.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &MailRow, is_local: bool) -> Result<(), StoreError> {
    let status = if is_local { "local" } else { "waiting" };
    let args =
        args![instance, &row.id, &row.recipient, &row.subject, &row.body_text, &row.body_html, status, row.created_at];
    conn.execute(INSERT, args).await.map(|_| ())
}

const LIST_RECENT: &str = "SELECT id, recipient, subject, body_text, body_html, attempts, created_at FROM mails WHERE instance_id = $1 \
    ORDER BY created_at DESC, position DESC LIMIT $2";

/// The newest mails first: the local mailbox.
pub async fn list_recent(conn: &mut Conn, instance: Scope<'_>, limit: i64) -> Result<Vec<MailRow>, StoreError> {
    conn.all(LIST_RECENT, args![instance, limit]).await
}

const CLAIM: &str = "UPDATE mails SET attempts = attempts + 1, next_attempt_at = $3 WHERE instance_id = $1 AND status = 'waiting' AND id = \
    (SELECT id FROM mails WHERE instance_id = $1 AND status = 'waiting' AND next_attempt_at <= $2 ORDER BY next_attempt_at LIMIT 1) \
    AND next_attempt_at <= $2 RETURNING id, recipient, subject, body_text, body_html, attempts, created_at";

/// Takes one mail that is due, for as long as `lease_until`: should we die, another worker takes it then.
pub async fn claim(
    conn: &mut Conn,
    instance: Scope<'_>,
    now: Millis,
    lease_until: Millis,
) -> Result<Option<MailRow>, StoreError> {
    conn.optional(CLAIM, args![instance, now, lease_until]).await
}

const FINISH: &str = "UPDATE mails SET status = $3, body_text = '', body_html = '' WHERE instance_id = $1 AND id = $2";

/// Delivered or given up: what it said is forgotten.
pub async fn update_finished(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &MailId,
    is_delivered: bool,
) -> Result<(), StoreError> {
    conn.execute(FINISH, args![instance, id, if is_delivered { "delivered" } else { "failed" }]).await.map(|_| ())
}

const RETRY: &str = "UPDATE mails SET next_attempt_at = $3 WHERE instance_id = $1 AND id = $2";

/// To be tried again at this time.
pub async fn update_next_attempt(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &MailId,
    at: Millis,
) -> Result<(), StoreError> {
    conn.execute(RETRY, args![instance, id, at]).await.map(|_| ())
}

const DELETE_OLD: &str = "DELETE FROM mails WHERE instance_id = $1 AND created_at <= $2 AND status <> 'waiting'";

/// Clean-up.
pub async fn delete_older(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_OLD, args![instance, before]).await
}

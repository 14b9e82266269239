//! Every try of a delivery, for those who look for what went wrong.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{EventId, WebhookAttemptId, WebhookEndpointId};
use sqlx::FromRow;

/// A try.
#[derive(Clone, Debug, FromRow)]
pub struct WebhookAttemptRow {
    /// `atmpt_…`
    #[sqlx(try_from = "String")]
    pub id: WebhookAttemptId,
    /// Where to.
    #[sqlx(try_from = "String")]
    pub endpoint_id: WebhookEndpointId,
    /// The event's place in the feed.
    pub sequence: i64,
    /// The event.
    #[sqlx(try_from = "String")]
    pub event_id: EventId,
    /// Its type.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// `delivered` or `failed`.
    pub outcome: String,
    /// Did an operator ask for it?
    pub is_manual: bool,
    /// The answer's status.
    pub status: Option<i64>,
    /// The answer's headers as a JSON object.
    pub response_headers: Option<String>,
    /// The beginning of the answer.
    pub response_body: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// How long it took.
    pub duration_ms: i64,
    /// When it began.
    pub attempted_at: Millis,
    /// What was sent with it, as a JSON object.
    pub request_headers: Option<String>,
}

macro_rules! columns {
    () => {
        "id, endpoint_id, sequence, event_id, type, outcome, is_manual, status, response_headers, response_body, error, \
         duration_ms, attempted_at, request_headers"
    };
}

const INSERT: &str = concat!(
    "INSERT INTO webhook_attempts (instance_id, ",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
);

/// Writes one down.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &WebhookAttemptRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.endpoint_id,
        row.sequence,
        &row.event_id,
        &row.kind,
        &row.outcome,
        row.is_manual,
        row.status,
        &row.response_headers,
        &row.response_body,
        &row.error,
        row.duration_ms,
        row.attempted_at,
        &row.request_headers,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const DELETE_OLDER: &str = "DELETE FROM webhook_attempts WHERE instance_id = $1 AND attempted_at < $2";

/// Forgets what was tried before this time.
pub async fn delete_older(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<(), StoreError> {
    conn.execute(DELETE_OLDER, args![instance, before]).await.map(|_| ())
}

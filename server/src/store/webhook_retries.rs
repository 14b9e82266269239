//! Deliveries that are still to be made beside those after an endpoint's cursor.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::WebhookEndpointId;
use sqlx::FromRow;

/// A delivery to be made.
#[derive(Clone, Debug, FromRow)]
pub struct WebhookRetryRow {
    /// The event's place in the feed.
    pub sequence: i64,
    /// What the event is about.
    pub resource_id: String,
    /// So many tries were made.
    pub attempts: i64,
    /// None: once the one in front of it is through.
    pub next_attempt_at: Option<Millis>,
    /// Did an operator ask for it?
    pub is_manual: bool,
}

const PUT: &str = "INSERT INTO webhook_retries (instance_id, endpoint_id, sequence, resource_id, attempts, next_attempt_at, is_manual) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (instance_id, endpoint_id, sequence) DO UPDATE SET attempts = excluded.attempts, \
    next_attempt_at = CASE WHEN $8 IS NULL OR webhook_retries.next_attempt_at = $8 THEN excluded.next_attempt_at \
    ELSE webhook_retries.next_attempt_at END, is_manual = excluded.is_manual";

/// To be made, or to be made again. With `due_at`, when it was due as its try began: one that an operator has asked for
/// meanwhile stays due.
pub async fn put(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    row: &WebhookRetryRow,
    due_at: Option<Millis>,
) -> Result<(), StoreError> {
    let WebhookRetryRow { sequence, resource_id, attempts, next_attempt_at, is_manual } = row;
    let args = args![instance, endpoint, *sequence, resource_id, *attempts, *next_attempt_at, *is_manual, due_at];
    conn.execute(PUT, args).await.map(|_| ())
}

const DUE: &str = "SELECT sequence, resource_id, attempts, next_attempt_at, is_manual FROM webhook_retries \
    WHERE instance_id = $1 AND endpoint_id = $2 AND next_attempt_at <= $3 ORDER BY next_attempt_at, sequence LIMIT $4";

/// What is due, the longest due first.
pub async fn list_due(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    now: Millis,
    limit: i64,
) -> Result<Vec<WebhookRetryRow>, StoreError> {
    conn.all(DUE, args![instance, endpoint, now, limit]).await
}

const DELETE: &str = "DELETE FROM webhook_retries WHERE instance_id = $1 AND endpoint_id = $2 AND sequence = $3 \
    AND ($4 IS NULL OR next_attempt_at = $4)";

/// Made, or given up. With `due_at`, when it was due as its try began: one that an operator has asked for meanwhile stays.
pub async fn delete(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    sequence: i64,
    due_at: Option<Millis>,
) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, endpoint, sequence, due_at]).await.map(|_| ())
}

const FREE: &str = "UPDATE webhook_retries SET next_attempt_at = $4 WHERE instance_id = $1 AND endpoint_id = $2 AND sequence = \
    (SELECT MIN(sequence) FROM webhook_retries WHERE instance_id = $1 AND endpoint_id = $2 AND resource_id = $3) \
    AND next_attempt_at IS NULL";

/// The first that waits behind another one of this resource need wait no more.
pub async fn free_next(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    resource_id: &str,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(FREE, args![instance, endpoint, resource_id, now]).await.map(|_| ())
}

#[derive(FromRow)]
struct Resource {
    resource_id: String,
}

const RESOURCES: &str = "SELECT DISTINCT resource_id FROM webhook_retries WHERE instance_id = $1 AND endpoint_id = $2";

/// The resources of which something is still to be delivered: in order, what is newer waits.
pub async fn list_resources(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Resource> = conn.all(RESOURCES, args![instance, endpoint]).await?;
    Ok(rows.into_iter().map(|row| row.resource_id).collect())
}

//! Deliveries that an operator asks for: one of them, what was never tried, what failed. What waits for another try
//! already is only made earlier: its schedule goes on from where it was. What is due already is made due a moment earlier
//! still, by which a batch that is trying it right now sees that it was asked for once more.

use super::{Conn, Scope, StoreError, Value, args, webhook_retries::WebhookRetryRow};
use crate::clock::Millis;
use onehop::wire::WebhookEndpointId;
use sqlx::FromRow;

// What waits behind an earlier event of its resource keeps waiting: its place is the endpoint's promise.
macro_rules! on_conflict {
    () => {
        " ON CONFLICT (instance_id, endpoint_id, sequence) DO UPDATE SET next_attempt_at = \
         CASE WHEN webhook_retries.next_attempt_at <= excluded.next_attempt_at THEN webhook_retries.next_attempt_at - 1 \
         WHEN webhook_retries.next_attempt_at IS NULL THEN NULL ELSE excluded.next_attempt_at END"
    };
}

const ONE: &str = concat!(
    "INSERT INTO webhook_retries (instance_id, endpoint_id, sequence, resource_id, attempts, next_attempt_at, is_manual) \
     VALUES ($1, $2, $3, $4, 0, $5, TRUE)",
    on_conflict!()
);

/// This event, now.
pub async fn put(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    (sequence, resource_id): (i64, &str),
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(ONE, args![instance, endpoint, sequence, resource_id, now]).await.map(|_| ())
}

macro_rules! insert_events {
    () => {
        "INSERT INTO webhook_retries (instance_id, endpoint_id, sequence, resource_id, attempts, next_attempt_at, is_manual) \
         SELECT event.instance_id, $2, event.sequence, event.resource_id, 0, $3, TRUE FROM events AS event "
    };
}

const MISSING: &str = concat!(
    insert_events!(),
    "WHERE event.instance_id = $1 AND event.created_at >= $4 AND event.sequence > $5 AND event.sequence <= $6 \
     AND NOT EXISTS (SELECT 1 FROM webhook_attempts AS attempt WHERE attempt.instance_id = $1 AND attempt.endpoint_id = $2 \
     AND attempt.sequence = event.sequence) \
     AND NOT EXISTS (SELECT 1 FROM webhook_retries AS retry WHERE retry.instance_id = $1 AND retry.endpoint_id = $2 \
     AND retry.sequence = event.sequence) \
     AND ($8 = '' OR REPLACE($8, ',' || event.type || ',', '') <> $8) ORDER BY event.sequence LIMIT $7",
    on_conflict!(),
    " RETURNING sequence"
);

/// Which events are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// Not from before this time.
    pub since: Millis,
    /// Not up to this position.
    pub after: i64,
    /// The endpoint's cursor: what is behind it comes by itself.
    pub cursor: i64,
    /// Of these types; none named: all.
    pub types: &'a [String],
    /// At most so many.
    pub limit: i64,
}

#[derive(FromRow)]
struct Place {
    sequence: i64,
}

async fn put_all(conn: &mut Conn, sql: &'static str, args: Vec<Value>) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<Place> = conn.all(sql, args).await?;
    Ok(rows.into_iter().map(|row| row.sequence).collect())
}

/// The first events that were never tried: their places in the feed.
pub async fn put_missing(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    asked: Since<'_>,
    now: Millis,
) -> Result<Vec<i64>, StoreError> {
    let types = match asked.types {
        [] => String::new(),
        types => format!(",{},", types.join(",")),
    };
    let args = args![instance, endpoint, now, asked.since, asked.after, asked.cursor, asked.limit, types];
    put_all(conn, MISSING, args).await
}

const FAILED: &str = concat!(
    insert_events!(),
    "WHERE event.instance_id = $1 AND event.sequence <= $6 AND event.sequence > $5 AND event.sequence IN \
     (SELECT attempt.sequence FROM webhook_attempts AS attempt WHERE attempt.instance_id = $1 AND attempt.endpoint_id = $2 \
     AND attempt.sequence > $5 AND attempt.attempted_at >= $4 AND attempt.outcome = 'failed') \
     AND NOT EXISTS (SELECT 1 FROM webhook_attempts AS done WHERE done.instance_id = $1 AND done.endpoint_id = $2 \
     AND done.sequence = event.sequence AND done.outcome = 'delivered') \
     AND NOT EXISTS (SELECT 1 FROM webhook_retries AS retry WHERE retry.instance_id = $1 AND retry.endpoint_id = $2 \
     AND retry.sequence = event.sequence AND retry.next_attempt_at IS NULL) \
     ORDER BY event.sequence LIMIT $7",
    on_conflict!(),
    " RETURNING sequence"
);

/// The first events whose every try failed, one of them since then: their places in the feed.
pub async fn put_failed(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    asked: Since<'_>,
    now: Millis,
) -> Result<Vec<i64>, StoreError> {
    let args = args![instance, endpoint, now, asked.since, asked.after, asked.cursor, asked.limit];
    put_all(conn, FAILED, args).await
}

const FIND: &str = "SELECT sequence, resource_id, attempts, next_attempt_at, is_manual FROM webhook_retries \
    WHERE instance_id = $1 AND endpoint_id = $2 AND sequence = $3";

/// Whether, and when, an event is tried again.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    sequence: i64,
) -> Result<Option<WebhookRetryRow>, StoreError> {
    conn.optional(FIND, args![instance, endpoint, sequence]).await
}

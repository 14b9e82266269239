//! Deliveries that an operator asks for: one of them, what was never tried, what failed. What waits for another try
//! already is only made earlier: its schedule goes on from where it was. What is due already is made due a moment earlier
//! still, by which a batch that is trying it right now sees that it was asked for once more.

use super::{Conn, Scope, StoreError, args, webhook_retries::WebhookRetryRow};
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

// A list of what is there and not a question for each event: then it costs the same whatever the database believes to know
// of these tables, which may just have been filled.
macro_rules! places {
    ($table:literal, $more:literal) => {
        concat!(
            "(SELECT place.sequence FROM ",
            $table,
            " AS place WHERE place.instance_id = $1 AND place.endpoint_id = $2 AND place.sequence > $5 AND place.sequence <= $6",
            $more,
            ")"
        )
    };
}

const MISSING: &str = concat!(
    insert_events!(),
    "WHERE event.instance_id = $1 AND event.sequence > $5 AND event.sequence <= $6 AND event.created_at >= $4 \
     AND ($7 = '' OR REPLACE($7, ',' || event.type || ',', '') <> $7) AND event.sequence NOT IN ",
    places!("webhook_attempts", ""),
    " AND event.sequence NOT IN ",
    places!("webhook_retries", ""),
    on_conflict!()
);

/// Which events are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// Not from before this time; of what failed, not what failed before it.
    pub since: Millis,
    /// Not up to this place in the feed.
    pub after: i64,
    /// And not behind this one.
    pub until: i64,
    /// Of these types; none named: all.
    pub types: &'a [String],
}

/// Events that were never tried. How many there were.
pub async fn put_missing(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    asked: Since<'_>,
    now: Millis,
) -> Result<u64, StoreError> {
    let types = match asked.types {
        [] => String::new(),
        types => format!(",{},", types.join(",")),
    };
    let args = args![instance, endpoint, now, asked.since, asked.after, asked.until, types];
    conn.execute(MISSING, args).await
}

const FAILED: &str = concat!(
    insert_events!(),
    "WHERE event.instance_id = $1 AND event.sequence > $5 AND event.sequence <= $6 AND CASE WHEN event.sequence IN ",
    places!("webhook_attempts", " AND place.attempted_at >= $4 AND place.outcome = 'failed'"),
    " THEN event.sequence NOT IN ",
    places!("webhook_attempts", " AND place.outcome = 'delivered'"),
    " ELSE FALSE END",
    on_conflict!()
);

/// Events whose every try failed, one of them since then. How many there were.
pub async fn put_failed(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    asked: Since<'_>,
    now: Millis,
) -> Result<u64, StoreError> {
    conn.execute(FAILED, args![instance, endpoint, now, asked.since, asked.after, asked.until]).await
}

/// Places in the feed.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Between {
    /// Behind this one.
    pub after: i64,
    /// Up to this one.
    pub until: i64,
}

const WHERE_FAILED: &str = "SELECT COALESCE(MIN(sequence) - 1, 0) AS after, COALESCE(MAX(sequence), 0) AS until FROM webhook_attempts \
    WHERE instance_id = $1 AND endpoint_id = $2 AND attempted_at >= $3 AND outcome = 'failed'";

/// Between which places all are that failed since then.
pub async fn where_failed(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    since: Millis,
) -> Result<Between, StoreError> {
    conn.one(WHERE_FAILED, args![instance, endpoint, since]).await
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

//! What came of deliveries, for those who look: tries by what they ask for, and how many there were.

use super::{Conn, Count, Scope, StoreError, args, sql::Builder, webhook_attempts::WebhookAttemptRow};
use crate::clock::Millis;
use onehop::wire::{WebhookAttemptId, WebhookEndpointId};
use sqlx::FromRow;

macro_rules! select {
    () => {
        "SELECT id, endpoint_id, sequence, event_id, type, outcome, is_manual, status, response_headers, response_body, error, \
         duration_ms, attempted_at, request_headers FROM webhook_attempts"
    };
}

/// Which tries.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of which this came.
    pub outcome: Option<&'static str>,
    /// Of this type of event.
    pub kind: Option<String>,
    /// Made before this one.
    pub before: Option<(Millis, WebhookAttemptId)>,
}

/// The newest tries of an endpoint.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<WebhookAttemptRow>, StoreError> {
    let mut query = Builder::default();
    query.condition("instance_id = ? AND endpoint_id = ?", args![instance, endpoint]);
    if let Some(outcome) = filter.outcome {
        query.condition("outcome = ?", args![outcome]);
    }
    if let Some(kind) = &filter.kind {
        query.condition("type = ?", args![kind]);
    }
    if let Some((at, id)) = &filter.before {
        query.condition("(attempted_at < ? OR (attempted_at = ? AND id < ?))", args![*at, *at, id]);
    }
    let (sql, args) = query.select(select!(), "ORDER BY attempted_at DESC, id DESC", limit, 0);
    conn.all_built(sql, args).await
}

const LIST_OF_EVENT: &str = concat!(
    select!(),
    " WHERE instance_id = $1 AND endpoint_id = $2 AND sequence = $3 ORDER BY attempted_at DESC, id DESC LIMIT $4"
);

/// The newest tries of delivering one event.
pub async fn list_of_event(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    sequence: i64,
    limit: i64,
) -> Result<Vec<WebhookAttemptRow>, StoreError> {
    conn.all(LIST_OF_EVENT, args![instance, endpoint, sequence, limit]).await
}

/// How many tries of an endpoint ended so.
#[derive(Clone, Debug, FromRow)]
pub struct EndpointTotalRow {
    /// Whose.
    #[sqlx(try_from = "String")]
    pub endpoint_id: WebhookEndpointId,
    /// `delivered` or `failed`.
    pub outcome: String,
    /// How many.
    pub count: i64,
}

const TOTALS: &str = "SELECT endpoint_id, outcome, COUNT(*) AS count FROM webhook_attempts \
    WHERE instance_id = $1 AND attempted_at >= $2 GROUP BY endpoint_id, outcome";

/// How many tries of each endpoint were made since then.
pub async fn count_by_endpoint(
    conn: &mut Conn,
    instance: Scope<'_>,
    since: Millis,
) -> Result<Vec<EndpointTotalRow>, StoreError> {
    conn.all(TOTALS, args![instance, since]).await
}

/// How many tries of an hour ended so.
#[derive(Clone, Debug, FromRow)]
pub struct HourRow {
    /// The hour's beginning.
    pub hour: Millis,
    /// `delivered` or `failed`.
    pub outcome: String,
    /// How many.
    pub count: i64,
}

const HOURS: &str = "SELECT (attempted_at / 3600000) * 3600000 AS hour, outcome, COUNT(*) AS count FROM webhook_attempts \
    WHERE instance_id = $1 AND endpoint_id = $2 AND attempted_at >= $3 GROUP BY 1, 2 ORDER BY 1";

/// How many tries of an endpoint were made since then, by the hour.
pub async fn count_by_hour(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
    since: Millis,
) -> Result<Vec<HourRow>, StoreError> {
    conn.all(HOURS, args![instance, endpoint, since]).await
}

const PENDING: &str = "SELECT COUNT(*) AS count FROM webhook_retries WHERE instance_id = $1 AND endpoint_id = $2";

/// How many deliveries to an endpoint wait for another try.
pub async fn count_pending(
    conn: &mut Conn,
    instance: Scope<'_>,
    endpoint: &WebhookEndpointId,
) -> Result<i64, StoreError> {
    conn.one(PENDING, args![instance, endpoint]).await.map(|row: Count| row.count)
}

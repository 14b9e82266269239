//! Where events are sent. Only who holds an endpoint's lease delivers to it and moves its cursor.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::WebhookEndpointId;
use sqlx::FromRow;

/// An endpoint.
#[derive(Clone, Debug, FromRow)]
pub struct WebhookEndpointRow {
    /// `ep_…`
    #[sqlx(try_from = "String")]
    pub id: WebhookEndpointId,
    /// Where to.
    pub url: String,
    /// What for.
    pub description: String,
    /// A JSON list of types; empty: all.
    pub types: String,
    /// A JSON object: headers that go along.
    pub headers: String,
    /// Deliveries a second at most.
    pub rate_limit: Option<i64>,
    /// Does an event wait until the one before it, of the same resource, is through?
    pub is_ordered: bool,
    /// Is it switched on?
    pub enabled: bool,
    /// Why it was switched off by itself.
    pub disabled_reason: Option<String>,
    /// When.
    pub disabled_at: Option<Millis>,
    /// Signs deliveries.
    pub sealed_secret: String,
    /// Signed them before.
    pub sealed_old_secret: Option<String>,
    /// Until then both sign.
    pub old_secret_until: Option<Millis>,
    /// Events up to here were tried.
    pub cursor: i64,
    /// Since when every try has failed.
    pub failing_since: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

macro_rules! columns {
    () => {
        "id, url, description, types, headers, rate_limit, is_ordered, enabled, disabled_reason, disabled_at, sealed_secret, \
         sealed_old_secret, old_secret_until, cursor, failing_since, created_at, updated_at"
    };
}

const INSERT: &str = concat!(
    "INSERT INTO webhook_endpoints (instance_id, ",
    columns!(),
    ", leased_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0)"
);

/// Adds one.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &WebhookEndpointRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.url,
        &row.description,
        &row.types,
        &row.headers,
        row.rate_limit,
        row.is_ordered,
        row.enabled,
        &row.disabled_reason,
        row.disabled_at,
        &row.sealed_secret,
        &row.sealed_old_secret,
        row.old_secret_until,
        row.cursor,
        row.failing_since,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE webhook_endpoints SET url = $3, description = $4, types = $5, headers = $6, rate_limit = $7, is_ordered = $8, \
    enabled = $9, disabled_reason = $10, disabled_at = $11, sealed_secret = $12, sealed_old_secret = $13, old_secret_until = $14, \
    failing_since = $15, updated_at = $16 WHERE instance_id = $1 AND id = $2";

/// Changes what an operator may change; the cursor is the worker's.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &WebhookEndpointRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.url,
        &row.description,
        &row.types,
        &row.headers,
        row.rate_limit,
        row.is_ordered,
        row.enabled,
        &row.disabled_reason,
        row.disabled_at,
        &row.sealed_secret,
        &row.sealed_old_secret,
        row.old_secret_until,
        row.failing_since,
        row.updated_at,
    ];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const DELETE: &str = "DELETE FROM webhook_endpoints WHERE instance_id = $1 AND id = $2";

/// Removes one with everything about it.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &WebhookEndpointId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM webhook_endpoints WHERE instance_id = $1 AND id = $2");

/// One of them.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &WebhookEndpointId,
) -> Result<Option<WebhookEndpointRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const LIST: &str =
    concat!("SELECT ", columns!(), " FROM webhook_endpoints WHERE instance_id = $1 ORDER BY created_at, id");

/// All of them, oldest first: nobody has many.
pub async fn list(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<WebhookEndpointRow>, StoreError> {
    conn.all(LIST, args![instance]).await
}

#[derive(FromRow)]
struct Free {
    #[sqlx(try_from = "String")]
    id: WebhookEndpointId,
}

const LIST_FREE: &str = "SELECT id FROM webhook_endpoints WHERE instance_id = $1 AND enabled AND (leased_by = $2 OR leased_until <= $3) \
    ORDER BY created_at, id";

/// Those that this holder may deliver to: nobody else does.
pub async fn list_free(
    conn: &mut Conn,
    instance: Scope<'_>,
    holder: &str,
    now: Millis,
) -> Result<Vec<WebhookEndpointId>, StoreError> {
    let rows: Vec<Free> = conn.all(LIST_FREE, args![instance, holder, now]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

const CLAIM: &str = "UPDATE webhook_endpoints SET leased_by = $3, leased_until = $5 WHERE instance_id = $1 AND id = $2 AND enabled \
    AND (leased_by = $3 OR leased_until <= $4)";

/// Takes or keeps the lease of an endpoint; false: it is somebody else's, or switched off.
pub async fn claim(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &WebhookEndpointId,
    holder: &str,
    (now, until): (Millis, Millis),
) -> Result<bool, StoreError> {
    Ok(conn.execute(CLAIM, args![instance, id, holder, now, until]).await? == 1)
}

const RELEASE: &str =
    "UPDATE webhook_endpoints SET leased_by = NULL, leased_until = 0 WHERE instance_id = $1 AND leased_by = $2";

/// Gives all leases of this holder back.
pub async fn release_all(conn: &mut Conn, instance: Scope<'_>, holder: &str) -> Result<(), StoreError> {
    conn.execute(RELEASE, args![instance, holder]).await.map(|_| ())
}

const ADVANCE: &str = "UPDATE webhook_endpoints SET cursor = $4, failing_since = $5 WHERE instance_id = $1 AND id = $2 AND leased_by = $3";

/// Everything up to here was tried; false: the lease was lost meanwhile, and what was done is somebody else's to do.
pub async fn advance(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &WebhookEndpointId,
    holder: &str,
    cursor: i64,
    failing_since: Option<Millis>,
) -> Result<bool, StoreError> {
    Ok(conn.execute(ADVANCE, args![instance, id, holder, cursor, failing_since]).await? == 1)
}

const DISABLE: &str = "UPDATE webhook_endpoints SET enabled = FALSE, disabled_reason = $3, disabled_at = $4, updated_at = $4, \
    leased_by = NULL, leased_until = 0 WHERE instance_id = $1 AND id = $2 AND enabled";

/// Switches one off by itself; false: it was off already.
pub async fn disable(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &WebhookEndpointId,
    reason: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(DISABLE, args![instance, id, reason, now]).await? == 1)
}

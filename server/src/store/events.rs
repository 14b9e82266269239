//! The outbox: every change with the full state after it.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{EventId, UserId};
use sqlx::FromRow;

/// A change.
#[derive(Clone, Debug, FromRow)]
pub struct EventRow {
    /// Position in the feed: grows by one, without gaps, in commit order.
    pub sequence: i64,
    /// `evt_…`
    #[sqlx(try_from = "String")]
    pub id: EventId,
    /// Such as `user.updated`.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// What changed.
    pub resource_id: String,
    /// The resource's version after the change.
    pub version: i64,
    /// The resource after the change, as JSON text.
    pub data: String,
    /// Address that caused it.
    pub client_ip: Option<String>,
    /// Browser that caused it.
    pub user_agent: Option<String>,
    /// When.
    pub created_at: Millis,
}

const NEXT: &str = "UPDATE event_sequences SET value = value + 1 WHERE instance_id = $1 RETURNING value AS count";
const INSERT: &str = "INSERT INTO events (instance_id, sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Appends a change. The row that holds the last sequence number stays locked until the transaction ends, so
/// numbers are handed out in commit order and a rolled-back change leaves no gap.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, event: &EventRow) -> Result<i64, StoreError> {
    let next: super::Count = conn.one(NEXT, args![instance]).await?;
    let args = args![
        instance,
        next.count,
        &event.id,
        &event.kind,
        &event.resource_id,
        event.version,
        &event.data,
        &event.client_ip,
        &event.user_agent,
        event.created_at,
    ];
    conn.execute(INSERT, args).await?;
    Ok(next.count)
}

const LIST: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

/// The changes after a position, in order.
pub async fn list_after(
    conn: &mut Conn,
    instance: Scope<'_>,
    sequence: i64,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    conn.all(LIST, args![instance, sequence, limit]).await
}

const FIND: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND sequence = $2";

/// The change at this position.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, sequence: i64) -> Result<Option<EventRow>, StoreError> {
    conn.optional(FIND, args![instance, sequence]).await
}

const FIND_BEFORE: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND resource_id = $2 AND version < $3 ORDER BY version DESC LIMIT 1";

/// The last change of this resource before it had this version.
pub async fn find_before(
    conn: &mut Conn,
    instance: Scope<'_>,
    resource_id: &str,
    version: i64,
) -> Result<Option<EventRow>, StoreError> {
    conn.optional(FIND_BEFORE, args![instance, resource_id, version]).await
}

// The order is none that an index has: the few changes of one user are found first and sorted then.
const LIST_OF_USER: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND resource_id IN (SELECT id FROM sessions WHERE instance_id = $1 AND user_id = $2 UNION ALL SELECT $2) \
    ORDER BY created_at DESC, sequence DESC LIMIT $3";

/// What happened to a user and to the user's sessions, the newest first.
pub async fn list_of_user(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    conn.all(LIST_OF_USER, args![instance, user, limit]).await
}

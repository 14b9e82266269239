//! The outbox: every change with the full state after it.

use super::{Conn, Scope, StoreError, args, daily_totals::DayRow};
use crate::clock::Millis;
use onehop::wire::{EventId, InstanceId, UserId};
use sqlx::FromRow;
use tokio::sync::watch;

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

/// Where the change feed of an instance ends, as far as this process knows. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct FeedEnd(watch::Sender<i64>);

impl FeedEnd {
    /// Everything up to this position is committed.
    pub fn reached(&self, sequence: i64) {
        self.0.send_if_modified(|end| {
            let is_news = sequence > *end;
            *end = sequence.max(*end);
            is_news
        });
    }

    /// For those who wait until it goes on.
    pub fn subscribe(&self) -> watch::Receiver<i64> {
        self.0.subscribe()
    }
}

/// Appends a change when the transaction commits.
pub fn append(conn: &mut Conn, instance: Scope<'_>, event: EventRow) -> Result<(), StoreError> {
    conn.last()?.append(instance, event);
    Ok(())
}

const RESERVE: &str = "UPDATE event_sequences SET value = value + $2 WHERE instance_id = $1 RETURNING value AS count";
const INSERT: &str = "INSERT INTO events (instance_id, sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Writes what one transaction appended for one instance. The row that holds the last sequence number stays locked from
/// here to the end of the transaction, so numbers are handed out in commit order and a rolled-back change leaves no gap.
/// Answers the last one's position.
pub(super) async fn write(conn: &mut Conn, events: &[(InstanceId, EventRow)]) -> Result<i64, StoreError> {
    let Some((instance, _)) = events.first() else { return Ok(0) };
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let last: super::Count = conn.one(RESERVE, args![instance, count]).await?;
    for ((instance, event), sequence) in events.iter().zip(last.count - count + 1..) {
        let args = args![
            instance,
            sequence,
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
    }
    Ok(last.count)
}

const LIST: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

const END: &str = "SELECT value FROM event_sequences WHERE instance_id = $1";

/// The position of the last change. Whatever is not after it is committed and can be read.
pub async fn end(conn: &mut Conn, instance: Scope<'_>) -> Result<i64, StoreError> {
    Ok(conn.find(END, args![instance]).await?.unwrap_or(0))
}

const BEGINNING: &str = "SELECT sequence FROM events WHERE instance_id = $1 ORDER BY sequence LIMIT 1";

/// The position of the first change that is kept; none: none is.
pub async fn beginning(conn: &mut Conn, instance: Scope<'_>) -> Result<Option<i64>, StoreError> {
    conn.find(BEGINNING, args![instance]).await
}

const DELETE_FIRST: &str = "DELETE FROM events WHERE instance_id = $1 AND sequence IN \
    (SELECT sequence FROM events WHERE instance_id = $1 ORDER BY sequence LIMIT $3) AND sequence < COALESCE((SELECT MIN(sequence) FROM \
    (SELECT sequence, created_at FROM events WHERE instance_id = $1 ORDER BY sequence LIMIT $3) AS first WHERE created_at >= $2), \
    9223372036854775807)";

/// Forgets the first changes, up to so many and as far as they are from before this time: what is left has no gap.
pub async fn delete_first(conn: &mut Conn, instance: Scope<'_>, before: Millis, limit: i64) -> Result<i64, StoreError> {
    Ok(i64::try_from(conn.execute(DELETE_FIRST, args![instance, before, limit]).await?).unwrap_or(i64::MAX))
}

const SELECT: &str =
    "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events";

/// Changes after the first position and not after the second, in order; without types, of every type.
pub async fn list_between(
    conn: &mut Conn,
    instance: Scope<'_>,
    (after, until): (i64, i64),
    types: &[String],
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    let mut query = super::sql::Builder::default();
    query.condition("instance_id = ?", args![instance]);
    query.condition("sequence > ? AND sequence <= ?", args![after, until]);
    query.any_of("type", types);
    let (sql, args) = query.select(SELECT, "ORDER BY sequence", limit, 0);
    conn.all_built(sql, args).await
}

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
    WHERE instance_id = $1 AND resource_id = $2 AND version = $3";

/// The change that made this version of a resource.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    resource_id: &str,
    version: i64,
) -> Result<Option<EventRow>, StoreError> {
    conn.optional(FIND, args![instance, resource_id, version]).await
}

const FIND_BEFORE: &str = "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events \
    WHERE instance_id = $1 AND resource_id = $2 AND version < $3 ORDER BY version DESC LIMIT 1";

/// The last change of this resource before it had this version, also if it is this transaction's own.
pub async fn find_before(
    conn: &mut Conn,
    instance: Scope<'_>,
    resource_id: &str,
    version: i64,
) -> Result<Option<EventRow>, StoreError> {
    let own = conn.last()?.events_of(resource_id).filter(|event| event.version < version);
    match own.max_by_key(|event| event.version) {
        Some(event) => Ok(Some(event.clone())),
        None => conn.optional(FIND_BEFORE, args![instance, resource_id, version]).await,
    }
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

const DAYS_OF_USER: &str = "SELECT (at / 86400000) * 86400000 AS day, COUNT(*) AS value FROM \
    (SELECT created_at AS at FROM events WHERE instance_id = $1 AND resource_id IN \
    (SELECT id FROM sessions WHERE instance_id = $1 AND user_id = $2 UNION ALL SELECT $2) \
    UNION ALL SELECT last_active_at AS at FROM sessions WHERE instance_id = $1 AND user_id = $2 AND last_active_at > created_at) AS seen \
    WHERE at >= $3 GROUP BY 1 ORDER BY 1";

/// On how many occasions a user and the user's sessions were changed, or a session was last used, by the day (UTC).
pub async fn count_days_of_user(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    from: Millis,
) -> Result<Vec<DayRow>, StoreError> {
    conn.all(DAYS_OF_USER, args![instance, user, from]).await
}

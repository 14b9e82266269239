//! The change feed from its end: the newest changes, and the place where a time is.

use super::{Conn, Scope, StoreError, args, events::EventRow, sql::Builder};
use crate::clock::{MINUTE, Millis};

const SELECT: &str =
    "SELECT sequence, id, type, resource_id, version, data, client_ip, user_agent, created_at FROM events";

/// The newest changes after a position, the newest first; without types, of every type.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    after: i64,
    types: &[String],
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    let mut query = Builder::default();
    query.condition("instance_id = ? AND sequence > ?", args![instance, after]);
    query.any_of("type", types);
    let (sql, args) = query.select(SELECT, "ORDER BY sequence DESC", limit, 0);
    conn.all_built(sql, args).await
}

const TIME: &str = "SELECT created_at FROM events WHERE instance_id = $1 AND sequence >= $2 ORDER BY sequence LIMIT 1";

/// A position that no change of this time or later is before. Times don't grow with every step of the feed: a change has
/// the time at which its request came. A minute is left for that.
pub async fn position_before(
    conn: &mut Conn,
    instance: Scope<'_>,
    time: Millis,
    (mut low, mut high): (i64, i64),
) -> Result<i64, StoreError> {
    let time = time.saturating_sub(MINUTE);
    while low < high {
        let middle = low + (high - low) / 2;
        let at: Option<i64> = conn.find(TIME, args![instance, middle]).await?;
        if at.is_some_and(|at| at < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok((low - 1).max(0))
}

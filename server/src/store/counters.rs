//! Limits and lock-out. In the database, so that a restart or a second node can't reset them, and each in one
//! statement, so that parallel requests can't slip through together.

use super::{Conn, Scope, StoreError, args};
use crate::clock::{MINUTE, Millis};
use sqlx::FromRow;

/// A counter after it was changed.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct CounterRow {
    /// How often.
    pub count: i64,
    /// Until when it counts.
    pub until: Millis,
}

const TAKE: &str = "INSERT INTO counters (instance_id, name, count, until) VALUES ($1, $2, 1, $3 + $4) ON CONFLICT (instance_id, name) DO UPDATE SET \
    count = counters.count + 1, until = CASE WHEN counters.until > $3 THEN counters.until + $4 ELSE $3 + $4 END WHERE counters.until <= $3 + $5 \
    RETURNING count, until";

/// How far the clocks of two nodes may be apart. A bucket that says to be full later than that was filled by a clock that
/// has been put back since.
const SKEW: Millis = 5 * MINUTE;

const CATCH_UP: &str = "UPDATE counters SET until = $3 WHERE instance_id = $1 AND name = $2 AND until > $4";

/// Takes one from a token bucket that holds `burst` and refills one every `interval`. False: it is empty.
///
/// `until` is when the bucket will be full again; a take moves it on by one interval, and is refused when that would
/// lie more than `burst` intervals ahead. Where the clock was put back it lies much further ahead: such a bucket counts as
/// one that was just emptied, or nobody could go on until that time comes again.
pub async fn take(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
    now: Millis,
    interval: Millis,
    burst: i64,
) -> Result<bool, StoreError> {
    let row: Option<CounterRow> =
        conn.optional(TAKE, args![instance, name, now, interval, interval * (burst - 1)]).await?;
    if row.is_none() {
        let full_at = now + interval * burst;
        conn.execute(CATCH_UP, args![instance, name, full_at, full_at + SKEW]).await?;
    }
    Ok(row.is_some())
}

const COUNT: &str = "INSERT INTO counters (instance_id, name, count, until) VALUES ($1, $2, 1, $4) ON CONFLICT (instance_id, name) DO UPDATE SET \
    count = CASE WHEN counters.until > $3 THEN counters.count + 1 ELSE 1 END, until = $4 RETURNING count, until";

/// Counts one more of something; forgotten when nothing is counted until `until`.
pub async fn count(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
    now: Millis,
    until: Millis,
) -> Result<i64, StoreError> {
    let row: CounterRow = conn.one(COUNT, args![instance, name, now, until]).await?;
    Ok(row.count)
}

const TAKE_BACK: &str = "UPDATE counters SET count = count - 1 WHERE instance_id = $1 AND name = $2 AND count > 0";

/// Counts one less.
pub async fn take_back(conn: &mut Conn, instance: Scope<'_>, name: &str) -> Result<(), StoreError> {
    conn.execute(TAKE_BACK, args![instance, name]).await.map(|_| ())
}

const COUNT_IN_WINDOW: &str = "INSERT INTO counters (instance_id, name, count, until) VALUES ($1, $2, 1, $4) ON CONFLICT (instance_id, name) DO UPDATE SET \
    count = CASE WHEN counters.until > $3 THEN counters.count + 1 ELSE 1 END, until = CASE WHEN counters.until > $3 THEN counters.until ELSE $4 END \
    RETURNING count, until";

/// Counts one more of something in its window; `until` is when a window that begins now would end.
pub async fn count_in_window(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
    now: Millis,
    until: Millis,
) -> Result<CounterRow, StoreError> {
    conn.one(COUNT_IN_WINDOW, args![instance, name, now, until]).await
}

const HOLD: &str = "INSERT INTO counters (instance_id, name, count, until) VALUES ($1, $2, 0, $4) ON CONFLICT (instance_id, name) DO UPDATE SET \
    count = CASE WHEN counters.until > $3 THEN counters.count ELSE 0 END, \
    until = CASE WHEN counters.until > $3 THEN counters.until ELSE $4 END RETURNING count, until";

/// Reads a counter for a decision: others who hold or count it wait until the commit.
pub async fn hold(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
    now: Millis,
    until: Millis,
) -> Result<CounterRow, StoreError> {
    conn.one(HOLD, args![instance, name, now, until]).await
}

const FIND: &str = "SELECT count, until FROM counters WHERE instance_id = $1 AND name = $2 AND until > $3";

/// A counter that still counts.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    name: &str,
    now: Millis,
) -> Result<Option<CounterRow>, StoreError> {
    conn.optional(FIND, args![instance, name, now]).await
}

const DELETE: &str = "DELETE FROM counters WHERE instance_id = $1 AND name = $2";

/// Starts again from nothing.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, name: &str) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, name]).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM counters WHERE until <= $1";

/// Clean-up.
pub async fn delete_expired(conn: &mut Conn, now: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![now]).await
}

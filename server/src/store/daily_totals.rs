//! How many of a kind in each day (UTC), counted by those who make them happen.

use super::{Conn, Scope, StoreError, args};
use crate::clock::{DAY, Millis};
use sqlx::FromRow;

/// What is counted by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Daily {
    /// Users made.
    SignUps,
    /// Users seen.
    ActiveUsers,
}

impl Daily {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignUps => "sign_ups",
            Self::ActiveUsers => "active_users",
        }
    }
}

/// A day's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct DayRow {
    /// The day's beginning.
    pub day: Millis,
    /// How many.
    pub value: i64,
}

/// The beginning of the day (UTC) that this time belongs to.
pub fn day_of(now: Millis) -> Millis {
    now - now.rem_euclid(DAY)
}

const ADD: &str = "INSERT INTO daily_totals (instance_id, name, day, value) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (instance_id, name, day) DO UPDATE SET value = daily_totals.value + $4";

/// One more on the day of this time, when the transaction commits.
pub(super) fn add(conn: &mut Conn, instance: Scope<'_>, what: Daily, at: Millis) -> Result<(), StoreError> {
    conn.last()?.count_day(instance, what, day_of(at));
    Ok(())
}

/// Writes what was added.
pub(super) async fn write(
    conn: &mut Conn,
    instance: Scope<'_>,
    (what, day): (Daily, Millis),
    by: i64,
) -> Result<(), StoreError> {
    conn.execute(ADD, args![instance, what.as_str(), day, by]).await.map(|_| ())
}

const LIST: &str =
    "SELECT day, value FROM daily_totals WHERE instance_id = $1 AND name = $2 AND day >= $3 ORDER BY day LIMIT $4";

/// The days from this one on that have a number, in order.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    what: Daily,
    from: Millis,
    limit: i64,
) -> Result<Vec<DayRow>, StoreError> {
    conn.all(LIST, args![instance, what.as_str(), from, limit]).await
}

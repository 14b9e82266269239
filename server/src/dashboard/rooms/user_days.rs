//! `GET /v1/dashboard/users/{user_id}/days`: how much happened to a user on each day of the last year.

use crate::{
    backend_api::{Call, Context, Handle, users::get_row},
    clock::{DAY, Millis},
    error::Result,
    store::{daily_totals::day_of, events},
};
use onehop::{
    endpoints::dashboard::GetUserDays,
    wire::dashboard::{DayCount, UserDays},
};

const WEEK: Millis = 7 * DAY;
/// Whole weeks before this one.
const WEEKS: i64 = 52;
/// The first Monday of the epoch, which began on a Thursday.
const FIRST_MONDAY: Millis = 4 * DAY;

impl Handle for GetUserDays {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<UserDays> {
        let mut conn = cx.read().await?;
        let user = get_row(cx, &mut conn, &call.path).await?;
        let (first, last) = (monday_of(cx.now) - WEEKS * WEEK, day_of(cx.now));
        let days = events::count_days_of_user(&mut conn, cx.instance(), &user.id, first).await?;
        let days = days.into_iter().map(|row| DayCount { day: row.day, count: row.value });
        Ok(UserDays { first, last, days: days.collect() })
    }
}

/// The beginning of the week (UTC) that this time belongs to.
fn monday_of(now: Millis) -> Millis {
    now - (now - FIRST_MONDAY).rem_euclid(WEEK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        // 1970-01-05 was a Monday.
        assert_eq!(monday_of(4 * DAY), 4 * DAY);
        assert_eq!(monday_of(11 * DAY - 1), 4 * DAY);
        assert_eq!(monday_of(11 * DAY + 5), 11 * DAY);
    }
}

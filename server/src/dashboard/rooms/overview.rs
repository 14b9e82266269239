//! `GET /v1/dashboard/overview`: numbers that are kept while things happen, so that nothing is walked.

use crate::{
    backend_api::{Call, Context, Handle},
    clock::{DAY, Millis},
    error::Result,
    store::{
        daily_totals,
        daily_totals::{Daily, DayRow, day_of},
        invitations, totals, waitlist_entries,
    },
};
use onehop::{
    endpoints::dashboard::GetOverview,
    wire::{
        backend::{TicketStatus, WaitlistStatus},
        dashboard::{DayCount, Overview},
    },
};

const DAYS: i64 = 30;

impl Handle for GetOverview {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Overview> {
        let instance = cx.instance();
        let first = day_of(cx.now) - (DAYS - 1) * DAY;
        let mut conn = cx.read().await?;
        let sign_ups = daily_totals::list(&mut conn, instance, Daily::SignUps, first, DAYS).await?;
        let active_users = daily_totals::list(&mut conn, instance, Daily::ActiveUsers, first, DAYS).await?;
        let pending = invitations::Filter { status: Some(TicketStatus::Pending), text: None };
        let waiting = waitlist_entries::Filter { status: Some(WaitlistStatus::Pending), text: None };
        Ok(Overview {
            users: totals::get(&mut conn, instance, "users").await?,
            sign_ups: series(&sign_ups, first),
            active_users: series(&active_users, first),
            pending_invitations: invitations::count(&mut conn, instance, &pending, cx.now).await?,
            waiting: waitlist_entries::count(&mut conn, instance, &waiting).await?,
            at: cx.now,
        })
    }
}

/// Every day from this one to today; a day without a row had none.
fn series(rows: &[DayRow], first: Millis) -> Vec<DayCount> {
    let count = |day| rows.iter().find(|row| row.day == day).map_or(0, |row| row.value);
    (0..DAYS).map(|n| first + n * DAY).map(|day| DayCount { day, count: count(day) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_there_and_days_without_a_row_are_zero() {
        let days = series(&[DayRow { day: DAY, value: 7 }], 0);
        assert_eq!(days.len(), 30);
        assert_eq!((days[0].count, days[1].count, days[29].day), (0, 7, 29 * DAY));
    }
}

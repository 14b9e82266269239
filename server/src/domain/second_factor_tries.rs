//! How often the second factor may be tried, of users and operators alike. Counted before a code is looked at, so that
//! parallel guesses can't share a try.
//!
//! After five wrong codes it pauses (ASVS 5.0, 6.6.3). Somebody who has the password and comes back after each pause
//! would still have 480 tries a day; with the budget of a day, which is the one that mailed codes have, all of a year's
//! tries find a code of six digits with a chance of 3 in 100 (three time steps are good at once). Only who knows the
//! password can use the budget up.

use crate::{
    clock::{DAY, MINUTE, Millis},
    error::{Error, Result},
    state::App,
    store::{Conn, counters},
};

/// Wrong codes before the second factor pauses, and for how long.
const IN_A_ROW: i64 = 5;
const PAUSE: Millis = 15 * MINUTE;

/// Counts a try at this account before it is made.
pub async fn begin(app: &App, account: &str, now: Millis) -> Result<()> {
    let instance = &app.instance.id;
    let mut conn = app.write().await?;
    let in_a_row = counters::count_in_window(&mut conn, instance, &in_a_row(account), now, now + PAUSE).await?;
    if in_a_row.count > IN_A_ROW {
        return Err(Error::too_many_requests(in_a_row.until - now));
    }
    let today = counters::count_in_window(&mut conn, instance, &in_a_day(account), now, now + DAY).await?;
    if today.count > i64::from(app.config.codes.wrong_per_day) {
        return Err(Error::too_many_requests(today.until - now));
    }
    conn.commit().await?;
    Ok(())
}

/// The try was right: the count of those in a row starts again, and the day's is one less.
pub async fn succeed(app: &App, conn: &mut Conn, account: &str) -> Result<()> {
    counters::delete(conn, &app.instance.id, &in_a_row(account)).await?;
    Ok(counters::take_back(conn, &app.instance.id, &in_a_day(account)).await?)
}

fn in_a_row(account: &str) -> String {
    format!("second_factor:{account}")
}

fn in_a_day(account: &str) -> String {
    format!("second_factor_day:{account}")
}

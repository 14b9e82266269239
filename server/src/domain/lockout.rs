//! Lock-out after failures: counted before a password is looked at, in one statement, so that parallel guesses can't
//! share a try. NIST SP 800-63B, 5.2.2; ASVS 5.0, 6.3.1.
//!
//! The lock stops password sign-ins only; it ends no session.

use super::{Cause, users};
use crate::{
    clock::{DAY, Millis, SECOND},
    error::{Error, Result},
    state::App,
    store::{Conn, counters, users::UserRow},
};
use onehop::wire::{ErrorCode, UserId};

/// After this many failures in a row, this long a pause.
const PAUSES: [(i64, Millis); 3] = [(8, 5 * SECOND), (6, 3 * SECOND), (3, SECOND)];

/// Counts a try before it is made. Refused while the account is locked or pausing; the try after the last one locks.
pub async fn begin_try(app: &App, cause: &Cause, user: &UserId) -> Result<()> {
    let now = cause.now;
    let instance = &app.instance.id;
    let mut conn = app.write().await?;
    // First of all: from here on tries at the same account wait for each other, so what is read next is true until the
    // commit. A refusal leaves without one and takes the count back.
    let failures = counters::count(&mut conn, instance, &name(user), now, now + DAY).await?;
    let mut row = users::get(app, &mut conn, user).await?;
    if row.is_locked(now) {
        return Err(locked(&row, now));
    }
    let pause = format!("pause:{user}");
    if let Some(pause) = counters::find(&mut conn, instance, &pause, now).await? {
        return Err(Error::too_many_requests(pause.until - now));
    }
    let max = i64::from(app.config.limits.lockout_failures);
    if failures > max {
        counters::delete(&mut conn, instance, &name(user)).await?;
        row.locked_until = Some(now + app.config.limits.lockout);
        users::save(app, &mut conn, cause, &mut row).await?;
        conn.commit().await?;
        return Err(locked(&row, now));
    }
    if let Some((_, length)) = PAUSES.iter().find(|(from, _)| failures >= *from) {
        counters::count(&mut conn, instance, &pause, now, now + length).await?;
    }
    conn.commit().await?;
    Ok(())
}

/// The try was right: the count starts again.
pub async fn succeed(app: &App, conn: &mut Conn, user: &UserId) -> Result<()> {
    counters::delete(conn, &app.instance.id, &name(user)).await?;
    counters::delete(conn, &app.instance.id, &format!("pause:{user}")).await?;
    Ok(())
}

/// The error of a locked account.
pub fn locked(user: &UserRow, now: Millis) -> Error {
    let wait = user.locked_until.unwrap_or(now) - now;
    let minutes = (wait / crate::clock::MINUTE).max(0) + 1;
    let text = format!("This account is locked after too many attempts. Try again in {minutes} minutes.");
    Error::api(ErrorCode::UserLocked).text(text).retry_after(wait)
}

fn name(user: &UserId) -> String {
    format!("failures:{user}")
}

//! Lock-out after failures: counted before a password is looked at, in one statement, so that parallel guesses can't
//! share a try. NIST SP 800-63B, 5.2.2; ASVS 5.0, 6.1.1 and 6.3.1.
//!
//! Every [`Source`] has its own count, pause and lock. A stranger's failures lock the account for all browsers that it
//! doesn't know, and a known device's only that device: nobody can lock the owner out. The account's lock is told in
//! the change feed; a device's is only a counter.
//!
//! The lock stops sign-ins and proofs of the password only; it ends no session.

use super::{Cause, audit, audit::Actor, users};
use crate::{
    clock::{DAY, MINUTE, Millis, SECOND},
    error::{Error, Result},
    metrics,
    state::App,
    store::{Conn, counters, users::UserRow},
};
use onehop::wire::{ErrorCode, UserId};
use serde_json::json;

/// After this many failures in a row, this long a pause.
const PAUSES: [(i64, Millis); 3] = [(8, 5 * SECOND), (6, 3 * SECOND), (3, SECOND)];

/// Where tries at an account come from: a device that is known for it, or anywhere else.
#[derive(Clone, Debug)]
pub struct Source {
    user: UserId,
    device: Option<String>,
}

impl Source {
    /// Tries at this account, from the device of this name if it is known for the account.
    pub fn new(user: &UserId, device: Option<&str>) -> Self {
        Self { user: user.clone(), device: device.map(str::to_owned) }
    }

    /// Whether the account knows the device.
    pub fn is_known(&self) -> bool {
        self.device.is_some()
    }

    /// Under which name its tries are counted.
    pub fn key(&self) -> String {
        match &self.device {
            Some(device) => format!("{}:{device}", self.user),
            None => self.user.to_string(),
        }
    }

    fn failures(&self) -> String {
        format!("failures:{}", self.key())
    }

    fn pause(&self) -> String {
        format!("pause:{}", self.key())
    }

    fn lock(&self) -> String {
        format!("lock:{}", self.key())
    }
}

/// Counts a try before it is made. Refused while its source is locked or pausing; the try after the last one locks.
pub async fn begin_try(app: &App, cause: &Cause, source: &Source) -> Result<()> {
    let now = cause.now;
    let instance = &app.instance.id;
    let mut conn = app.write().await?;
    // From here on tries at the same account wait for each other, so what is read is true until the commit. A refusal
    // leaves without one and takes the count back.
    let user = users::get(app, &mut conn, &source.user).await?;
    let failures = counters::count(&mut conn, instance, &source.failures(), now, now + DAY).await?;
    refuse_locked(app, &mut conn, &user, source, now).await?;
    if let Some(pause) = counters::find(&mut conn, instance, &source.pause(), now).await? {
        return Err(Error::too_many_requests(pause.until - now));
    }
    if failures > i64::from(app.config.limits.lockout_failures) {
        counters::delete(&mut conn, instance, &source.failures()).await?;
        lock(app, &mut conn, cause, source, user).await?;
        conn.commit().await?;
        return Err(locked(app.config.limits.lockout));
    }
    if let Some((_, length)) = PAUSES.iter().find(|(from, _)| failures >= *from) {
        counters::count(&mut conn, instance, &source.pause(), now, now + length).await?;
    }
    conn.commit().await?;
    Ok(())
}

/// The try came to nothing, neither right nor wrong: it doesn't count.
pub async fn take_back(app: &App, source: &Source) -> Result<()> {
    let mut conn = app.write().await?;
    counters::take_back(&mut conn, &app.instance.id, &source.failures()).await?;
    counters::delete(&mut conn, &app.instance.id, &source.pause()).await?;
    conn.commit().await?;
    Ok(())
}

/// The try was right: the count of its source starts again.
pub async fn succeed(app: &App, conn: &mut Conn, source: &Source) -> Result<()> {
    counters::delete(conn, &app.instance.id, &source.failures()).await?;
    counters::delete(conn, &app.instance.id, &source.pause()).await?;
    Ok(())
}

/// Refuses a source that is locked.
pub async fn refuse_locked(app: &App, conn: &mut Conn, user: &UserRow, source: &Source, now: Millis) -> Result<()> {
    let until = match source.is_known() {
        true => counters::find(conn, &app.instance.id, &source.lock(), now).await?.map(|lock| lock.until),
        false => user.locked_until.filter(|_| user.is_locked(now)),
    };
    until.map_or(Ok(()), |until| Err(locked(until - now)))
}

async fn lock(app: &App, conn: &mut Conn, cause: &Cause, source: &Source, mut user: UserRow) -> Result<()> {
    let until = cause.now + app.config.limits.lockout;
    if source.is_known() {
        counters::count(conn, &app.instance.id, &source.lock(), cause.now, until).await?;
    } else {
        user.locked_until = Some(until);
        users::save(app, conn, cause, &mut user).await?;
    }
    metrics::LOCKED.add();
    let actor = Actor::system("lockout", "Lock-out", "user.locked_out");
    let locked = json!({"locked_until": until, "known_device": source.is_known()});
    let cause = Cause { actor: Some(actor), ..cause.clone() };
    audit::record(app, conn, &cause, user.id.as_str(), None, Some(locked)).await
}

fn locked(wait: Millis) -> Error {
    let minutes = wait.div_euclid(MINUTE) + 1;
    let text = format!("This account is locked after too many attempts. Try again in {minutes} minutes.");
    Error::api(ErrorCode::UserLocked).text(text).retry_after(wait)
}

//! Request rates of the Backend API: so many in each window, for the whole instance, and fewer for what sends mail or
//! changes one user again and again.
//!
//! A window begins with its first request. With the embedded database there is one process, so windows live in its
//! memory and a read costs no write; on Postgres they are rows, and every node gives the same answer.

use super::{Caller, Context};
use crate::{
    clock::{HOUR, Millis, SECOND},
    error::{Error, Result},
    metrics,
    store::{Store, counters},
};
use onehop::{endpoints::RateClass, wire::ErrorCode};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// So many requests in each window of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allowance {
    count: i64,
    window: Millis,
}

/// Changes of one user.
const PER_USER: Allowance = Allowance { count: 10, window: 10 * SECOND };
const INVITATIONS: Allowance = Allowance { count: 100, window: HOUR };
const BULK_INVITATIONS: Allowance = Allowance { count: 25, window: HOUR };

/// Windows in memory.
#[derive(Default)]
pub struct Windows(Mutex<HashMap<String, (i64, Millis)>>);

impl Windows {
    /// Counts one; how often now, and when the window ends.
    fn count(&self, name: &str, now: Millis, length: Millis) -> (i64, Millis) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= 10_000 {
            windows.retain(|_, (_, until)| *until > now);
        }
        let window = windows.entry(name.to_owned()).or_insert((0, now + length));
        if window.1 <= now {
            *window = (0, now + length);
        }
        window.0 += 1;
        *window
    }
}

/// Counts this request, in all windows it belongs to.
pub async fn check(cx: &Context, class: RateClass, path_id: Option<&str>) -> Result<()> {
    let limits = &cx.app.config.limits;
    // People click slower than programs call.
    if !limits.is_enabled || !matches!(cx.caller, Caller::Key(_)) {
        return Ok(());
    }
    let all = Allowance { count: i64::from(limits.backend.burst), window: limits.backend.period };
    let narrower = match class {
        RateClass::BackendUser => Some((format!("backend_user:{}", path_id.unwrap_or_default()), PER_USER)),
        RateClass::Invite => Some(("backend_invite".to_owned(), INVITATIONS)),
        RateClass::InviteBulk => Some(("backend_invite_bulk".to_owned(), BULK_INVITATIONS)),
        _ => None,
    };
    let windows = std::iter::once(("backend".to_owned(), all)).chain(narrower);
    let mut conn = match &cx.app.store {
        Store::Sqlite { .. } => None,
        Store::Postgres(_) => {
            let mut conn = cx.write().await?;
            conn.relax_durability().await?;
            Some(conn)
        }
    };
    let mut refused = None;
    for (name, allowance) in windows {
        let (count, until) = match &mut conn {
            None => cx.app.windows.count(&name, cx.now, allowance.window),
            Some(conn) => {
                let until = cx.now + allowance.window;
                let row = counters::count_in_window(conn, cx.instance(), &name, cx.now, until).await?;
                (row.count, row.until)
            }
        };
        if count > allowance.count {
            refused = Some(until - cx.now);
            break;
        }
    }
    // Also what is refused was counted.
    if let Some(conn) = conn {
        conn.commit().await?;
    }
    match refused {
        Some(wait) => {
            metrics::BACKEND_REFUSED.add();
            Err(Error::api(ErrorCode::TooManyRequests).retry_after(wait))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_until_it_ends_and_begins_with_the_next_request() {
        let windows = Windows::default();
        assert_eq!(windows.count("a", 1_000, 10_000), (1, 11_000));
        assert_eq!(windows.count("a", 10_999, 10_000), (2, 11_000));
        assert_eq!(windows.count("b", 10_999, 10_000), (1, 20_999));
        assert_eq!(windows.count("a", 11_000, 10_000), (1, 21_000));
    }
}

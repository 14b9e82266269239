//! `POST /v1/dashboard/users/bulk/matching`: bans, unbans or deletes all users of a filter, a bounded number in one call.
//!
//! Each batch is a transaction of its own, so that nobody else waits long. What was done stays done when a later batch
//! fails: the answer says how far it came, and calling again with its `next` goes on from there.

use super::{
    user_pages::wanted,
    users_bulk::{change, check_confirm},
};
use crate::{
    backend_api::{Call, Context, Handle, input},
    clock::Millis,
    domain::Cause,
    error::Result,
    store::{
        user_filter::Filter,
        user_pages::{self, Cursor, Key, PageOrder},
    },
};
use onehop::{
    endpoints::dashboard::{BulkAction, ChangeMatchingUsers, UserPageQuery},
    wire::{Lenient, UserId, dashboard::ChangedMatching},
};

/// Users in one transaction.
const BATCH: i64 = 50;
/// Users in one call.
const MAX_USERS: i64 = 500;
/// The order in which they are walked: nobody who is made meanwhile comes before who is left.
const ORDER: (PageOrder, bool) = (PageOrder::CreatedAt, false);

impl Handle for ChangeMatchingUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ChangedMatching> {
        let body = call.body;
        check_confirm(body.action, body.confirm.as_deref())?;
        let after = body.after.filter(|after| !after.is_empty());
        let mut place = match after {
            Some(after) => Place::read(&after).ok_or_else(super::cursor::wrong)?,
            None => Place { until: cx.now + 1, after: None },
        };
        let query = input::query::<UserPageQuery>(&body.filter)?;
        let until = query.filter.created_at_before.map_or(place.until, |before| before.0.min(place.until));
        let filter = UserFilterUntil { query, until }.read(cx)?;
        let cause = cause(cx, body.action);
        let mut outcome = ChangedMatching::default();
        while outcome.changed + outcome.unchanged < MAX_USERS {
            match batch(cx, &cause, (&filter, body.action), &mut place, &mut outcome).await {
                Ok(true) => {}
                Ok(false) => return Ok(outcome),
                // What was done before is told; the next call meets the same failure first, if it lasts.
                Err(_) if outcome.changed + outcome.unchanged > 0 => break,
                Err(error) => return Err(error),
            }
        }
        outcome.next = Some(place.write());
        Ok(outcome)
    }
}

/// The filter of the list, for those who were there when the first call began.
struct UserFilterUntil {
    query: UserPageQuery,
    until: Millis,
}

impl UserFilterUntil {
    fn read(mut self, cx: &Context) -> Result<Filter> {
        self.query.filter.created_at_before = Some(Lenient(self.until));
        Ok(wanted(cx, self.query.filter, None)?.0)
    }
}

fn cause(cx: &Context, action: BulkAction) -> Cause {
    let mut cause = cx.cause();
    if let Some(actor) = &mut cause.actor {
        actor.action = format!("user.{}", action.as_str());
    }
    cause
}

/// Changes the next few; false when nobody is left.
async fn batch(
    cx: &Context,
    cause: &Cause,
    (filter, action): (&Filter, BulkAction),
    place: &mut Place,
    outcome: &mut ChangedMatching,
) -> Result<bool> {
    let mut conn = cx.write().await?;
    let rows = user_pages::list(&mut conn, cx.instance(), filter, ORDER, place.after.as_ref(), BATCH).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let (next, count) = (ORDER.0.cursor(last), i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let mut changed = 0;
    for row in rows {
        if change(cx, &mut conn, cause, row, action).await? {
            changed += 1;
        }
    }
    conn.commit().await?;
    place.after = Some(next);
    outcome.changed += changed;
    outcome.unchanged += count - changed;
    Ok(true)
}

/// How far it came, and who is meant at all: those made before this time.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    until: Millis,
    after: Option<Cursor>,
}

impl Place {
    fn write(&self) -> String {
        match &self.after {
            Some(Cursor { key: Key::Time(time), id }) => format!("{}.{time}.{id}", self.until),
            _ => format!("{}..", self.until),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (until, time, id) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        if time.is_empty() {
            return Some(Self { until, after: None });
        }
        let after = Cursor { key: Key::Time(time.parse().ok()?), id: UserId::from(id) };
        (!id.contains('\0')).then_some(Self { until, after: Some(after) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let there = Place { until: 9, after: Some(Cursor { key: Key::Time(7), id: UserId::from("user_1") }) };
        for place in [Place { until: 9, after: None }, there] {
            assert_eq!(Place::read(&place.write()), Some(place));
        }
        for bad in ["", "x", "1", "1.2", "x.2.user_1", "1.x.user_1"] {
            assert_eq!(Place::read(bad), None, "{bad}");
        }
    }
}

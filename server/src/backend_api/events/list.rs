//! `GET /v1/events`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::events,
    error::{Error, Result},
    feed::MOMENT,
    store::{events as store, events::EventRow},
};
use http::StatusCode;
use onehop::{
    endpoints::backend::{ListEvents, ListEventsQuery},
    wire::{ErrorCode, backend::EventPage},
};
use std::time::{Duration, Instant};

const LATEST: &str = "latest";
const DEFAULT_LIMIT: i64 = 100;
const MAX_LIMIT: i64 = 500;
const MAX_WAIT: i64 = 30;

/// What was asked, checked.
struct Asked {
    /// None: where the feed ends now.
    after: Option<i64>,
    types: Vec<String>,
    limit: i64,
    wait: Duration,
}

impl Handle for ListEvents {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::GONE];

    async fn handle(cx: &Context, call: Call<Self>) -> Result<EventPage> {
        let mut asked = read(call.query)?;
        let deadline = Instant::now() + asked.wait;
        loop {
            let page = page(cx, &asked).await?;
            let after = page.next_cursor.parse().ok();
            if !page.data.is_empty() || Instant::now() >= deadline {
                return Ok(page);
            }
            // What the filter left out is not looked at again, nor is each of it a reason to look.
            if after.is_some_and(|after| asked.after.is_some_and(|before| before < after)) {
                tokio::time::sleep(MOMENT).await;
            }
            asked.after = after.or(asked.after);
            cx.app.feed.wait_past(&cx.app, asked.after.unwrap_or_default(), deadline).await?;
        }
    }
}

async fn page(cx: &Context, asked: &Asked) -> Result<EventPage> {
    let mut conn = cx.read().await?;
    // The end first: what comes after it is for the next page.
    let end = store::end(&mut conn, cx.instance()).await?;
    let beginning = store::beginning(&mut conn, cx.instance()).await?.unwrap_or(end + 1);
    let after = asked.after.unwrap_or(end);
    if after + 1 < beginning || after > end {
        return Err(Error::api(ErrorCode::CursorExpired));
    }
    let mut rows = store::list_between(&mut conn, cx.instance(), (after, end), &asked.types, asked.limit + 1).await?;
    let has_more = rows.len() > usize::try_from(asked.limit).unwrap_or(usize::MAX);
    if has_more {
        rows.pop();
    }
    let next = if has_more { rows.last().map_or(end, |row: &EventRow| row.sequence) } else { end };
    let data = rows.into_iter().map(|row| events::to_wire(cx.instance(), row)).collect::<Result<_>>()?;
    Ok(EventPage { data, next_cursor: next.to_string(), has_more })
}

fn read(query: ListEventsQuery) -> Result<Asked> {
    let after = match query.after.as_deref() {
        None | Some("") => Some(0),
        Some(LATEST) => None,
        Some(text) => Some(text.parse().ok().filter(|after| *after >= 0).ok_or_else(|| {
            Error::param(ErrorCode::FormParamFormatInvalid, "after")
                .text("Give a next_cursor of this feed, 0 or latest.")
        })?),
    };
    Ok(Asked {
        after,
        types: events::named_types(query.types.as_deref().unwrap_or_default().split(','))?,
        limit: within(query.limit.map(|limit| limit.0), DEFAULT_LIMIT, 1..=MAX_LIMIT, "limit")?,
        wait: Duration::from_secs(within(query.wait.map(|wait| wait.0), 0, 0..=MAX_WAIT, "wait")?.unsigned_abs()),
    })
}

fn within(given: Option<i64>, default: i64, range: std::ops::RangeInclusive<i64>, param: &str) -> Result<i64> {
    let value = given.unwrap_or(default);
    match range.contains(&value) {
        true => Ok(value),
        false => Err(Error::param(ErrorCode::FormParamValueInvalid, param).text(format!(
            "Give a number from {} to {}.",
            range.start(),
            range.end()
        ))),
    }
}

//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/replay` and `…/recover`: what was never tried, and what failed.

use super::{get_enabled, types_of};
use crate::{
    backend_api::{Call, Context, Handle},
    clock::{Millis, SECOND},
    error::{Error, Result},
    store::{events, recent_events, webhook_resends, webhook_resends::Since},
};
use onehop::{
    endpoints::dashboard::{RecoverWebhooks, ReplayWebhooks},
    wire::{ErrorCode, WebhookEndpointId, dashboard::QueuedDeliveries},
};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// So many in one transaction: nobody else can write meanwhile.
const STEP: i64 = 5_000;

/// Which ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Missing,
    Failed,
}

impl Handle for ReplayWebhooks {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<QueuedDeliveries> {
        queue(cx, &call.path, &call.body.since, Which::Missing).await
    }
}

impl Handle for RecoverWebhooks {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<QueuedDeliveries> {
        queue(cx, &call.path, &call.body.since, Which::Failed).await
    }
}

async fn queue(cx: &Context, id: &WebhookEndpointId, since: &str, which: Which) -> Result<QueuedDeliveries> {
    cx.operator()?;
    let since = read(since).ok_or_else(|| {
        Error::param(ErrorCode::FormParamFormatInvalid, "since").text("Give a day, such as 2026-05-12.")
    })?;
    let mut after = match which {
        Which::Missing => position(cx, since).await?,
        Which::Failed => 0,
    };
    // What comes to be asked for meanwhile is not walked after.
    let mut cursor = None;
    let mut queued = 0;
    loop {
        let mut conn = cx.write().await?;
        let row = get_enabled(cx, &mut conn, id).await?;
        if cursor.is_none() {
            cx.record(&mut conn, &row.id, None, Some(json!({"since": since, "up_to": row.cursor}))).await?;
        }
        let types = types_of(&row);
        let asked = Since { since, after, cursor: *cursor.get_or_insert(row.cursor), types: &types, limit: STEP };
        let places = match which {
            Which::Missing => webhook_resends::put_missing(&mut conn, cx.instance(), &row.id, asked, cx.now).await?,
            Which::Failed => webhook_resends::put_failed(&mut conn, cx.instance(), &row.id, asked, cx.now).await?,
        };
        conn.commit().await?;
        let count = i64::try_from(places.len()).unwrap_or(i64::MAX);
        queued += count;
        after = places.into_iter().max().unwrap_or(after);
        if count < STEP {
            return Ok(QueuedDeliveries { queued });
        }
    }
}

/// Where this time is in the feed, so that what came before is not walked.
async fn position(cx: &Context, since: Millis) -> Result<i64> {
    let mut conn = cx.read().await?;
    let end = events::end(&mut conn, cx.instance()).await?;
    let beginning = events::beginning(&mut conn, cx.instance()).await?.unwrap_or(end);
    Ok(recent_events::position_before(&mut conn, cx.instance(), since, (beginning, end)).await?)
}

/// Milliseconds, or the beginning of a day (UTC).
fn read(text: &str) -> Option<Millis> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Millis>() {
        return (time >= 0).then_some(time);
    }
    let day = OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339).ok()?;
    Some(day.unix_timestamp() * SECOND).filter(|time| *time >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DAY;

    #[test]
    fn times_are_milliseconds_or_days() {
        for (text, time) in [
            ("0", Some(0)),
            (" 1700000000000 ", Some(1_700_000_000_000)),
            ("1970-01-02", Some(DAY)),
            ("2000-02-29", Some(11_016 * DAY)),
            ("2026-11-22", Some(20_779 * DAY)),
            ("", None),
            ("-1", None),
            ("yesterday", None),
            ("2026-13-01", None),
        ] {
            assert_eq!(read(text), time, "{text}");
        }
    }
}

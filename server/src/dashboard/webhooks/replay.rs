//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/replay` and `…/recover`: what was never tried, and what failed.

use super::{get_enabled, types_of};
use crate::{
    backend_api::{Call, Context, Handle},
    clock::{Millis, SECOND},
    error::{Error, Result},
    store::{
        events, recent_events, webhook_resends,
        webhook_resends::{Between, Since},
    },
};
use onehop::{
    endpoints::dashboard::{RecoverWebhooks, ReplayWebhooks},
    wire::{ErrorCode, WebhookEndpointId, dashboard::QueuedDeliveries},
};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// So many places of the feed in one transaction: nobody else can write meanwhile.
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
    let Between { mut after, until } = bounds(cx, id, since, which).await?;
    // What is tried for the first time from now on comes by itself.
    let mut cursor = None;
    let mut queued = 0;
    loop {
        let mut conn = cx.write().await?;
        let row = get_enabled(cx, &mut conn, id).await?;
        if cursor.is_none() {
            cx.record(&mut conn, &row.id, None, Some(json!({"since": since, "up_to": row.cursor}))).await?;
        }
        let end = until.min(*cursor.get_or_insert(row.cursor));
        let types = types_of(&row);
        let asked = Since { since, after, until: end.min(after.saturating_add(STEP)), types: &types };
        queued += match which {
            Which::Missing => webhook_resends::put_missing(&mut conn, cx.instance(), &row.id, asked, cx.now).await?,
            Which::Failed => webhook_resends::put_failed(&mut conn, cx.instance(), &row.id, asked, cx.now).await?,
        };
        conn.commit().await?;
        after = asked.until;
        if after >= end {
            return Ok(QueuedDeliveries { queued: i64::try_from(queued).unwrap_or(i64::MAX) });
        }
    }
}

/// Where in the feed they are, so that the rest of it is not walked.
async fn bounds(cx: &Context, id: &WebhookEndpointId, since: Millis, which: Which) -> Result<Between> {
    let mut conn = cx.read().await?;
    if which == Which::Failed {
        return Ok(webhook_resends::where_failed(&mut conn, cx.instance(), id, since).await?);
    }
    let end = events::end(&mut conn, cx.instance()).await?;
    let beginning = events::beginning(&mut conn, cx.instance()).await?.unwrap_or(end);
    let after = recent_events::position_before(&mut conn, cx.instance(), since, (beginning, end)).await?;
    Ok(Between { after, until: end })
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

//! `GET /v1/dashboard/webhook_endpoints/{endpoint_id}/stats`

use super::get_row;
use crate::{
    backend_api::{Call, Context, Handle},
    clock::{HOUR, Millis},
    error::Result,
    store::{events, webhook_history, webhook_history::HourRow},
};
use onehop::{
    endpoints::dashboard::GetWebhookStats,
    wire::dashboard::{WebhookHour, WebhookOutcome, WebhookStats},
};

const HOURS: i64 = 24;

impl Handle for GetWebhookStats {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookStats> {
        let mut conn = cx.read().await?;
        let row = get_row(cx, &mut conn, &call.path).await?;
        let first = cx.now.div_euclid(HOUR) * HOUR - (HOURS - 1) * HOUR;
        let counted = webhook_history::count_by_hour(&mut conn, cx.instance(), &row.id, first).await?;
        let end = events::end(&mut conn, cx.instance()).await?;
        Ok(WebhookStats {
            hours: series(&counted, first),
            pending: webhook_history::count_pending(&mut conn, cx.instance(), &row.id).await?,
            backlog: (end - row.cursor).max(0),
        })
    }
}

/// Every hour; one without a row had none.
fn series(rows: &[HourRow], first: Millis) -> Vec<WebhookHour> {
    let count = |hour, outcome: WebhookOutcome| {
        rows.iter().find(|row| row.hour == hour && row.outcome == outcome.as_str()).map_or(0, |row| row.count)
    };
    (0..HOURS)
        .map(|n| first + n * HOUR)
        .map(|hour| WebhookHour {
            hour,
            delivered: count(hour, WebhookOutcome::Delivered),
            failed: count(hour, WebhookOutcome::Failed),
        })
        .collect()
}

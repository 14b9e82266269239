//! `GET /v1/dashboard/webhook_endpoints/{endpoint_id}/attempts`

use super::{attempt, get_row};
use crate::{
    backend_api::{Call, Context, Handle},
    clock::Millis,
    dashboard::rooms::cursor,
    error::Result,
    store::{
        webhook_attempts::WebhookAttemptRow,
        webhook_history::{self, Filter},
    },
};
use onehop::{
    endpoints::dashboard::{ListWebhookAttempts, WebhookAttemptQuery},
    wire::{
        WebhookAttemptId,
        dashboard::{WebhookAttemptPage, WebhookOutcome},
    },
};

impl Handle for ListWebhookAttempts {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookAttemptPage> {
        let limit = cursor::limit(call.query.limit)?;
        let filter = filter(call.query)?;
        let mut conn = cx.read().await?;
        let row = get_row(cx, &mut conn, &call.path).await?;
        let mut rows = webhook_history::list(&mut conn, cx.instance(), &row.id, &filter, limit + 1).await?;
        let has_more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| has_more).map(written);
        Ok(WebhookAttemptPage { data: rows.into_iter().map(attempt).collect(), next })
    }
}

fn filter(query: WebhookAttemptQuery) -> Result<Filter> {
    let filled = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let before = filled(query.before).map(|text| parse(&text).ok_or_else(wrong)).transpose()?;
    Ok(Filter { outcome: query.outcome.map(WebhookOutcome::as_str), kind: filled(query.kind), before })
}

/// Nobody wrote this cursor.
fn wrong() -> crate::error::Error {
    use onehop::wire::ErrorCode;
    crate::error::Error::param(ErrorCode::FormParamValueInvalid, "before").text("Begin again with the first page.")
}

/// The cursor in words.
fn written(row: &WebhookAttemptRow) -> String {
    format!("{}.{}", row.attempted_at, row.id)
}

fn parse(text: &str) -> Option<(Millis, WebhookAttemptId)> {
    let (time, id) = text.split_once('.')?;
    Some((time.parse().ok()?, WebhookAttemptId::from(id)))
}

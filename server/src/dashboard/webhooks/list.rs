//! `GET /v1/dashboard/webhook_endpoints`

use super::view;
use crate::{
    backend_api::{Call, Context, Handle},
    clock::DAY,
    error::Result,
    store::{webhook_endpoints, webhook_history},
};
use onehop::{
    endpoints::dashboard::ListWebhookEndpoints,
    wire::{
        backend::Page,
        dashboard::{ListedWebhookEndpoint, WebhookOutcome},
    },
};

impl Handle for ListWebhookEndpoints {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Page<ListedWebhookEndpoint>> {
        let mut conn = cx.read().await?;
        let rows = webhook_endpoints::list(&mut conn, cx.instance()).await?;
        let totals = webhook_history::count_by_endpoint(&mut conn, cx.instance(), cx.now - DAY).await?;
        let count = |id, outcome: WebhookOutcome| {
            let found = totals.iter().find(|total| total.endpoint_id == id && total.outcome == outcome.as_str());
            found.map_or(0, |total| total.count)
        };
        let data: Vec<ListedWebhookEndpoint> = rows
            .iter()
            .map(|row| ListedWebhookEndpoint {
                endpoint: view(row),
                delivered: count(row.id.clone(), WebhookOutcome::Delivered),
                failed: count(row.id.clone(), WebhookOutcome::Failed),
            })
            .collect();
        Ok(Page { total_count: i64::try_from(data.len()).unwrap_or_default(), data })
    }
}

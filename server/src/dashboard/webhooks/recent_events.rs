//! `GET /v1/dashboard/events`: the end of the feed, for those who watch it.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::events::named_types,
    error::Result,
    store::{events, recent_events},
};
use onehop::{
    endpoints::dashboard::ListRecentEvents,
    wire::dashboard::{RecentEvent, RecentEvents},
};

const LIMIT: i64 = 50;
/// A filter looks no further back.
const REACH: i64 = 10_000;

impl Handle for ListRecentEvents {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<RecentEvents> {
        let types = named_types(call.query.types.as_deref().unwrap_or_default().split(','))?;
        let mut conn = cx.read().await?;
        let end = events::end(&mut conn, cx.instance()).await?;
        let rows = recent_events::list(&mut conn, cx.instance(), end - REACH, &types, LIMIT).await?;
        let event = |row: events::EventRow| RecentEvent {
            sequence: row.sequence,
            id: row.id,
            kind: row.kind,
            resource_id: row.resource_id,
            created_at: row.created_at,
        };
        Ok(RecentEvents { data: rows.into_iter().map(event).collect() })
    }
}

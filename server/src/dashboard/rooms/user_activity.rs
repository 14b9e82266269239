//! `GET /v1/dashboard/users/{user_id}/activity`: what happened to a user, from the change feed.

use crate::{
    backend_api::{Call, Context, Handle, users::get_row},
    domain::audit,
    error::Result,
    store::{events, events::EventRow},
};
use onehop::{
    endpoints::dashboard::ListUserActivity,
    wire::dashboard::{Activity, ActivityPage},
};
use serde_json::Value;

const LIMIT: i64 = 100;

impl Handle for ListUserActivity {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ActivityPage> {
        let mut conn = cx.read().await?;
        let user = get_row(cx, &mut conn, &call.path).await?;
        // One more: the oldest one shown is compared with it.
        let rows = events::list_of_user(&mut conn, cx.instance(), &user.id, LIMIT + 1).await?;
        let data = rows.iter().enumerate().take(usize::try_from(LIMIT).unwrap_or(usize::MAX));
        Ok(ActivityPage { data: data.map(|(at, row)| view(row, &rows[at + 1..])).collect() })
    }
}

fn view(row: &EventRow, older: &[EventRow]) -> Activity {
    let before = older.iter().find(|other| other.resource_id == row.resource_id);
    let state = |row: &EventRow| serde_json::from_str::<Value>(&row.data).ok();
    Activity {
        sequence: row.sequence,
        kind: row.kind.clone(),
        resource_id: row.resource_id.clone(),
        changes: audit::changed(before.and_then(state).as_ref(), state(row).as_ref()),
        client_ip: row.client_ip.clone(),
        user_agent: row.user_agent.clone(),
        created_at: row.created_at,
    }
}

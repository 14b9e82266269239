//! `POST /v1/waitlist_entries/{entry_id}/reject`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::waitlist,
    error::Result,
};
use http::StatusCode;
use onehop::{endpoints::backend::RejectWaitlistEntry, wire::backend::WaitlistEntry};

impl Handle for RejectWaitlistEntry {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::CONFLICT];

    async fn handle(cx: &Context, call: Call<Self>) -> Result<WaitlistEntry> {
        let mut conn = cx.write().await?;
        let row = super::get(cx, &mut conn, &call.path).await?;
        let row = waitlist::reject(&cx.app, &mut conn, &cx.cause(), row).await?;
        let entry = waitlist::view(&cx.app, &mut conn, &row, cx.now).await?;
        conn.commit().await?;
        Ok(entry)
    }
}

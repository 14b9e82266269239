//! `POST /v1/waitlist_entries/{entry_id}/invite`: by mail.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::waitlist,
    error::Result,
};
use http::StatusCode;
use onehop::{endpoints::backend::InviteWaitlistEntry, wire::backend::WaitlistEntry};

impl Handle for InviteWaitlistEntry {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::CONFLICT];

    async fn handle(cx: &Context, call: Call<Self>) -> Result<WaitlistEntry> {
        let is_forced = call.body.ignore_existing.is_some_and(|forced| forced.0);
        let mut conn = cx.write().await?;
        let row = super::get(cx, &mut conn, &call.path).await?;
        let row = waitlist::invite(&cx.app, &mut conn, &cx.cause(), row, is_forced).await?;
        let entry = waitlist::view(&cx.app, &mut conn, &row, cx.now).await?;
        conn.commit().await?;
        Ok(entry)
    }
}

//! `DELETE /v1/waitlist_entries/{entry_id}`: of somebody who still waits.

use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::waitlist_entries as store,
};
use http::StatusCode;
use onehop::{
    endpoints::backend::DeleteWaitlistEntry,
    wire::{Deleted, ErrorCode, backend::WaitlistStatus},
};

impl Handle for DeleteWaitlistEntry {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::CONFLICT];

    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        if !store::delete_pending(&mut conn, cx.instance(), &call.path).await? {
            let code = match super::get(cx, &mut conn, &call.path).await?.status() {
                // Put back meanwhile.
                WaitlistStatus::Pending => return Err(Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000)),
                WaitlistStatus::Invited => ErrorCode::WaitlistEntryAlreadyInvited,
                WaitlistStatus::Rejected => ErrorCode::WaitlistEntryAlreadyRejected,
                WaitlistStatus::Completed => ErrorCode::WaitlistEntryAlreadyCompleted,
            };
            return Err(Error::api(code));
        }
        cx.record(&mut conn, &call.path, None, None).await?;
        conn.commit().await?;
        Ok(Deleted::new("waitlist_entry", &call.path))
    }
}

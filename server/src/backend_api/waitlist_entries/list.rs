//! `GET /v1/waitlist_entries`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::waitlist,
    error::Result,
    store::{
        Slice, waitlist_entries as store,
        waitlist_entries::{Filter, Order},
    },
};
use onehop::{
    endpoints::backend::ListWaitlistEntries,
    wire::backend::{Page, WaitlistEntry, WaitlistStatus},
};

const STATES: [(&str, WaitlistStatus); 4] = [
    ("pending", WaitlistStatus::Pending),
    ("invited", WaitlistStatus::Invited),
    ("rejected", WaitlistStatus::Rejected),
    ("completed", WaitlistStatus::Completed),
];
const ORDERS: [(&str, Order); 3] =
    [("created_at", Order::CreatedAt), ("email_address", Order::EmailAddress), ("invited_at", Order::InvitedAt)];

impl Handle for ListWaitlistEntries {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<WaitlistEntry>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = input::order(query.order_by.as_deref(), &ORDERS)?;
        let filter = Filter {
            status: input::status(query.status.as_deref(), &STATES)?,
            text: input::part(query.query, "query")?,
        };
        let slice = Slice { order, is_descending, limit, offset };
        let mut conn = cx.read().await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, &slice).await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter).await?;
        Ok(Page { data: waitlist::view_all(&cx.app, &mut conn, &rows, cx.now).await?, total_count })
    }
}

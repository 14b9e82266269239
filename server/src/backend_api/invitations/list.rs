//! `GET /v1/invitations`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::invitations,
    error::Result,
    store::{
        Slice, invitations as store,
        invitations::{Filter, Order},
    },
};
use onehop::{
    endpoints::backend::ListInvitations,
    wire::backend::{Invitation, Page, TicketStatus},
};

const STATES: [(&str, TicketStatus); 4] = [
    ("pending", TicketStatus::Pending),
    ("accepted", TicketStatus::Accepted),
    ("revoked", TicketStatus::Revoked),
    ("expired", TicketStatus::Expired),
];
const ORDERS: [(&str, Order); 3] =
    [("created_at", Order::CreatedAt), ("email_address", Order::EmailAddress), ("expires_at", Order::ExpiresAt)];

impl Handle for ListInvitations {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Invitation>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = input::order(query.order_by.as_deref(), &ORDERS)?;
        let filter = Filter {
            status: input::status(query.status.as_deref(), &STATES)?,
            text: input::part(query.query, "query")?,
        };
        let slice = Slice { order, is_descending, limit, offset };
        let mut conn = cx.read().await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, &slice, cx.now).await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter, cx.now).await?;
        Ok(Page { data: rows.iter().map(|row| invitations::view(row, cx.now)).collect(), total_count })
    }
}

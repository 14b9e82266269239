//! `GET /v1/waitlist_entries`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::waitlist,
    error::{Error, Result},
    store::{
        waitlist_entries as store,
        waitlist_entries::{Filter, Order, Slice},
    },
};
use onehop::{
    endpoints::backend::ListWaitlistEntries,
    wire::{
        ErrorCode,
        backend::{Page, WaitlistEntry, WaitlistStatus},
    },
};

impl Handle for ListWaitlistEntries {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<WaitlistEntry>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = order(query.order_by.as_deref())?;
        let filter = Filter { status: status(query.status.as_deref())?, text: input::part(query.query, "query")? };
        let slice = Slice { order, is_descending, limit, offset };
        let mut conn = cx.read().await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, &slice).await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter).await?;
        Ok(Page { data: waitlist::view_all(&cx.app, &mut conn, &rows, cx.now).await?, total_count })
    }
}

fn status(name: Option<&str>) -> Result<Option<WaitlistStatus>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    match WaitlistStatus::parse(name) {
        Some(status) => Ok(Some(status)),
        None => Err(Error::param(ErrorCode::FormParamValueInvalid, "status")
            .text("Write pending, invited, rejected or completed.")),
    }
}

fn order(text: Option<&str>) -> Result<(Order, bool)> {
    let (name, is_descending) = input::order(text.unwrap_or("-created_at"));
    let order = match name {
        "created_at" => Order::CreatedAt,
        "email_address" => Order::EmailAddress,
        "invited_at" => Order::InvitedAt,
        _ => {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "order_by")
                .text("Order by created_at, email_address or invited_at."));
        }
    };
    Ok((order, is_descending))
}

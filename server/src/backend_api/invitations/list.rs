//! `GET /v1/invitations`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::invitations,
    error::{Error, Result},
    store::{
        invitations as store,
        invitations::{Filter, Order, Slice},
    },
};
use onehop::{
    endpoints::backend::ListInvitations,
    wire::{
        ErrorCode,
        backend::{Invitation, Page, TicketStatus},
    },
};

impl Handle for ListInvitations {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Invitation>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = order(query.order_by.as_deref())?;
        let filter = Filter { status: status(query.status.as_deref())?, text: input::part(query.query, "query")? };
        let slice = Slice { order, is_descending, limit, offset };
        let mut conn = cx.read().await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, &slice, cx.now).await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter, cx.now).await?;
        Ok(Page { data: rows.iter().map(|row| invitations::view(row, cx.now)).collect(), total_count })
    }
}

fn status(name: Option<&str>) -> Result<Option<TicketStatus>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    match TicketStatus::parse(name) {
        Some(status) => Ok(Some(status)),
        None => Err(Error::param(ErrorCode::FormParamValueInvalid, "status")
            .text("Write pending, accepted, revoked or expired.")),
    }
}

fn order(text: Option<&str>) -> Result<(Order, bool)> {
    let (name, is_descending) = input::order(text.unwrap_or("-created_at"));
    let order = match name {
        "created_at" => Order::CreatedAt,
        "email_address" => Order::EmailAddress,
        "expires_at" => Order::ExpiresAt,
        _ => {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "order_by")
                .text("Order by created_at, email_address or expires_at."));
        }
    };
    Ok((order, is_descending))
}

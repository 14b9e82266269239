//! `GET /v1/users`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::full_users,
    error::{Error, Result},
    store::{Slice, user_lists, user_lists::Order, users},
};
use onehop::{
    endpoints::backend::ListUsers,
    wire::{ErrorCode, backend::User},
};

const ORDERS: [(&str, Order); 10] = [
    ("created_at", Order::CreatedAt),
    ("updated_at", Order::UpdatedAt),
    ("email_address", Order::EmailAddress),
    ("web3wallet", Order::Web3Wallet),
    ("first_name", Order::FirstName),
    ("last_name", Order::LastName),
    ("phone_number", Order::PhoneNumber),
    ("username", Order::Username),
    ("last_active_at", Order::LastActiveAt),
    ("last_sign_in_at", Order::LastSignInAt),
];

impl Handle for ListUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<User>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = input::order(query.order_by.as_deref(), &ORDERS)?;
        let filter = super::filter::read(&cx.app, query.filter)?;
        let mut conn = cx.read().await?;
        let after = match query.starting_after {
            Some(_) if order != Order::CreatedAt => {
                return Err(Error::param(ErrorCode::FormParamValueInvalid, "starting_after")
                    .text("Walking through users needs an order by created_at."));
            }
            Some(id) => {
                let row = users::find(&mut conn, cx.instance(), &id).await?;
                let row = row.ok_or_else(|| {
                    Error::param(ErrorCode::FormParamValueInvalid, "starting_after").text("Nobody has this id.")
                })?;
                Some((row.created_at, row.id))
            }
            None => None,
        };
        let slice = Slice { order, is_descending, limit, offset };
        let rows = user_lists::list(&mut conn, cx.instance(), &filter, &slice, after.as_ref()).await?;
        full_users::view_all(&cx.app, &mut conn, &rows, cx.now).await
    }
}

//! `GET /v1/users`

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::full_users,
    error::{Error, Result},
    store::{users, users::Order, users::Slice},
};
use onehop::{
    endpoints::backend::ListUsers,
    wire::{ErrorCode, backend::User},
};

impl Handle for ListUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<User>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let (order, is_descending) = order(query.order_by.as_deref())?;
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
        let slice = Slice { order, is_descending, limit, offset, after };
        let rows = users::list(&mut conn, cx.instance(), &filter, &slice).await?;
        full_users::view_all(&cx.app, &mut conn, &rows, cx.now).await
    }
}

/// `-created_at`, `+username`, `username`.
fn order(text: Option<&str>) -> Result<(Order, bool)> {
    let text = text.unwrap_or("-created_at");
    let (name, is_descending) = input::order(text);
    let order = match name {
        "created_at" => Order::CreatedAt,
        "updated_at" => Order::UpdatedAt,
        "email_address" => Order::EmailAddress,
        "web3wallet" => Order::Web3Wallet,
        "first_name" => Order::FirstName,
        "last_name" => Order::LastName,
        "phone_number" => Order::PhoneNumber,
        "username" => Order::Username,
        "last_active_at" => Order::LastActiveAt,
        "last_sign_in_at" => Order::LastSignInAt,
        _ => {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "order_by").text(
                "Order by created_at, updated_at, email_address, web3wallet, first_name, last_name, phone_number, \
                 username, last_active_at or last_sign_in_at.",
            ));
        }
    };
    Ok((order, is_descending))
}

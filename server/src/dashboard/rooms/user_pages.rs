//! `GET /v1/dashboard/users`: one page of the list of users.

use super::cursor;
use crate::{
    backend_api::{Call, Context, Handle, input, users::read_filter},
    domain::full_users,
    error::Result,
    store::{
        user_filter::Filter,
        user_lists,
        user_pages::{self, PageOrder},
    },
};
use onehop::{
    endpoints::{backend::UserFilter, dashboard::ListUserPage},
    wire::dashboard::UserPage,
};

const ORDERS: [(&str, PageOrder); 7] = [
    ("created_at", PageOrder::CreatedAt),
    ("updated_at", PageOrder::UpdatedAt),
    ("last_sign_in_at", PageOrder::LastSignInAt),
    ("last_active_at", PageOrder::LastActiveAt),
    ("first_name", PageOrder::FirstName),
    ("last_name", PageOrder::LastName),
    ("username", PageOrder::Username),
];

impl Handle for ListUserPage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<UserPage> {
        let query = call.query;
        let limit = cursor::limit(query.limit)?;
        let (filter, order) = wanted(cx, query.filter, query.order_by.as_deref())?;
        let after = query.after.filter(|after| !after.is_empty());
        let after = after.map(|after| cursor::read(&after, order.0)).transpose()?;
        let mut conn = cx.read().await?;
        let mut rows = user_pages::list(&mut conn, cx.instance(), &filter, order, after.as_ref(), limit + 1).await?;
        let has_more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| has_more).map(|row| cursor::write(&order.0.cursor(row)));
        let total_count = user_lists::count(&mut conn, cx.instance(), &filter).await?;
        let data = full_users::view_all(&cx.app, &mut conn, &rows, cx.now).await?;
        Ok(UserPage { data, total_count, next })
    }
}

/// The filter and the order as the store knows them. Forms send empty texts where nothing was chosen.
pub(super) fn wanted(cx: &Context, filter: UserFilter, order_by: Option<&str>) -> Result<(Filter, (PageOrder, bool))> {
    let filter = read_filter(&cx.app, filter)?;
    let order = input::order(order_by.filter(|order| !order.is_empty()), &ORDERS)?;
    Ok((filter, order))
}

//! `POST /v1/users/{user_id}/ban` and `…/unban`, for one and for many. Who is banned is signed out everywhere.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::users,
    error::{Error, Result},
    store::{Conn, users::UserRow},
};
use onehop::{
    endpoints::backend::{BanUser, BanUsers, UnbanUser, UnbanUsers, UserIdsBody},
    wire::{ErrorCode, UserId, backend::User},
};

const MAX_USERS: usize = 100;

impl Handle for BanUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        one(cx, &call.path, true).await
    }
}

impl Handle for UnbanUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        one(cx, &call.path, false).await
    }
}

impl Handle for BanUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<User>> {
        many(cx, &call.body, true).await
    }
}

impl Handle for UnbanUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<User>> {
        many(cx, &call.body, false).await
    }
}

async fn one(cx: &Context, id: &UserId, banned: bool) -> Result<User> {
    let mut conn = cx.write().await?;
    let row = set(cx, &mut conn, id, banned).await?;
    let user = super::view(cx, &mut conn, &row).await?;
    conn.commit().await?;
    Ok(user)
}

/// All of them or, when one is unknown, none.
async fn many(cx: &Context, body: &UserIdsBody, banned: bool) -> Result<Vec<User>> {
    if body.user_ids.is_empty() {
        return Err(Error::param(ErrorCode::FormParamMissing, "user_ids"));
    }
    if body.user_ids.len() > MAX_USERS {
        return Err(Error::param(ErrorCode::BulkSizeExceeded, "user_ids")
            .text(format!("Name at most {MAX_USERS} users in one call.")));
    }
    let mut conn = cx.write().await?;
    let mut users = Vec::with_capacity(body.user_ids.len());
    for id in &body.user_ids {
        let row = set(cx, &mut conn, id, banned).await?;
        users.push(super::view(cx, &mut conn, &row).await?);
    }
    conn.commit().await?;
    Ok(users)
}

async fn set(cx: &Context, conn: &mut Conn, id: &UserId, banned: bool) -> Result<UserRow> {
    let mut row = super::get_row(cx, conn, id).await?;
    users::set_banned(&cx.app, conn, &cx.cause(), &mut row, banned).await?;
    Ok(row)
}

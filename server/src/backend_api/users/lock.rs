//! `POST /v1/users/{user_id}/lock` and `…/unlock`: as after too many failures, and back.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{
        lockout::{self, Source},
        users,
    },
    error::Result,
    store::{Conn, users::UserRow},
};
use onehop::{
    endpoints::backend::{LockUser, UnlockUser},
    wire::backend::User,
};

impl Handle for LockUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        row.locked_until = Some(cx.now + cx.app.config.limits.lockout);
        save(cx, conn, row).await
    }
}

impl Handle for UnlockUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        row.locked_until = None;
        lockout::succeed(&cx.app, &mut conn, &Source::new(&row.id, None)).await?;
        save(cx, conn, row).await
    }
}

async fn save(cx: &Context, mut conn: Conn, mut row: UserRow) -> Result<User> {
    users::save(&cx.app, &mut conn, &cx.cause(), &mut row).await?;
    let user = super::view(cx, &mut conn, &row).await?;
    conn.commit().await?;
    Ok(user)
}

//! `DELETE /v1/users/{user_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::users,
    error::Result,
};
use onehop::{endpoints::backend::DeleteUser, wire::Deleted};

impl Handle for DeleteUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        let deleted = users::delete(&cx.app, &mut conn, &cx.cause(), &row).await?;
        conn.commit().await?;
        Ok(deleted)
    }
}

//! `GET /v1/users/{user_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
};
use onehop::{endpoints::backend::GetUser, wire::backend::User};

impl Handle for GetUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        super::view(cx, &mut conn, &row).await
    }
}

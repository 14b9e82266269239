//! `POST /v1/users`: an account as its data says, without asking anybody.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{accounts, new_accounts},
    error::Result,
};
use onehop::{endpoints::backend::CreateUser, wire::backend::User};

impl Handle for CreateUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let account = new_accounts::read(&cx.app, cx.now, &call.body).await?;
        let mut conn = cx.write().await?;
        let row = accounts::create(&cx.app, &mut conn, &cx.cause(), account).await?;
        let user = super::view(cx, &mut conn, &row).await?;
        conn.commit().await?;
        Ok(user)
    }
}

//! `GET /v1/me`

use crate::{
    domain::users,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetMe},
    wire::User,
};

impl Handle for GetMe {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<User> {
        let mut conn = cx.app.read().await?;
        users::view(&cx.app, &mut conn, cx.user()?, cx.now).await
    }
}

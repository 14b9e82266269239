//! `POST /v1/users/{user_id}/profile_image`, `DELETE /v1/users/{user_id}/profile_image`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::profile_images,
    error::Result,
};
use onehop::{
    endpoints::backend::{DeleteUserProfileImage, SetUserProfileImage},
    wire::backend::User,
};

impl Handle for SetUserProfileImage {
    const IS_UPLOAD: bool = true;

    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        super::get_row(cx, &mut cx.read().await?, &call.path).await?;
        let picture = profile_images::read(call.body.file).await?;
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        profile_images::set(&cx.app, &mut conn, &cx.cause(), &mut user, picture).await?;
        let user = super::view(cx, &mut conn, &user).await?;
        conn.commit().await?;
        Ok(user)
    }
}

/// A user without a picture of their own stays as they are.
impl Handle for DeleteUserProfileImage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        profile_images::remove(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        let user = super::view(cx, &mut conn, &user).await?;
        conn.commit().await?;
        Ok(user)
    }
}

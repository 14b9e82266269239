//! `POST /v1/me/profile_image`, `DELETE /v1/me/profile_image`: the picture that the user chose.

use crate::{
    domain::{profile_images, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
};
use http::StatusCode;
use onehop::{
    endpoints::{
        ImageUpload, NoBody,
        frontend::{DeleteMyProfileImage, SetMyProfileImage},
    },
    wire::{Deleted, ErrorCode, Image},
};

impl Handle for SetMyProfileImage {
    const IS_UPLOAD: bool = true;

    async fn handle(cx: &mut Context, (): (), body: ImageUpload) -> Result<Image> {
        let picture = profile_images::read(body.file).await?;
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let image = profile_images::set(&cx.app, &mut conn, &cx.cause(), &mut user, picture).await?;
        cx.commit(conn).await?;
        Ok(image)
    }
}

impl Handle for DeleteMyProfileImage {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::NOT_FOUND];

    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Deleted> {
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let gone = profile_images::remove(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        let id = gone.ok_or_else(|| Error::api(ErrorCode::ImageNotFound))?;
        cx.commit(conn).await?;
        Ok(Deleted::new("image", id))
    }
}

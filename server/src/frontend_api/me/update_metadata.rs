//! `PATCH /v1/me/metadata`: a JSON merge patch (RFC 7396) for what the user may write.

use crate::{
    domain::{metadata, session_claims, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::frontend::{MetadataPatch, UpdateMyMetadata},
    wire::{User, merge_patch},
};

impl Handle for UpdateMyMetadata {
    const IS_FOR_ACTORS: bool = true;

    async fn handle(cx: &mut Context, (): (), body: MetadataPatch) -> Result<User> {
        let Some(value) = body.unsafe_metadata else { return super::view(cx).await };
        let patch = metadata::object(value, "unsafe_metadata")?;
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let mut merged = users::object(&user.unsafe_metadata);
        merge_patch(&mut merged, &patch);
        user.unsafe_metadata = metadata::to_text(&merged, "unsafe_metadata")?;
        session_claims::check(&cx.app, &user)?;
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        cx.commit(conn).await?;
        super::view(cx).await
    }
}

//! `PATCH /v1/users/{user_id}/metadata` merges, `PUT` replaces what is given.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{metadata, session_claims, users},
    error::Result,
};
use onehop::{
    endpoints::backend::{MetadataBody, ReplaceUserMetadata, UpdateUserMetadata},
    wire::{UserId, backend::User, merge_patch},
};

impl Handle for UpdateUserMetadata {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        change(cx, &call.path, call.body, true).await
    }
}

impl Handle for ReplaceUserMetadata {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        change(cx, &call.path, call.body, false).await
    }
}

async fn change(cx: &Context, id: &UserId, body: MetadataBody, is_merge: bool) -> Result<User> {
    let mut conn = cx.write().await?;
    let mut row = super::get_row(cx, &mut conn, id).await?;
    for (given, slot, param) in [
        (body.public_metadata, &mut row.public_metadata, "public_metadata"),
        (body.private_metadata, &mut row.private_metadata, "private_metadata"),
        (body.unsafe_metadata, &mut row.unsafe_metadata, "unsafe_metadata"),
    ] {
        let Some(given) = given else { continue };
        let object = if is_merge {
            let mut object = users::object(slot);
            merge_patch(&mut object, &given);
            object
        } else {
            given
        };
        *slot = metadata::to_text(&object, param)?;
    }
    session_claims::check(&cx.app, &row)?;
    users::save(&cx.app, &mut conn, &cx.cause(), &mut row).await?;
    let user = super::view(cx, &mut conn, &row).await?;
    conn.commit().await?;
    Ok(user)
}

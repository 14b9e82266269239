//! `DELETE /v1/me`: deletes the account, and with it its sessions everywhere.

use crate::{
    domain::{audit, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteMe},
    wire::{Deleted, ErrorCode},
};

impl Handle for DeleteMe {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Deleted> {
        if !cx.app.config.user.is_delete_self_enabled {
            return Err(Error::api(ErrorCode::UserDeleteSelfNotEnabled));
        }
        let mut conn = cx.app.write().await?;
        let user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let deleted = users::delete(&cx.app, &mut conn, &cx.cause(), &user).await?;
        audit::record_of_user(&cx.app, &mut conn, &cx.cause(), &user.id, "user.deleted_self").await?;
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        Ok(deleted)
    }
}

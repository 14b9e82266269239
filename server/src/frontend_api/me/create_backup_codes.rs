//! `POST /v1/me/backup_codes`: new codes, told this once; the old ones are void.

use crate::{
    domain::{audit, authenticator, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::CreateBackupCodes},
    wire::BackupCodes,
};

impl Handle for CreateBackupCodes {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<BackupCodes> {
        authenticator::refuse_without_second_factor(cx.user()?)?;
        let codes = authenticator::NewCodes::draw(&cx.app).await?;
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let codes = authenticator::renew_codes(&cx.app, &mut conn, &cx.cause(), &mut user, codes).await?;
        audit::record_of_user(&cx.app, &mut conn, &cx.cause(), &user.id, "user.backup_codes.created").await?;
        cx.commit(conn).await?;
        Ok(codes)
    }
}

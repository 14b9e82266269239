//! `/v1/me`

mod change_password;
mod create_backup_codes;
mod delete;
mod get;
mod list_sessions;
mod profile_image;
mod remove_password;
mod revoke_session;
mod totp;
mod update;
mod update_metadata;

use super::Context;
use crate::{domain::users, error::Result};
use onehop::wire::User;

/// The caller as they stand now.
async fn view(cx: &Context) -> Result<User> {
    let mut conn = cx.app.read().await?;
    let row = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
    users::view(&cx.app, &mut conn, &row, cx.now).await
}

//! `/v1/me/email_addresses`

mod attempt_verification;
mod create;
mod delete;
mod get;
mod list;
mod prepare_verification;

use super::Context;
use crate::{
    domain::{email_addresses, users},
    error::Result,
};
use onehop::wire::{EmailAddress, IdentificationId};

/// The caller's address as it stands now.
async fn view(cx: &Context, id: &IdentificationId) -> Result<EmailAddress> {
    let mut conn = cx.app.read().await?;
    let row = email_addresses::get(&cx.app, &mut conn, &cx.user()?.id, id).await?;
    users::view_email(&cx.app, &mut conn, &row, cx.now).await
}

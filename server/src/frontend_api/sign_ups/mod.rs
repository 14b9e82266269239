//! `/v1/client/sign_ups`

mod attempt_verification;
mod create;
mod fields;
mod get;
mod prepare_verification;
mod update;

use super::Context;
use crate::{
    domain::{Cause, sign_ups},
    error::Result,
    store::{Conn, sign_ups::SignUpRow},
};
use onehop::wire::{SignUp, SignUpId};

/// The caller's attempt with this id.
async fn find(cx: &Context, id: &SignUpId) -> Result<SignUpRow> {
    let client = cx.require_client()?;
    let mut conn = cx.app.read().await?;
    sign_ups::get(&cx.app, &mut conn, &client.id, id, cx.now).await
}

/// The attempt as it stands now.
async fn view(cx: &Context, id: &SignUpId) -> Result<SignUp> {
    let row = find(cx, id).await?;
    let mut conn = cx.app.read().await?;
    sign_ups::view(&cx.app, &mut conn, &row, cx.now).await
}

/// Ends the attempt if nothing is missing; then the client gets a new token and the browser is known for the account.
async fn complete_if_ready(cx: &mut Context, conn: &mut Conn, cause: &Cause, row: &SignUpRow) -> Result<()> {
    if let Some(user) = sign_ups::complete_if_ready(&cx.app, conn, cause, row).await? {
        cx.remember_device(&user);
        cx.rotate_client_token(conn).await?;
    }
    Ok(())
}

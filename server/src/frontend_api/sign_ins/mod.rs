//! `/v1/client/sign_ins`

mod attempt_first_factor;
mod create;
mod get;
mod prepare_first_factor;
mod reset_password;
mod second_factor;

use super::Context;
use crate::{
    domain::{Cause, sign_ins},
    error::Result,
    store::{Conn, sign_ins::SignInRow, users::UserRow},
};
use onehop::wire::{SignIn, SignInId, Strategy};

/// The caller's attempt with this id.
async fn find(cx: &Context, id: &SignInId) -> Result<SignInRow> {
    let client = cx.require_client()?;
    let mut conn = cx.app.read().await?;
    sign_ins::get(&cx.app, &mut conn, &client.id, id, cx.now).await
}

/// The attempt as it stands now.
async fn view(cx: &Context, id: &SignInId) -> Result<SignIn> {
    let row = find(cx, id).await?;
    let mut conn = cx.app.read().await?;
    sign_ins::view(&cx.app, &mut conn, &row, cx.now).await
}

/// Ends the attempt with a session and gives the client a new token.
async fn complete(
    cx: &mut Context,
    conn: &mut Conn,
    cause: &Cause,
    row: &SignInRow,
    user: UserRow,
    strategy: Strategy,
) -> Result<()> {
    sign_ins::complete(&cx.app, conn, cause, row, user, strategy).await?;
    cx.rotate_client_token(conn).await
}

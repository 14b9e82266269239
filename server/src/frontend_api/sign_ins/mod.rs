//! `/v1/client/sign_ins`

mod attempt_first_factor;
mod create;
mod get;
mod prepare_first_factor;
mod reset_password;
mod second_factor;
mod ticket;

use super::Context;
use crate::{
    domain::{lockout::Source, sign_ins},
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

/// Goes on after the first factor. Whoever is signed in by that is known by this browser from now on; the client's token
/// is new in any case.
async fn complete(
    cx: &mut Context,
    conn: &mut Conn,
    row: &SignInRow,
    user: UserRow,
    source: &Source,
    strategy: Strategy,
) -> Result<()> {
    let known = user.clone();
    if sign_ins::complete(&cx.app, conn, &cx.cause(), row, user, source, strategy).await? {
        cx.remember_device(&known);
    }
    cx.rotate_client_token(conn).await
}

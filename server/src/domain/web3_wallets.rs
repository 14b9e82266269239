//! Wallets of users.

use super::{Cause, users};
use crate::{
    error::{Error, Result},
    state::App,
    store::{Conn, users::UserRow, web3_wallets},
};
use onehop::wire::{ErrorCode, IdentificationId};

/// Removes a wallet of this user. Was it the main one, the oldest takes its place.
pub async fn remove(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &mut UserRow,
    id: &IdentificationId,
) -> Result<()> {
    let instance = &app.instance.id;
    if !web3_wallets::delete(conn, instance, &user.id, id).await? {
        return Err(Error::api(ErrorCode::ResourceNotFound));
    }
    if user.primary_web3_wallet_id.as_deref() == Some(id.as_str()) {
        let rest = web3_wallets::list(conn, instance, &user.id).await?;
        user.primary_web3_wallet_id = rest.first().map(|wallet| wallet.id.to_string());
    }
    users::save(app, conn, cause, user).await
}

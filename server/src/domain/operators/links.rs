//! Links that set an operator's password: made at the command line, or at the first start for whoever comes first. Good
//! for one use within a day.

use super::{OperatorRow, store};
use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    random,
    state::App,
    store::{Conn, operator_links as links, operator_links::OperatorLinkRow},
};
use onehop::wire::{ErrorCode, OperatorId, OperatorLinkId};
use secrecy::{ExposeSecret, SecretString};

/// How long a link can be used.
pub const LIFETIME: Millis = DAY;

/// A new link; what it carries is only in what is returned. Without an operator it makes the first one.
pub async fn make(app: &App, conn: &mut Conn, operator: Option<&OperatorId>, now: Millis) -> Result<SecretString> {
    let token = random::token(&*app.random);
    let row = OperatorLinkRow {
        id: OperatorLinkId::from(random::id(&*app.random, now, OperatorLinkId::PREFIX)),
        operator_id: operator.map(OperatorId::to_string),
    };
    let hash = sha256_hex(token.expose_secret());
    links::insert(conn, &app.instance.id, &row, &hash, now + LIFETIME, now).await?;
    Ok(token)
}

/// The address of a link's page.
pub fn address(app: &App, token: &SecretString) -> String {
    app.config.absolute(&format!("/dashboard/setup?token={}", token.expose_secret()))
}

/// The link that carries this, and whose it is.
pub async fn get(
    app: &App,
    conn: &mut Conn,
    token: &str,
    now: Millis,
) -> Result<(OperatorLinkRow, Option<OperatorRow>)> {
    let instance = &app.instance.id;
    let link = links::find_live(conn, instance, &sha256_hex(token), now).await?.ok_or_else(gone)?;
    let operator = match &link.operator_id {
        Some(id) => Some(store::find(conn, instance, &OperatorId::from(id.as_str())).await?.ok_or_else(gone)?),
        None if super::is_any(app, conn).await? => return Err(gone()),
        None => None,
    };
    Ok((link, operator))
}

/// Uses a link up, with all others that would do the same.
pub async fn spend(app: &App, conn: &mut Conn, link: &OperatorLinkRow) -> Result<()> {
    let instance = &app.instance.id;
    if !links::delete(conn, instance, &link.id).await? {
        return Err(gone());
    }
    match &link.operator_id {
        Some(id) => links::delete_of(conn, instance, &OperatorId::from(id.as_str())).await?,
        None => links::delete_open(conn, instance).await?,
    }
    Ok(())
}

fn gone() -> Error {
    Error::api(ErrorCode::ResourceNotFound)
        .text("This link was used already, or its time is over. A new one comes from: onehop operator add EMAIL")
}

//! The strategy `ticket`: a ticket that a backend made says who it is and proves it. It is used up by the attempt that
//! it carries on, together with it or not at all.

use super::Context;
use crate::{
    domain::{lockout::Source, sign_in_tickets as tickets, sign_ins},
    error::{Error, Result},
    store::{Conn, sign_in_tickets::TicketRow, sign_ins::SignInRow, users, users::UserRow},
};
use onehop::wire::{ErrorCode, SignInId, Strategy};

/// A new attempt, with the ticket as its first factor.
pub(super) async fn create(cx: &mut Context, ticket: Option<&str>) -> Result<SignInId> {
    let (ticket, user, source) = admitted(cx, ticket).await?;
    let mut conn = cx.app.write().await?;
    let user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
    let client = cx.ensure_client(&mut conn).await?;
    let row = sign_ins::start(&cx.app, &mut conn, &client.id, None, Some(&user), cx.now).await?;
    redeem(cx, &mut conn, &row, &ticket, user, &source).await?;
    cx.commit(conn).await?;
    Ok(row.id)
}

/// The ticket as the first factor of an attempt under way, which must be its user's.
pub(super) async fn attempt(cx: &mut Context, row: &SignInRow, ticket: Option<&str>) -> Result<()> {
    let (ticket, user, source) = admitted(cx, ticket).await?;
    if row.user().as_ref() != Some(&user.id) {
        return Err(Error::param(ErrorCode::TicketInvalid, "ticket"));
    }
    let mut conn = cx.app.write().await?;
    let user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
    redeem(cx, &mut conn, row, &ticket, user, &source).await?;
    cx.commit(conn).await
}

/// The ticket, its user, and where it was brought from, if the user may be signed in here.
async fn admitted(cx: &Context, ticket: Option<&str>) -> Result<(TicketRow, UserRow, Source)> {
    let ticket = ticket.ok_or_else(|| Error::param(ErrorCode::FormParamMissing, "ticket"))?;
    let mut conn = cx.app.read().await?;
    let (ticket, user) = tickets::find(&cx.app, &mut conn, ticket.trim(), cx.now).await?;
    let source = cx.source(&user);
    match ticket.actor {
        Some(_) => tickets::admit_actor(&cx.app, &mut conn, cx.client(), &user, cx.now).await?,
        None => sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &source, cx.now).await?,
    }
    Ok((ticket, user, source))
}

async fn redeem(
    cx: &mut Context,
    conn: &mut Conn,
    row: &SignInRow,
    ticket: &TicketRow,
    user: UserRow,
    source: &Source,
) -> Result<()> {
    tickets::accept(&cx.app, conn, ticket, cx.now).await?;
    if ticket.actor.is_some() {
        // This browser learns nothing about the account: it isn't the user's.
        tickets::complete_as_actor(&cx.app, conn, &cx.cause(), row, ticket).await?;
        return cx.rotate_client_token(conn).await;
    }
    super::complete(cx, conn, row, user, source, Strategy::Ticket).await
}

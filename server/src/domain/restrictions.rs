//! Who may sign up and sign in: the mode of sign-up, both lists, and kinds of addresses. What is refused is refused in
//! the same words whichever list says so. The block-list is the stronger one; an invitation passes a closed sign-up and
//! the allow-list, and nothing else.

use super::{disposable, identifiers, listed, settings, settings::Restrictions};
use crate::{
    config::SignUpMode,
    error::{Error, Result},
    state::App,
    store::{
        Conn, email_addresses, identifications, identifications::Identifications, invitations,
        listed_identifiers::List, sign_ups::SignUpRow, users::UserRow,
    },
};
use onehop::wire::ErrorCode;

/// May this attempt go on? One in which nothing was given yet may.
pub async fn admit_sign_up(app: &App, conn: &mut Conn, row: &SignUpRow) -> Result<()> {
    if row.email_normalized.is_none() && row.username.is_none() && row.password_digest.is_none() {
        return Ok(());
    }
    let is_invited = row.invitation_id.is_some();
    match settings::find(app, conn).await?.sign_up_mode(app) {
        SignUpMode::Public => {}
        _ if is_invited => {}
        SignUpMode::Restricted => return Err(Error::api(ErrorCode::SignUpModeRestricted)),
        SignUpMode::Waitlist => return Err(Error::api(ErrorCode::SignUpRestrictedWaitlist)),
    }
    match &row.email_normalized {
        Some(email) => admit_email(app, conn, email, is_invited).await,
        None => Ok(()),
    }
}

/// May somebody have an account with this address, as compared?
pub async fn admit_email(app: &App, conn: &mut Conn, email: &str, is_invited: bool) -> Result<()> {
    let rules = settings::find(app, conn).await?.restrictions;
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    if rules.are_disposable_domains_blocked && disposable::is_disposable(domain) {
        return Err(refused(email));
    }
    if rules.are_subaddresses_blocked && listed::without_tag(email).is_some() {
        return Err(Error::param(ErrorCode::IdentifierNotAllowed, "email_address")
            .text("The email address must not contain the characters +, = or #."));
    }
    let own = [email.to_owned()];
    if rules.is_blocklist_on && is_named(app, conn, List::Block, &own, rules).await? {
        return Err(refused(email));
    }
    if rules.is_allowlist_on && !is_invited && !is_named(app, conn, List::Allow, &own, rules).await? {
        return Err(refused(email));
    }
    if rules.are_gmail_dots_ignored && is_taken_without_dots(app, conn, email).await? {
        return Err(identifiers::taken("email_address"));
    }
    Ok(())
}

/// May this account sign in? Each of its proven identifiers can block it, and each can let it in.
pub async fn admit_sign_in(app: &App, conn: &mut Conn, user: &UserRow) -> Result<()> {
    let rules = settings::find(app, conn).await?.restrictions;
    if rules.are_lists_off_on_sign_in || !(rules.is_allowlist_on || rules.is_blocklist_on) {
        return Ok(());
    }
    let own = proven(app, conn, user).await?;
    // Without naming them: who asks may know a username and no address.
    let refused = || Error::param(ErrorCode::IdentifierNotAllowed, "identifier");
    if rules.is_blocklist_on && is_named(app, conn, List::Block, &own, rules).await? {
        return Err(refused());
    }
    if rules.is_allowlist_on
        && !is_named(app, conn, List::Allow, &own, rules).await?
        && !invitations::was_accepted(conn, &app.instance.id, &user.id).await?
    {
        return Err(refused());
    }
    Ok(())
}

async fn is_named(app: &App, conn: &mut Conn, list: List, own: &[String], rules: Restrictions) -> Result<bool> {
    listed::names_any(app, conn, list, own, rules.are_gmail_dots_ignored).await
}

async fn proven(app: &App, conn: &mut Conn, user: &UserRow) -> Result<Vec<String>> {
    let instance = &app.instance.id;
    let Identifications { emails, phones, wallets } = identifications::of_user(conn, instance, &user.id).await?;
    let emails =
        emails.into_iter().map(|(row, _)| row).filter(|row| row.verified_at.is_some()).map(|row| row.email_normalized);
    let phones = phones.into_iter().filter(|row| row.verified_at.is_some()).map(|row| row.phone_number);
    let wallets = wallets.into_iter().map(|row| row.web3_wallet);
    Ok(emails.chain(phones).chain(wallets).collect())
}

/// Does somebody have the same mailbox under a name with other dots?
async fn is_taken_without_dots(app: &App, conn: &mut Conn, email: &str) -> Result<bool> {
    let dotless = identifiers::dotless(email);
    Ok(email_addresses::is_claimed_without_dots(conn, &app.instance.id, &dotless).await?)
}

fn refused(email: &str) -> Error {
    Error::param(ErrorCode::IdentifierNotAllowed, "email_address").identifiers(vec![email.to_owned()])
}

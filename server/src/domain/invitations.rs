//! Invitations to sign up: made with a ticket that is told once, used at most once.
//!
//! The ticket proves the address it was mailed to, so whoever comes with it is asked for no code. It is good until it is
//! used, taken back or out of time; all three are looked at when it is shown and again when the account is made.

use super::{Cause, audit, identifiers, identifiers::Email, notices, notices::Recipient, redirects, users};
use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    mail::templates,
    random,
    state::App,
    store::{Conn, StoreError, email_addresses, invitations as store, invitations::InvitationRow},
};
use onehop::wire::{
    ErrorCode, InvitationId, PublicMetadata, UserId,
    backend::{Invitation, InvitationTag, TicketStatus},
};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// How long an invitation is good unless told otherwise.
pub const DAYS: i64 = 30;

/// Somebody to invite.
pub struct NewInvitation {
    /// Who.
    pub email: Email,
    /// Becomes the user's, as JSON text.
    pub public_metadata: String,
    /// The page that takes the ticket; our sign-up page where there is none. Checked.
    pub redirect_url: Option<String>,
    /// Is a mail sent?
    pub is_notified: bool,
    /// Also when somebody with this address was invited.
    pub is_repeated: bool,
    /// Also when somebody has an account with this address.
    pub is_for_users: bool,
    /// How long it is good.
    pub days: i64,
    /// Which mail.
    pub mail: InvitationMail,
}

/// Which mail an invitation is sent with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvitationMail {
    /// To anybody.
    #[default]
    Plain,
    /// To somebody who waited.
    Waitlist,
}

impl NewInvitation {
    /// A plain invitation by mail.
    pub fn plain(email: Email) -> Self {
        Self {
            email,
            public_metadata: "{}".to_owned(),
            redirect_url: None,
            is_notified: true,
            is_repeated: false,
            is_for_users: false,
            days: DAYS,
            mail: InvitationMail::Plain,
        }
    }
}

/// Makes all of these, or none. The tickets are in what is returned and nowhere else.
pub async fn create(app: &App, conn: &mut Conn, cause: &Cause, new: Vec<NewInvitation>) -> Result<Vec<Invitation>> {
    refuse_repeated(app, conn, &new, cause.now).await?;
    let mut made = Vec::with_capacity(new.len());
    for invitation in new {
        made.push(create_one(app, conn, cause, invitation).await?);
    }
    Ok(made)
}

async fn refuse_repeated(app: &App, conn: &mut Conn, new: &[NewInvitation], now: Millis) -> Result<()> {
    let instance = &app.instance.id;
    let mut seen: Vec<String> = Vec::new();
    let mut repeated: Vec<String> = Vec::new();
    let mut sole: Vec<String> = Vec::new();
    for invitation in new {
        let normalized = &invitation.email.normalized;
        if !invitation.is_for_users && email_addresses::find_claimed(conn, instance, normalized).await?.is_some() {
            return Err(identifiers::taken("email_address").text("Somebody has an account with this email address."));
        }
        if !invitation.is_repeated {
            sole.push(normalized.clone());
            if seen.contains(normalized) {
                repeated.push(normalized.clone());
            }
        }
        seen.push(normalized.clone());
    }
    let pending = store::list_pending(conn, instance, &sole, now).await?;
    repeated.extend(pending.into_iter().map(|row| row.email_address));
    repeated.dedup();
    if repeated.is_empty() { Ok(()) } else { Err(invited_already(repeated)) }
}

fn invited_already(addresses: Vec<String>) -> Error {
    let text = format!("There are pending invitations for: {}.", addresses.join(", "));
    Error::api(ErrorCode::DuplicateRecord).text(text).email_addresses(addresses)
}

async fn create_one(app: &App, conn: &mut Conn, cause: &Cause, new: NewInvitation) -> Result<Invitation> {
    let ticket = random::token(&*app.random);
    let row = InvitationRow {
        id: InvitationId::from(random::id(&*app.random, cause.now, InvitationId::PREFIX)),
        email_address: new.email.address,
        email_normalized: new.email.normalized,
        ticket_hash: sha256_hex(ticket.expose_secret()),
        public_metadata: new.public_metadata,
        status: TicketStatus::Pending.as_str().to_owned(),
        is_sole: !new.is_repeated,
        user_id: None,
        expire_at: cause.now + new.days * DAY,
        created_at: cause.now,
        updated_at: cause.now,
    };
    // Somebody else may have been faster; the unique index decides.
    let conflict = |error| match error {
        StoreError::Conflict => invited_already(vec![row.email_address.clone()]),
        error => error.into(),
    };
    store::insert(conn, &app.instance.id, &row).await.map_err(conflict)?;
    let url = link(app, new.redirect_url.as_deref(), &ticket)?;
    if new.is_notified {
        let voice = notices::voice(app, cause);
        let content = match new.mail {
            InvitationMail::Plain => templates::invitation(voice, &url, new.days),
            InvitationMail::Waitlist => templates::waitlist_invitation(voice, &url, new.days),
        };
        notices::post(app, conn, cause, Recipient::stranger(&row.email_address), content).await?;
    }
    let invitation = view(&row, cause.now);
    audit::record(app, conn, cause, row.id.as_str(), None, audit::public(&invitation)).await?;
    Ok(Invitation { url: Some(url), ..invitation })
}

/// Our sign-up page, with the ticket.
pub fn page(app: &App, ticket: &SecretString) -> Result<String> {
    link(app, None, ticket)
}

/// The page that takes the ticket, with the ticket.
fn link(app: &App, page: Option<&str>, ticket: &SecretString) -> Result<String> {
    let page = page.map_or_else(|| app.config.absolute(&app.config.instance.sign_up_url), str::to_owned);
    let mut url = Url::parse(&page).map_err(|_| Error::internal("a page that was checked is no URL"))?;
    url.query_pairs_mut()
        .append_pair("__clerk_ticket", ticket.expose_secret())
        .append_pair("__clerk_status", "sign_up");
    Ok(url.into())
}

/// The page may take tickets: people may be sent there.
pub async fn check_page(app: &App, conn: &mut Conn, url: &str) -> Result<()> {
    if redirects::is_allowed(app, conn, url).await? {
        return Ok(());
    }
    Err(Error::param(ErrorCode::RedirectUrlInvalid, "redirect_url"))
}

/// The invitation that this ticket belongs to, if it can be used.
pub async fn by_ticket(app: &App, conn: &mut Conn, ticket: &str, now: Millis) -> Result<InvitationRow> {
    let row = store::find_by_ticket(conn, &app.instance.id, &sha256_hex(ticket.trim())).await?;
    let row = row.ok_or_else(|| Error::param(ErrorCode::TicketInvalid, "ticket"))?;
    refuse_unusable(&row, now)?;
    if email_addresses::find_claimed(conn, &app.instance.id, &row.email_normalized).await?.is_some() {
        return Err(Error::param(ErrorCode::InvitationAccountExists, "ticket"));
    }
    Ok(row)
}

fn refuse_unusable(row: &InvitationRow, now: Millis) -> Result<()> {
    let code = match row.status(now) {
        TicketStatus::Pending => return Ok(()),
        TicketStatus::Accepted => ErrorCode::InvitationAlreadyAccepted,
        TicketStatus::Revoked => ErrorCode::RevokedInvitation,
        TicketStatus::Expired => ErrorCode::TicketExpired,
    };
    Err(Error::param(code, "ticket"))
}

/// Uses the invitation up for this user; what it gives the user. Of several at once one succeeds.
pub async fn accept(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    id: &InvitationId,
    user: &UserId,
) -> Result<InvitationRow> {
    let instance = &app.instance.id;
    let is_used = store::accept(conn, instance, id, user, cause.now).await?;
    let row = store::find(conn, instance, id).await?;
    let row = row.ok_or_else(|| Error::param(ErrorCode::TicketInvalid, "ticket"))?;
    if !is_used {
        refuse_unusable(&row, cause.now)?;
        return Err(Error::internal("a usable invitation was not used"));
    }
    Ok(row)
}

/// Takes an invitation back.
pub async fn revoke(app: &App, conn: &mut Conn, cause: &Cause, id: &InvitationId) -> Result<InvitationRow> {
    let (instance, now) = (&app.instance.id, cause.now);
    let before = store::find(conn, instance, id).await?.ok_or_else(|| not_found(id))?;
    let is_revoked = store::revoke(conn, instance, id, now).await?;
    let row = store::find(conn, instance, id).await?.ok_or_else(|| not_found(id))?;
    match row.status(now) {
        _ if is_revoked => {
            let [before, after] = [&before, &row].map(|row| audit::public(&view(row, now)));
            audit::record(app, conn, cause, id.as_str(), before, after).await?;
            Ok(row)
        }
        TicketStatus::Accepted => Err(Error::api(ErrorCode::InvitationAlreadyAccepted)),
        _ => Err(Error::api(ErrorCode::InvitationAlreadyRevoked)),
    }
}

/// Nothing goes by this id.
pub fn not_found(id: &InvitationId) -> Error {
    Error::api(ErrorCode::ResourceNotFound).text(format!("No invitation was found with id {id}."))
}

/// The invitation as backends see it.
pub fn view(row: &InvitationRow, now: Millis) -> Invitation {
    let status = row.status(now);
    Invitation {
        object: InvitationTag,
        id: row.id.clone(),
        email_address: row.email_address.clone(),
        public_metadata: PublicMetadata(users::object(&row.public_metadata)),
        revoked: status == TicketStatus::Revoked,
        status,
        url: None,
        expires_at: Some(row.expire_at),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

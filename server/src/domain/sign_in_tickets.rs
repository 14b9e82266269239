//! Tickets that sign somebody in: as themselves, or, with an actor, as another user. Only a ticket's hash is kept; each
//! is used once, by whoever comes first, and can be taken back until then.

use super::{Cause, sessions, sign_ins};
use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    random,
    state::App,
    store::{
        Conn, clients, clients::ClientRow, sessions as session_store, sign_in_tickets, sign_in_tickets::TicketRow,
        sign_ins as sign_in_store, sign_ins::SignInRow, users as user_store, users::UserRow, verifications,
    },
};
use onehop::wire::{
    ActorTokenId, ErrorCode, SessionStatus, SignInStatus, SignInTokenId, Strategy, UserId,
    backend::{ActorToken, ActorTokenTag, SignInToken, SignInTokenTag, TicketStatus},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// Seconds that a ticket, or the session of an actor, may be asked to last.
const LIFETIMES: std::ops::RangeInclusive<i64> = 1..=315_360_000;
/// The longest text that can be a ticket; nothing longer is looked up.
const MAX_TICKET: usize = 128;
/// What an actor is said to be, at most, as JSON: it goes into every session token.
const MAX_ACTOR_BYTES: usize = 1_024;

/// What a ticket is for.
pub struct Wanted {
    /// What its id begins with.
    pub prefix: &'static str,
    /// As whom it signs in.
    pub user: UserId,
    /// How long it can be used.
    pub lifetime: Millis,
    /// Who acts as the user, and how long the session lasts.
    pub actor: Option<(String, Millis)>,
}

/// A ticket and what is told of it once.
pub struct Made {
    /// What is kept.
    pub row: TicketRow,
    /// The ticket itself.
    pub token: SecretString,
    /// The page that takes it.
    pub url: String,
}

/// Makes a ticket.
pub async fn make(app: &App, conn: &mut Conn, wanted: Wanted, now: Millis) -> Result<Made> {
    let token = random::token(&*app.random);
    let (actor, session_lifetime) = wanted.actor.unzip();
    let row = TicketRow {
        id: random::id(&*app.random, now, wanted.prefix),
        user_id: wanted.user,
        token_hash: sha256_hex(token.expose_secret()),
        actor,
        session_lifetime,
        status: TicketStatus::Pending.as_str().to_owned(),
        expire_at: now + wanted.lifetime,
        created_at: now,
        updated_at: now,
    };
    sign_in_tickets::insert(conn, &app.instance.id, &row).await?;
    let url = page(app, &token);
    Ok(Made { row, token, url })
}

/// The sign-in page with the ticket in its address.
pub fn page(app: &App, token: &SecretString) -> String {
    let page = &app.config.instance.sign_in_url;
    let origin = if page.starts_with('/') { app.config.server.public_origin() } else { String::new() };
    let join = if page.contains('?') { '&' } else { '?' };
    format!("{origin}{page}{join}__clerk_ticket={}&__clerk_status=sign_in", token.expose_secret())
}

/// A life in seconds as it is asked for, in milliseconds.
pub fn lifetime(seconds: Option<i64>, default: i64, param: &str) -> Result<Millis> {
    let seconds = seconds.unwrap_or(default);
    if LIFETIMES.contains(&seconds) {
        return Ok(seconds * SECOND);
    }
    let text = format!("Give a number of seconds from {} to {}.", LIFETIMES.start(), LIFETIMES.end());
    Err(Error::param(ErrorCode::FormParamValueInvalid, param).text(text))
}

/// Who acts: an object that names them in `sub`. Everything else in it goes along into session tokens.
pub fn actor(actor: Map<String, Value>) -> Result<String> {
    let error = |code| Error::param(code, "actor");
    match actor.get("sub") {
        None | Some(Value::Null) => return Err(error(ErrorCode::FormParamMissing).text("The actor needs a sub.")),
        Some(Value::String(sub)) if !sub.trim().is_empty() => {}
        Some(_) => return Err(error(ErrorCode::FormParamFormatInvalid).text("The actor's sub must be a text.")),
    }
    let text = Value::Object(actor).to_string();
    if text.len() > MAX_ACTOR_BYTES {
        return Err(error(ErrorCode::FormParamExceedsAllowedSize));
    }
    Ok(text)
}

/// Takes back a ticket of this kind; none when somebody used it, or it was taken back already.
pub async fn revoke(app: &App, conn: &mut Conn, prefix: &str, id: &str, now: Millis) -> Result<Option<TicketRow>> {
    let found = sign_in_tickets::find(conn, &app.instance.id, id).await?.filter(|row| row.id.starts_with(prefix));
    let row = found.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))?;
    let is_revoked = sign_in_tickets::update_revoked(conn, &app.instance.id, &row.id, now).await?;
    let status = TicketStatus::Revoked.as_str().to_owned();
    Ok(is_revoked.then_some(TicketRow { status, updated_at: now, ..row }))
}

/// The ticket behind this text, and its user. Nothing is used up yet.
pub async fn find(app: &App, conn: &mut Conn, ticket: &str, now: Millis) -> Result<(TicketRow, UserRow)> {
    if ticket.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, "ticket"));
    }
    if ticket.len() > MAX_TICKET {
        return Err(invalid());
    }
    let instance = &app.instance.id;
    let row = sign_in_tickets::find_by_hash(conn, instance, &sha256_hex(ticket)).await?.ok_or_else(invalid)?;
    if row.status() != TicketStatus::Pending {
        return Err(invalid());
    }
    if row.expire_at <= now {
        return Err(Error::param(ErrorCode::TicketExpired, "ticket"));
    }
    let user = user_store::find(conn, instance, &row.user_id).await?.ok_or_else(invalid)?;
    Ok((row, user))
}

/// Uses the ticket up. Of several at once one gets through.
pub async fn accept(app: &App, conn: &mut Conn, row: &TicketRow, now: Millis) -> Result<()> {
    match sign_in_tickets::update_accepted(conn, &app.instance.id, &row.id, now).await? {
        true => Ok(()),
        false => Err(invalid()),
    }
}

fn invalid() -> Error {
    Error::param(ErrorCode::TicketInvalid, "ticket")
}

/// May the actor of this ticket begin a session as this user in this client? A lock keeps guesses out, and there is
/// nothing to guess here.
pub async fn admit_actor(
    app: &App,
    conn: &mut Conn,
    client: Option<&ClientRow>,
    user: &UserRow,
    now: Millis,
) -> Result<()> {
    if user.banned {
        return Err(Error::api(ErrorCode::UserBanned));
    }
    let Some(client) = client else { return Ok(()) };
    let live = session_store::list_live_in_client(conn, &app.instance.id, &client.id, now).await?;
    if let Some(session) = live.iter().find(|session| session.user_id == user.id) {
        return Err(Error::api(ErrorCode::IdentifierAlreadySignedIn).session(&session.id));
    }
    // Where there is room for one account only, the actor's own makes room.
    if app.config.session.single_session_mode { Ok(()) } else { sign_ins::admit_another(app, &live) }
}

/// Ends the attempt with a session in which the ticket's actor acts as the user. The right to that comes from the
/// secret key that made the ticket: nothing of the user's is asked for, and nothing says that the user was here.
pub async fn complete_as_actor(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    attempt: &SignInRow,
    ticket: &TicketRow,
) -> Result<()> {
    let instance = &app.instance.id;
    let actor = ticket.actor.as_deref().zip(ticket.session_lifetime);
    let actor = actor.ok_or_else(|| Error::internal("a ticket without an actor"))?;
    if app.config.session.single_session_mode {
        for live in session_store::list_live_in_client(conn, instance, &attempt.client_id, cause.now).await? {
            sessions::finish(app, conn, cause, &live, SessionStatus::Replaced).await?;
        }
    }
    let session = sessions::begin_as(app, conn, cause, &attempt.client_id, &ticket.user_id, actor).await?;
    let (to, name) = (SignInStatus::Complete, Strategy::Ticket.as_str());
    if !sign_in_store::update_status(conn, instance, attempt, to, name, Some(&session.id), cause.now).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    verifications::delete(conn, instance, attempt.id.as_str()).await?;
    clients::update_signed_in(conn, instance, &attempt.client_id, &session.id, name).await?;
    Ok(())
}

/// A ticket for a user as it is answered; the ticket itself only to who made it.
pub fn view_sign_in_token(row: &TicketRow, told: Option<(&SecretString, &str)>) -> SignInToken {
    SignInToken {
        object: SignInTokenTag,
        id: SignInTokenId::from(row.id.as_str()),
        status: row.status(),
        user_id: row.user_id.clone(),
        token: told.map(|(token, _)| token.expose_secret().to_owned()),
        url: told.map(|(_, url)| url.to_owned()),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A ticket for an actor as it is answered; the ticket itself only to who made it.
pub fn view_actor_token(row: &TicketRow, told: Option<(&SecretString, &str)>) -> ActorToken {
    ActorToken {
        object: ActorTokenTag,
        id: ActorTokenId::from(row.id.as_str()),
        status: row.status(),
        user_id: row.user_id.clone(),
        actor: row.actor.as_deref().and_then(|actor| serde_json::from_str(actor).ok()).unwrap_or_default(),
        token: told.map(|(token, _)| token.expose_secret().to_owned()),
        url: told.map(|(_, url)| url.to_owned()),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

//! What an event of each type looks like: for the catalogue, and for trying a receiver out. The examples are made by what
//! makes the events, so that they can't differ.

use super::{Cause, events, notices, notices::Recipient, sessions::FeedSession, template_previews};
use crate::{
    clock::{DAY, MINUTE, Millis},
    error::{Error, Result},
    mail::templates,
    random,
    state::App,
    store::{Conn, events::EventRow, sessions::SessionRow},
};
use onehop::wire::{
    ClientId, Deleted, EventId, EventType, MailId, SessionId, SessionStatus, UserId, WaitlistEntryId,
    backend::{Email, User, WaitlistEntry, WaitlistEntryTag, WaitlistStatus},
};
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value};

const SESSION: &str = "sess_0000000000000000000000sample";
const CLIENT: &str = "client_0000000000000000000000sample";
const WAITLIST_ENTRY: &str = "wle_0000000000000000000000sample";
const EMAIL: &str = "ema_0000000000000000000000sample";
/// No code is in what events tell of a mail.
const CODE: &str = "000000";

/// An example as it would stand in the feed. It stands nowhere.
pub async fn row(app: &App, conn: &mut Conn, kind: EventType, cause: &Cause) -> Result<EventRow> {
    let user = template_previews::sample(app, conn, cause.now).await?;
    let (resource_id, data) = match kind {
        EventType::UserDeleted => (user.id.to_string(), text(&Deleted::new("user", &user.id))?),
        EventType::UserCreated | EventType::UserUpdated => (user.id.to_string(), text(&user)?),
        EventType::WaitlistEntryCreated => entry(WaitlistStatus::Pending, cause.now)?,
        EventType::WaitlistEntryUpdated => entry(WaitlistStatus::Rejected, cause.now)?,
        EventType::EmailCreated => (EMAIL.to_owned(), text(&email(app, &user, cause))?),
        EventType::SessionEnded => session(SessionStatus::Ended, &user, cause.now)?,
        EventType::SessionRemoved => session(SessionStatus::Removed, &user, cause.now)?,
        EventType::SessionRevoked => session(SessionStatus::Revoked, &user, cause.now)?,
        EventType::SessionCreated => session(SessionStatus::Active, &user, cause.now)?,
        _ => (String::new(), "{}".to_owned()),
    };
    Ok(EventRow {
        sequence: 0,
        id: EventId::from(random::id(&*app.random, cause.now, EventId::PREFIX)),
        kind: kind.as_str().to_owned(),
        resource_id,
        version: 1,
        data,
        client_ip: cause.ip.clone(),
        user_agent: cause.user_agent.clone(),
        created_at: cause.now,
    })
}

/// The example as receivers get it.
pub async fn body(app: &App, conn: &mut Conn, kind: EventType, cause: &Cause) -> Result<Map<String, Value>> {
    let event = events::to_wire(&app.instance.id, row(app, conn, kind, cause).await?)?;
    match serde_json::to_value(event).map_err(|error| Error::Internal(Box::new(error)))? {
        Value::Object(members) => Ok(members),
        _ => Err(Error::internal("an event that is no object")),
    }
}

/// The schema of what an event of this type carries.
pub fn schema(kind: EventType) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = match kind {
        EventType::UserDeleted => generator.into_root_schema_for::<Deleted>(),
        EventType::UserCreated | EventType::UserUpdated => generator.into_root_schema_for::<User>(),
        EventType::WaitlistEntryCreated | EventType::WaitlistEntryUpdated => {
            generator.into_root_schema_for::<WaitlistEntry>()
        }
        EventType::EmailCreated => generator.into_root_schema_for::<Email>(),
        _ => generator.into_root_schema_for::<FeedSession<'static>>(),
    };
    schema.to_value()
}

fn text(data: &impl Serialize) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Internal(Box::new(error)))
}

fn session(status: SessionStatus, user: &User, now: Millis) -> Result<(String, String)> {
    let row = SessionRow {
        id: SessionId::from(SESSION),
        client_id: ClientId::from(CLIENT),
        user_id: UserId::from(user.id.as_str()),
        status: status.as_str().to_owned(),
        first_factor_at: Some(now),
        second_factor_at: None,
        ip_address: None,
        user_agent: None,
        actor: None,
        last_active_at: now,
        expire_at: now + 7 * DAY,
        abandon_at: now + 30 * MINUTE,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let user = serde_json::value::to_raw_value(user).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok((SESSION.to_owned(), text(&FeedSession::of(&row, &user, now))?))
}

/// A code to the user's address.
fn email(app: &App, user: &User, cause: &Cause) -> Email {
    let (voice, address) = (notices::voice(app, cause), user.email_addresses.first());
    let to = Recipient {
        address: address.map_or("ada@example.com", |email| &email.email_address),
        owner: address.map(|email| (&email.id, &user.id)),
    };
    notices::view(app, &MailId::from(EMAIL), to, &templates::sign_in_code(voice, CODE, 10))
}

fn entry(status: WaitlistStatus, now: Millis) -> Result<(String, String)> {
    let entry = WaitlistEntry {
        object: WaitlistEntryTag,
        id: WaitlistEntryId::from(WAITLIST_ENTRY),
        email_address: "ada@example.com".to_owned(),
        status,
        is_locked: false,
        invitation: None,
        created_at: now,
        updated_at: now,
    };
    Ok((WAITLIST_ENTRY.to_owned(), text(&entry)?))
}

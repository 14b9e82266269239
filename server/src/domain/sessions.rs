//! Sessions: beginning, showing, ending.

use super::{
    Cause, events, full_users,
    settings::{self, SessionLimits},
    user_agent, users,
};
use crate::{
    clock::{MINUTE, Millis},
    error::{Error, Result},
    random,
    state::App,
    store::{Conn, clients, events as event_store, sessions, sessions::SessionRow, users as user_store},
    tokens,
};
use onehop::wire::{
    ClientId, EventType, Session, SessionActivity, SessionActivityId, SessionActivityTag, SessionId, SessionStatus,
    SessionTag, Token, User, UserId, backend,
};
use serde::Serialize;
use serde_json::value::RawValue;

/// A user may hold this many live sessions; the oldest make room (ASVS 7.1.2).
const MAX_PER_USER: usize = 100;

/// A session in use writes so at least this often before it would end unused.
const USES_PER_TIMEOUT: Millis = 10;

/// A session as the change feed carries it.
#[derive(Serialize, schemars::JsonSchema)]
pub struct FeedSession<'a> {
    object: &'static str,
    id: &'a SessionId,
    client_id: &'a ClientId,
    user_id: &'a UserId,
    /// As the user's own last event tells.
    #[schemars(with = "backend::User")]
    user: &'a RawValue,
    actor: Option<serde_json::Value>,
    status: &'static str,
    last_active_at: Millis,
    expire_at: Millis,
    abandon_at: Millis,
    created_at: Millis,
    updated_at: Millis,
}

/// Begins a session of this user in this client, with the second factor proven at that time if it was.
pub async fn begin(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    client: &ClientId,
    user: &UserId,
    second_factor_at: Option<Millis>,
) -> Result<SessionRow> {
    let live = sessions::list_live_of_user(conn, &app.instance.id, user, cause.now).await?;
    for oldest in live.iter().take((live.len() + 1).saturating_sub(MAX_PER_USER)) {
        finish(app, conn, cause, oldest, SessionStatus::Replaced).await?;
    }
    let limits = settings::find(app, conn).await?.session_limits(app);
    let row = blank(app, cause, (client, user), limits);
    let row = SessionRow { first_factor_at: Some(cause.now), second_factor_at, ..row };
    insert(app, conn, cause, &row).await?;
    user_store::update_last_active(conn, &app.instance.id, user, cause.now).await?;
    Ok(row)
}

/// Begins a session in which somebody acts as this user, for so long. No factor of the user's was proven, and none of
/// the user's own sessions makes room for it.
pub async fn begin_as(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    client: &ClientId,
    user: &UserId,
    (actor, lifetime): (&str, Millis),
) -> Result<SessionRow> {
    let limits = settings::find(app, conn).await?.session_limits(app);
    let limits = SessionLimits { lifetime: lifetime.min(limits.lifetime), ..limits };
    let row = SessionRow { actor: Some(actor.to_owned()), ..blank(app, cause, (client, user), limits) };
    insert(app, conn, cause, &row).await?;
    Ok(row)
}

/// A session that begins now and of which nothing was proven.
fn blank(app: &App, cause: &Cause, (client, user): (&ClientId, &UserId), limits: SessionLimits) -> SessionRow {
    let expire_at = cause.now + limits.lifetime;
    SessionRow {
        id: SessionId::from(random::id(&*app.random, cause.now, SessionId::PREFIX)),
        client_id: client.clone(),
        user_id: user.clone(),
        status: SessionStatus::Active.as_str().to_owned(),
        first_factor_at: None,
        second_factor_at: None,
        ip_address: cause.ip.clone(),
        user_agent: cause.user_agent.clone(),
        actor: None,
        last_active_at: cause.now,
        expire_at,
        abandon_at: limits.abandon_at(expire_at, cause.now),
        version: 1,
        created_at: cause.now,
        updated_at: cause.now,
    }
}

/// Is it time to write that a session is used, because it would end unused? One without such an end needs no writing.
pub fn is_use_due(row: &SessionRow, now: Millis) -> bool {
    let timeout = row.abandon_at - row.last_active_at;
    row.abandon_at < row.expire_at && now - row.last_active_at >= (timeout / USES_PER_TIMEOUT).max(MINUTE)
}

/// Writes that a session is used, from where and when the cause says; false when it ended meanwhile.
pub async fn touch(app: &App, conn: &mut Conn, cause: &Cause, row: &mut SessionRow) -> Result<bool> {
    let limits = settings::find(app, conn).await?.session_limits(app);
    row.ip_address.clone_from(&cause.ip);
    row.user_agent.clone_from(&cause.user_agent);
    row.last_active_at = cause.now;
    row.updated_at = cause.now;
    row.abandon_at = limits.abandon_at(row.expire_at, cause.now);
    if !sessions::touch(conn, &app.instance.id, row).await? {
        return Ok(false);
    }
    if row.actor.is_none() {
        user_store::update_last_active(conn, &app.instance.id, &row.user_id, cause.now).await?;
    }
    Ok(true)
}

async fn insert(app: &App, conn: &mut Conn, cause: &Cause, row: &SessionRow) -> Result<()> {
    sessions::insert(conn, &app.instance.id, row).await?;
    app.recent_tokens.forget(&row.client_id);
    emit(app, conn, cause, EventType::SessionCreated, row).await
}

/// Ends a live session; false when it was over already.
pub async fn finish(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SessionRow,
    status: SessionStatus,
) -> Result<bool> {
    if !sessions::update_finished(conn, &app.instance.id, &row.id, status, cause.now).await? {
        return Ok(false);
    }
    clients::update_session_finished(conn, &app.instance.id, &row.client_id, &row.id, cause.now).await?;
    let kind = match status {
        SessionStatus::Ended => EventType::SessionEnded,
        SessionStatus::Removed => EventType::SessionRemoved,
        _ => EventType::SessionRevoked,
    };
    let row = SessionRow {
        status: status.as_str().to_owned(),
        version: row.version + 1,
        updated_at: cause.now,
        ..row.clone()
    };
    emit(app, conn, cause, kind, &row).await?;
    Ok(true)
}

/// Ends all live sessions of a user but one.
pub async fn finish_all_of_user(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &UserId,
    except: Option<&SessionId>,
    status: SessionStatus,
) -> Result<()> {
    for row in sessions::list_live_of_user(conn, &app.instance.id, user, cause.now).await? {
        if Some(&row.id) != except {
            finish(app, conn, cause, &row, status).await?;
        }
    }
    Ok(())
}

async fn emit(app: &App, conn: &mut Conn, cause: &Cause, kind: EventType, row: &SessionRow) -> Result<()> {
    let user = told_user(app, conn, &row.user_id, cause.now).await?;
    let data = FeedSession::of(row, &user, cause.now);
    events::emit(app, conn, cause, kind, row.id.as_str(), row.version, &data).await
}

/// The user as the feed has told last; whoever was there before the feed is told as they are now.
async fn told_user(app: &App, conn: &mut Conn, id: &UserId, now: Millis) -> Result<Box<RawValue>> {
    let told = event_store::find_before(conn, &app.instance.id, id.as_str(), i64::MAX).await?;
    let text = match told {
        Some(event) => event.data,
        None => {
            let row = users::get(app, conn, id).await?;
            let user = full_users::view(app, conn, &row, now).await?;
            serde_json::to_string(&user).map_err(|error| Error::Internal(Box::new(error)))?
        }
    };
    RawValue::from_string(text).map_err(|error| Error::Internal(Box::new(error)))
}

impl<'a> FeedSession<'a> {
    /// The session as it is now.
    pub fn of(row: &'a SessionRow, user: &'a RawValue, now: Millis) -> Self {
        Self {
            object: "session",
            id: &row.id,
            client_id: &row.client_id,
            user_id: &row.user_id,
            user,
            actor: row.actor(),
            status: row.status_at(now).as_str(),
            last_active_at: row.last_active_at,
            expire_at: row.expire_at,
            abandon_at: row.abandon_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A session as its own client sees it.
pub fn to_wire(row: &SessionRow, user: Option<User>, token: Option<Token>, now: Millis) -> Session {
    Session {
        object: SessionTag,
        id: row.id.clone(),
        status: row.status_at(now),
        expire_at: row.expire_at,
        abandon_at: row.abandon_at,
        last_active_at: row.last_active_at,
        last_active_organization_id: None,
        last_active_token: token,
        factor_verification_age: Some(tokens::factor_age(row, now)),
        actor: row.actor(),
        tasks: None,
        public_user_data: user.as_ref().map(users::in_short),
        user,
        latest_activity: None,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A session as a device list shows it: without the user, with where it was last used.
pub fn to_device(row: &SessionRow, now: Millis) -> Session {
    Session { latest_activity: Some(activity(row)), ..to_wire(row, None, None, now) }
}

/// A session as the app's own backend sees it.
pub fn to_backend(row: &SessionRow, now: Millis) -> backend::Session {
    backend::Session {
        object: SessionTag,
        id: row.id.clone(),
        user_id: row.user_id.clone(),
        client_id: row.client_id.clone(),
        actor: row.actor(),
        status: row.status_at(now),
        last_active_organization_id: None,
        last_active_at: row.last_active_at,
        latest_activity: Some(activity(row)),
        expire_at: row.expire_at,
        abandon_at: row.abandon_at,
        tasks: None,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// Where a session was last used from.
fn activity(row: &SessionRow) -> SessionActivity {
    let device = user_agent::parse(row.user_agent.as_deref().unwrap_or_default());
    SessionActivity {
        object: SessionActivityTag,
        id: SessionActivityId::from(row.id.as_str().replacen(SessionId::PREFIX, SessionActivityId::PREFIX, 1)),
        device_type: device.system.map(str::to_owned),
        browser_name: device.browser.map(str::to_owned),
        browser_version: device.version,
        city: None,
        country: None,
        is_mobile: Some(device.is_mobile),
        ip_address: row.ip_address.clone(),
    }
}

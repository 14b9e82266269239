//! Sessions: beginning, showing, ending.

use super::{Cause, events, user_agent, users};
use crate::{
    clock::Millis,
    error::Result,
    random,
    state::App,
    store::{Conn, clients, sessions, sessions::SessionRow},
    tokens,
};
use onehop::wire::{
    ClientId, EventType, Session, SessionActivity, SessionActivityId, SessionActivityTag, SessionId, SessionStatus,
    SessionTag, Token, User, UserId,
};
use serde::Serialize;

/// A user may hold this many live sessions; the oldest make room (ASVS 7.1.2).
const MAX_PER_USER: usize = 100;

/// A session as the change feed carries it.
#[derive(Serialize)]
struct FeedSession<'a> {
    object: &'static str,
    id: &'a SessionId,
    client_id: &'a ClientId,
    user_id: &'a UserId,
    status: &'static str,
    last_active_at: Millis,
    expire_at: Millis,
    abandon_at: Millis,
    created_at: Millis,
    updated_at: Millis,
}

/// Begins a session of this user in this client.
pub async fn begin(app: &App, conn: &mut Conn, cause: &Cause, client: &ClientId, user: &UserId) -> Result<SessionRow> {
    let live = sessions::list_live_of_user(conn, &app.instance.id, user, cause.now).await?;
    for oldest in live.iter().take((live.len() + 1).saturating_sub(MAX_PER_USER)) {
        finish(app, conn, cause, oldest, SessionStatus::Replaced).await?;
    }
    let row = SessionRow {
        id: SessionId::from(random::id(&*app.random, cause.now, SessionId::PREFIX)),
        client_id: client.clone(),
        user_id: user.clone(),
        status: SessionStatus::Active.as_str().to_owned(),
        first_factor_at: Some(cause.now),
        second_factor_at: None,
        ip_address: cause.ip.clone(),
        user_agent: cause.user_agent.clone(),
        last_active_at: cause.now,
        expire_at: cause.now + app.config.session.lifetime,
        abandon_at: cause.now + app.config.session.lifetime,
        version: 1,
        created_at: cause.now,
        updated_at: cause.now,
    };
    sessions::insert(conn, &app.instance.id, &row).await?;
    app.recent_tokens.forget(client);
    emit(app, conn, cause, EventType::SessionCreated, &row).await?;
    Ok(row)
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
    let data = FeedSession {
        object: "session",
        id: &row.id,
        client_id: &row.client_id,
        user_id: &row.user_id,
        status: row.status_at(cause.now).as_str(),
        last_active_at: row.last_active_at,
        expire_at: row.expire_at,
        abandon_at: row.abandon_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    };
    events::emit(app, conn, cause, kind, row.id.as_str(), row.version, &data).await
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
        actor: None,
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
    let device = user_agent::parse(row.user_agent.as_deref().unwrap_or_default());
    let activity = SessionActivity {
        object: SessionActivityTag,
        id: SessionActivityId::from(row.id.as_str().replacen(SessionId::PREFIX, SessionActivityId::PREFIX, 1)),
        device_type: device.system.map(str::to_owned),
        browser_name: device.browser.map(str::to_owned),
        browser_version: device.version,
        city: None,
        country: None,
        is_mobile: Some(device.is_mobile),
        ip_address: row.ip_address.clone(),
    };
    Session { latest_activity: Some(activity), ..to_wire(row, None, None, now) }
}

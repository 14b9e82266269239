//! Sessions of operators: 12 hours at the most, 30 minutes without a request. A proof of who is there counts for 10.

use super::OperatorRow;
use crate::{
    clock::{HOUR, MINUTE, Millis},
    error::Result,
    keys::token_hash::sha256_hex,
    random,
    state::App,
    store::{
        Conn,
        operator_sessions::{self as store, OperatorSessionRow},
        operators,
    },
};
use onehop::wire::OperatorSessionId;
use secrecy::{ExposeSecret, SecretString};

/// From sign-in to the end, however busy it is.
pub const LIFETIME: Millis = 12 * HOUR;
/// Without a request.
const IDLE: Millis = 30 * MINUTE;
/// Until the second factor is there.
const PENDING: Millis = 10 * MINUTE;
/// How long a proof counts.
pub const PROOF: Millis = 10 * MINUTE;
/// How exactly the last request is known.
const TOUCH_EVERY: Millis = MINUTE;

/// Where a session begins.
#[derive(Clone, Debug)]
pub struct Place {
    /// Address.
    pub ip: String,
    /// Browser.
    pub user_agent: Option<String>,
}

/// Begins a session; its token is only in what is returned. Incomplete: the second factor is still to come.
pub async fn begin(
    app: &App,
    conn: &mut Conn,
    operator: &OperatorRow,
    is_complete: bool,
    place: Place,
    now: Millis,
) -> Result<SecretString> {
    let token = random::token(&*app.random);
    let row = OperatorSessionRow {
        id: OperatorSessionId::from(random::id(&*app.random, now, OperatorSessionId::PREFIX)),
        operator_id: operator.id.clone(),
        token_hash: sha256_hex(token.expose_secret()),
        is_complete,
        ip_address: Some(place.ip),
        user_agent: place.user_agent,
        proven_at: now,
        last_active_at: now,
        expire_at: now + if is_complete { LIFETIME } else { PENDING },
        created_at: now,
    };
    store::insert(conn, &app.instance.id, &row).await?;
    if is_complete {
        operators::update_signed_in(conn, &app.instance.id, &operator.id, now).await?;
    }
    Ok(token)
}

/// The live session with this token.
pub async fn find(app: &App, conn: &mut Conn, token: &str, now: Millis) -> Result<Option<OperatorSessionRow>> {
    Ok(store::find_live(conn, &app.instance.id, &sha256_hex(token), now, now - IDLE).await?)
}

/// Notes that a session is in use, once a minute.
pub async fn touch(app: &App, session: &OperatorSessionRow, now: Millis) -> Result<()> {
    if now - session.last_active_at < TOUCH_EVERY {
        return Ok(());
    }
    let mut conn = app.write().await?;
    store::touch(&mut conn, &app.instance.id, &session.id, now).await?;
    Ok(conn.commit().await?)
}

/// Ends the session with this token, if there is one. Says whether it was complete.
pub async fn end(app: &App, conn: &mut Conn, token: &str, now: Millis) -> Result<bool> {
    let Some(session) = find(app, conn, token, now).await? else { return Ok(false) };
    store::delete(conn, &app.instance.id, &session.id).await?;
    Ok(session.is_complete)
}

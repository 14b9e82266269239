//! Sessions.

use super::{Conn, Scope, StoreError, args, sql};
use crate::clock::Millis;
use onehop::wire::{ClientId, SessionId, SessionStatus, UserId};
use serde_json::Value as Json;
use sqlx::FromRow;

/// A signed-in stay of one user in one client.
#[derive(Clone, FromRow)]
pub struct SessionRow {
    /// `sess_…`
    #[sqlx(try_from = "String")]
    pub id: SessionId,
    /// Where.
    #[sqlx(try_from = "String")]
    pub client_id: ClientId,
    /// Who.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// As stored; see [`SessionRow::status_at`].
    pub status: String,
    /// When the first factor was proven.
    pub first_factor_at: Option<Millis>,
    /// When the second factor was proven.
    pub second_factor_at: Option<Millis>,
    /// Address of the last sign-in or touch.
    pub ip_address: Option<String>,
    /// Browser of the last sign-in or touch.
    pub user_agent: Option<String>,
    /// Who acts in the user's name, as JSON.
    pub actor: Option<String>,
    /// Last use.
    pub last_active_at: Millis,
    /// Ends at the latest.
    pub expire_at: Millis,
    /// Ends if unused.
    pub abandon_at: Millis,
    /// Grows by one with every change.
    pub version: i64,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl SessionRow {
    /// Who acts in the user's name.
    pub fn actor(&self) -> Option<Json> {
        self.actor.as_deref().and_then(|actor| serde_json::from_str(actor).ok())
    }

    /// Where it stands at this time: a stored `active` may have run out.
    pub fn status_at(&self, now: Millis) -> SessionStatus {
        match self.status.as_str() {
            "active" | "pending" if self.expire_at <= now => SessionStatus::Expired,
            "active" | "pending" if self.abandon_at <= now => SessionStatus::Abandoned,
            "active" => SessionStatus::Active,
            "pending" => SessionStatus::Pending,
            "ended" => SessionStatus::Ended,
            "removed" => SessionStatus::Removed,
            "replaced" => SessionStatus::Replaced,
            "revoked" => SessionStatus::Revoked,
            "abandoned" => SessionStatus::Abandoned,
            _ => SessionStatus::Expired,
        }
    }
}

macro_rules! columns {
    () => {
        $crate::store::sessions::columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)*
            id, client_id, user_id, status, first_factor_at, second_factor_at, ip_address, user_agent, actor,
            last_active_at, expire_at, abandon_at, version, created_at, updated_at
        }
    };
}
pub(super) use columns;
columns!(keyed SessionRow;);

const INSERT: &str = "INSERT INTO sessions (instance_id, id, client_id, user_id, status, first_factor_at, second_factor_at, ip_address, user_agent, \
    actor, last_active_at, expire_at, abandon_at, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

/// Adds a session.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &SessionRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.client_id,
        &row.user_id,
        &row.status,
        row.first_factor_at,
        row.second_factor_at,
        &row.ip_address,
        &row.user_agent,
        &row.actor,
        row.last_active_at,
        row.expire_at,
        row.abandon_at,
        row.version,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM sessions WHERE instance_id = $1 AND id = $2");

/// A session by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &SessionId) -> Result<Option<SessionRow>, StoreError> {
    conn.find(FIND, args![instance, id]).await
}

const FIND_IN_CLIENT: &str =
    concat!("SELECT ", columns!(), " FROM sessions WHERE instance_id = $1 AND client_id = $2 AND id = $3");

/// A session of this client.
pub async fn find_in_client(
    conn: &mut Conn,
    instance: Scope<'_>,
    client: &ClientId,
    id: &SessionId,
) -> Result<Option<SessionRow>, StoreError> {
    conn.find(FIND_IN_CLIENT, args![instance, client, id]).await
}

const FIND_OF_USER: &str =
    concat!("SELECT ", columns!(), " FROM sessions WHERE instance_id = $1 AND user_id = $2 AND id = $3");

/// A session of this user.
pub async fn find_of_user(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    id: &SessionId,
) -> Result<Option<SessionRow>, StoreError> {
    conn.find(FIND_OF_USER, args![instance, user, id]).await
}

const LIST_LIVE_IN_CLIENT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM sessions WHERE instance_id = $1 AND client_id = $2 AND status IN ('active', 'pending') AND expire_at > $3 AND abandon_at > $3 ORDER BY created_at, id"
);

/// The signed-in sessions of a client, oldest first.
pub async fn list_live_in_client(
    conn: &mut Conn,
    instance: Scope<'_>,
    client: &ClientId,
    now: Millis,
) -> Result<Vec<SessionRow>, StoreError> {
    conn.find_all(LIST_LIVE_IN_CLIENT, args![instance, client, now]).await
}

/// The signed-in sessions of these clients, oldest first.
pub async fn list_live_in_clients(
    conn: &mut Conn,
    instance: Scope<'_>,
    clients: &[String],
    now: Millis,
) -> Result<Vec<SessionRow>, StoreError> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let (marks, values) = sql::marks(clients);
    let select = concat!("SELECT ", columns!(), " FROM sessions WHERE instance_id = ? AND client_id IN (");
    let sql = sql::numbered(&format!("{select}{marks}) AND {LIVE} ORDER BY created_at, id"));
    conn.all_built(sql, args![instance].into_iter().chain(values).chain(args![now, now]).collect()).await
}

/// Which sessions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this client.
    pub client: Option<ClientId>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Where they stand.
    pub status: Option<SessionStatus>,
}

const LIVE: &str = "status IN ('active', 'pending') AND expire_at > ? AND abandon_at > ?";
const RUN_OUT: &str = "(status = 'expired' OR (status IN ('active', 'pending') AND expire_at <= ?))";
const UNUSED: &str =
    "(status = 'abandoned' OR (status IN ('active', 'pending') AND expire_at > ? AND abandon_at <= ?))";

impl Filter {
    /// The same question as [`SessionRow::status_at`] answers, asked of many rows.
    fn builder(&self, instance: Scope<'_>, now: Millis) -> sql::Builder {
        let mut query = sql::Builder::default();
        query.condition("instance_id = ?", args![instance]);
        if let Some(client) = &self.client {
            query.condition("client_id = ?", args![client]);
        }
        if let Some(user) = &self.user {
            query.condition("user_id = ?", args![user]);
        }
        match self.status {
            None => {}
            Some(status @ (SessionStatus::Active | SessionStatus::Pending)) => {
                query.condition("status = ?", args![status.as_str()]);
                query.condition(LIVE, args![now, now]);
            }
            Some(SessionStatus::Expired) => query.condition(RUN_OUT, args![now]),
            Some(SessionStatus::Abandoned) => query.condition(UNUSED, args![now, now]),
            Some(status) => query.condition("status = ?", args![status.as_str()]),
        }
        query
    }
}

/// Sessions, newest first.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    now: Millis,
    limit: i64,
    offset: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    let select = concat!("SELECT ", columns!(), " FROM sessions");
    let query = filter.builder(instance, now);
    let (sql, args) = query.select(select, "ORDER BY created_at DESC, id DESC", limit, offset);
    conn.all_built(sql, args).await
}

/// How many there are.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, filter: &Filter, now: Millis) -> Result<i64, StoreError> {
    let (sql, args) = filter.builder(instance, now).count("sessions");
    Ok(conn.one_built::<super::Count>(sql, args).await?.count)
}

const LIST_LIVE_OF_USER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM sessions WHERE instance_id = $1 AND user_id = $2 AND status IN ('active', 'pending') AND expire_at > $3 AND abandon_at > $3 ORDER BY created_at, id"
);

/// The signed-in sessions of a user on all devices, oldest first.
pub async fn list_live_of_user(
    conn: &mut Conn,
    instance: Scope<'_>,
    user: &UserId,
    now: Millis,
) -> Result<Vec<SessionRow>, StoreError> {
    conn.find_all(LIST_LIVE_OF_USER, args![instance, user, now]).await
}

const FINISH: &str = "UPDATE sessions SET status = $3, version = version + 1, updated_at = $4 WHERE instance_id = $1 AND id = $2 AND status IN ('active', 'pending')";

/// Ends a live session; says whether it was live.
pub async fn update_finished(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &SessionId,
    status: SessionStatus,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(FINISH, args![instance, id, status.as_str(), now]).await? == 1)
}

const TOUCH: &str = "UPDATE sessions SET last_active_at = $3, ip_address = $4, user_agent = $5, abandon_at = $6, updated_at = $3 \
    WHERE instance_id = $1 AND id = $2 AND status IN ('active', 'pending')";

/// Writes when and from where a live session was last used, and when it ends if it is not used again; says whether it was live.
pub async fn touch(conn: &mut Conn, instance: Scope<'_>, row: &SessionRow) -> Result<bool, StoreError> {
    let args = args![instance, &row.id, row.last_active_at, &row.ip_address, &row.user_agent, row.abandon_at];
    Ok(conn.execute(TOUCH, args).await? == 1)
}

/// Which step of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// The password, or a code.
    First,
    /// What is asked for beside it.
    Second,
}

macro_rules! update_factor {
    ($column:literal) => {
        concat!(
            "UPDATE sessions SET ",
            $column,
            " = $3, version = version + 1, updated_at = $3 WHERE instance_id = $1 AND id = $2 AND status IN ('active', 'pending')"
        )
    };
}

/// A factor was proven in this live session; says whether it was live.
pub async fn update_factor(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &SessionId,
    factor: Factor,
    now: Millis,
) -> Result<bool, StoreError> {
    let sql = match factor {
        Factor::First => update_factor!("first_factor_at"),
        Factor::Second => update_factor!("second_factor_at"),
    };
    Ok(conn.execute(sql, args![instance, id, now]).await? == 1)
}

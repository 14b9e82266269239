//! Who changed what, with a secret key or as an operator.

use super::{Conn, Scope, StoreError, args, sql};
use crate::clock::Millis;
use onehop::wire::AuditEntryId;
use sqlx::FromRow;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AuditRow {
    /// `aud_…`
    #[sqlx(try_from = "String")]
    pub id: AuditEntryId,
    /// `operator` or `secret_key`.
    pub actor_kind: String,
    /// An operator's or a key's id.
    pub actor_id: String,
    /// What they were called.
    pub actor_name: String,
    /// The first part of the action.
    pub family: String,
    /// Such as `user.ban`.
    pub action: String,
    /// What was changed.
    pub target_id: String,
    /// What of it is different, as a JSON list of names.
    pub changes: String,
    /// The version whose event holds the state before.
    pub version_before: Option<i64>,
    /// The version whose event is the change.
    pub version_after: Option<i64>,
    /// The state before, where there is no event, as JSON.
    pub data_before: Option<String>,
    /// The state after, where there is no event, as JSON.
    pub data_after: Option<String>,
    /// Address it came from.
    pub client_ip: Option<String>,
    /// Program it came from.
    pub user_agent: Option<String>,
    /// When.
    pub created_at: Millis,
}

macro_rules! columns {
    () => {
        "id, actor_kind, actor_id, actor_name, family, action, target_id, changes, version_before, version_after, \
         data_before, data_after, client_ip, user_agent, created_at"
    };
}

const INSERT: &str = concat!(
    "INSERT INTO audit_entries (instance_id, ",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);

/// Keeps a change. Rows are never changed afterwards.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &AuditRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.actor_kind,
        &row.actor_id,
        &row.actor_name,
        &row.family,
        &row.action,
        &row.target_id,
        &row.changes,
        row.version_before,
        row.version_after,
        &row.data_before,
        &row.data_after,
        &row.client_ip,
        &row.user_agent,
        row.created_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM audit_entries WHERE instance_id = $1 AND id = $2");

/// A change by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &AuditEntryId) -> Result<Option<AuditRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

/// Which changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this first part of the action.
    pub family: Option<String>,
    /// With this action.
    pub action: Option<String>,
    /// By this operator or key.
    pub actor_id: Option<String>,
    /// Of this.
    pub target_id: Option<String>,
    /// Not before this time.
    pub from: Option<Millis>,
    /// Before this time.
    pub until: Option<Millis>,
}

const SELECT: &str = concat!("SELECT ", columns!(), " FROM audit_entries");

/// Changes, the newest first, after the one made then with this id.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    after: Option<&(Millis, AuditEntryId)>,
    limit: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = sql::Builder::default();
    query.condition("instance_id = ?", args![instance]);
    let texts = [
        ("family = ?", &filter.family),
        ("action = ?", &filter.action),
        ("actor_id = ?", &filter.actor_id),
        ("target_id = ?", &filter.target_id),
    ];
    for (condition, value) in texts {
        if let Some(value) = value {
            query.condition(condition, args![value]);
        }
    }
    for (condition, value) in [("created_at >= ?", filter.from), ("created_at < ?", filter.until)] {
        if let Some(value) = value {
            query.condition(condition, args![value]);
        }
    }
    if let Some((created_at, id)) = after {
        query.condition("(created_at, id) < (?, ?)", args![*created_at, id]);
    }
    let (sql, args) = query.select(SELECT, "ORDER BY created_at DESC, id DESC", limit, 0);
    conn.all_built(sql, args).await
}

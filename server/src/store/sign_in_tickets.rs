//! Tickets that sign somebody in, of which only the hash is kept.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{UserId, backend::TicketStatus};
use sqlx::FromRow;

/// A ticket.
#[derive(Clone, FromRow)]
pub struct TicketRow {
    /// `sit_…`, or `act_…` where somebody acts as the user.
    pub id: String,
    /// As whom it signs in.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// SHA-256 of the ticket.
    pub token_hash: String,
    /// Who acts as the user, as JSON.
    pub actor: Option<String>,
    /// How long the session lasts, where that isn't the instance's setting.
    pub session_lifetime: Option<Millis>,
    /// As stored; see [`TicketRow::status`].
    pub status: String,
    /// Useless after this.
    pub expire_at: Millis,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl TicketRow {
    /// Where it stands. Time changes nothing about that: who asks for a ticket's status learns what became of it.
    pub fn status(&self) -> TicketStatus {
        TicketStatus::parse(&self.status).unwrap_or(TicketStatus::Revoked)
    }
}

macro_rules! columns {
    () => {
        "id, user_id, token_hash, actor, session_lifetime, status, expire_at, created_at, updated_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM sign_in_tickets WHERE instance_id = $1 AND id = $2");

/// A ticket by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &str) -> Result<Option<TicketRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_HASH: &str = concat!("SELECT ", columns!(), " FROM sign_in_tickets WHERE instance_id = $1 AND token_hash = $2");

/// A ticket by its hash, whatever became of it.
pub async fn find_by_hash(conn: &mut Conn, instance: Scope<'_>, hash: &str) -> Result<Option<TicketRow>, StoreError> {
    conn.optional(FIND_BY_HASH, args![instance, hash]).await
}

const INSERT: &str = "INSERT INTO sign_in_tickets (instance_id, id, user_id, token_hash, actor, session_lifetime, status, expire_at, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds a ticket.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &TicketRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.user_id,
        &row.token_hash,
        &row.actor,
        row.session_lifetime,
        &row.status,
        row.expire_at,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const ACCEPT: &str = "UPDATE sign_in_tickets SET status = 'accepted', updated_at = $3 WHERE instance_id = $1 AND id = $2 AND status = 'pending' AND expire_at > $3";

/// Uses a ticket up; of several at once, one is told true.
pub async fn update_accepted(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(conn.execute(ACCEPT, args![instance, id, now]).await? == 1)
}

const REVOKE: &str =
    "UPDATE sign_in_tickets SET status = 'revoked', updated_at = $3 WHERE instance_id = $1 AND id = $2 AND status = 'pending'";

/// Takes a ticket back that nobody used; says whether it was one.
pub async fn update_revoked(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(conn.execute(REVOKE, args![instance, id, now]).await? == 1)
}

const DELETE_EXPIRED: &str = "DELETE FROM sign_in_tickets WHERE instance_id = $1 AND expire_at <= $2";

/// Clean-up: tickets out of time for long.
pub async fn delete_expired(conn: &mut Conn, instance: Scope<'_>, before: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_EXPIRED, args![instance, before]).await
}

//! Invitations to sign up. Of their tickets only the hash is kept.

use super::{Conn, Count, Scope, Slice, StoreError, args, sql, sql::Builder};
use crate::clock::Millis;
use onehop::wire::{InvitationId, UserId, backend::TicketStatus};
use sqlx::FromRow;

/// An invitation.
#[derive(Clone, FromRow)]
pub struct InvitationRow {
    /// `inv_…`
    #[sqlx(try_from = "String")]
    pub id: InvitationId,
    /// As typed.
    pub email_address: String,
    /// As compared.
    pub email_normalized: String,
    /// SHA-256 of the ticket.
    pub ticket_hash: String,
    /// JSON text: becomes the user's.
    pub public_metadata: String,
    /// As stored; see [`InvitationRow::status`].
    pub status: String,
    /// Made while nobody with this address was invited.
    pub is_sole: bool,
    /// Who came of it.
    pub user_id: Option<String>,
    /// Useless from then on.
    pub expire_at: Millis,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl InvitationRow {
    /// Where it stands at this time.
    pub fn status(&self, now: Millis) -> TicketStatus {
        match TicketStatus::parse(&self.status) {
            Some(TicketStatus::Pending) if self.expire_at <= now => TicketStatus::Expired,
            Some(status) => status,
            None => TicketStatus::Revoked,
        }
    }
}

macro_rules! columns {
    () => {
        "id, email_address, email_normalized, ticket_hash, public_metadata, status, is_sole, user_id, expire_at, created_at, updated_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM invitations WHERE instance_id = $1 AND id = $2");

/// An invitation by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &InvitationId,
) -> Result<Option<InvitationRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_TICKET: &str =
    concat!("SELECT ", columns!(), " FROM invitations WHERE instance_id = $1 AND ticket_hash = $2");

/// An invitation by its ticket's hash, whatever became of it.
pub async fn find_by_ticket(
    conn: &mut Conn,
    instance: Scope<'_>,
    hash: &str,
) -> Result<Option<InvitationRow>, StoreError> {
    conn.optional(FIND_BY_TICKET, args![instance, hash]).await
}

/// The invitations with these ids, in no order.
pub async fn list_by_ids(
    conn: &mut Conn,
    instance: Scope<'_>,
    ids: &[String],
) -> Result<Vec<InvitationRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (marks, values) = sql::marks(ids);
    let select = concat!("SELECT ", columns!(), " FROM invitations WHERE instance_id = ? AND id IN (");
    let sql = sql::numbered(&format!("{select}{marks})"));
    conn.all_built(sql, args![instance].into_iter().chain(values).collect()).await
}

/// The invitations that somebody with one of these addresses could use.
pub async fn list_pending(
    conn: &mut Conn,
    instance: Scope<'_>,
    emails: &[String],
    now: Millis,
) -> Result<Vec<InvitationRow>, StoreError> {
    if emails.is_empty() {
        return Ok(Vec::new());
    }
    let (marks, values) = sql::marks(emails);
    let select = concat!(
        "SELECT ",
        columns!(),
        " FROM invitations WHERE instance_id = ? AND status = 'pending' AND expire_at > ? AND email_normalized IN ("
    );
    let sql = sql::numbered(&format!("{select}{marks}) ORDER BY email_normalized, id"));
    conn.all_built(sql, args![instance, now].into_iter().chain(values).collect()).await
}

const WAS_ACCEPTED: &str =
    "SELECT COUNT(*) AS count FROM invitations WHERE instance_id = $1 AND user_id = $2 AND status = 'accepted'";

/// Did this user come by invitation?
pub async fn was_accepted(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<bool, StoreError> {
    Ok(conn.one::<Count>(WAS_ACCEPTED, args![instance, user]).await?.count > 0)
}

/// Which invitations to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this state; all but revoked ones without.
    pub status: Option<TicketStatus>,
    /// This is in the address or the id.
    pub text: Option<String>,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By time of creation.
    CreatedAt,
    /// By address.
    EmailAddress,
    /// By the time at which they run out.
    ExpiresAt,
}

fn query(instance: Scope<'_>, filter: &Filter, now: Millis) -> Builder {
    let mut query = Builder::default();
    query.condition("instance_id = ?", args![instance]);
    match filter.status {
        None => query.condition("status <> 'revoked'", args![]),
        Some(TicketStatus::Pending) => query.condition("status = 'pending' AND expire_at > ?", args![now]),
        Some(TicketStatus::Expired) => query.condition("status = 'pending' AND expire_at <= ?", args![now]),
        Some(status) => query.condition("status = ?", args![status.as_str()]),
    }
    if let Some(text) = &filter.text {
        query.address_or_id_contains(text);
    }
    query
}

/// A part of the list.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    slice: &Slice<Order>,
    now: Millis,
) -> Result<Vec<InvitationRow>, StoreError> {
    let order = match (slice.order, slice.is_descending) {
        (Order::CreatedAt, false) => "ORDER BY created_at, id",
        (Order::CreatedAt, true) => "ORDER BY created_at DESC, id DESC",
        (Order::EmailAddress, false) => "ORDER BY email_normalized, id",
        (Order::EmailAddress, true) => "ORDER BY email_normalized DESC, id DESC",
        (Order::ExpiresAt, false) => "ORDER BY expire_at, id",
        (Order::ExpiresAt, true) => "ORDER BY expire_at DESC, id DESC",
    };
    let select = concat!("SELECT ", columns!(), " FROM invitations");
    let (sql, args) = query(instance, filter, now).select(select, order, slice.limit, slice.offset);
    conn.all_built(sql, args).await
}

/// How long the list is.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, filter: &Filter, now: Millis) -> Result<i64, StoreError> {
    let (sql, args) = query(instance, filter, now).count("invitations");
    Ok(conn.one_built::<Count>(sql, args).await?.count)
}

const RELEASE: &str = "UPDATE invitations SET is_sole = FALSE \
    WHERE instance_id = $1 AND email_normalized = $2 AND status = 'pending' AND is_sole AND expire_at <= $3";
const INSERT: &str = "INSERT INTO invitations (instance_id, id, email_address, email_normalized, ticket_hash, public_metadata, status, is_sole, \
    expire_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Adds an invitation. `Conflict` when it must be the only one and there is another one by now.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &InvitationRow) -> Result<(), StoreError> {
    if row.is_sole {
        conn.execute(RELEASE, args![instance, &row.email_normalized, row.created_at]).await?;
    }
    let args = args![
        instance,
        &row.id,
        &row.email_address,
        &row.email_normalized,
        &row.ticket_hash,
        &row.public_metadata,
        &row.status,
        row.is_sole,
        row.expire_at,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const REVOKE: &str = "UPDATE invitations SET status = 'revoked', updated_at = $3 WHERE instance_id = $1 AND id = $2 AND status = 'pending'";

/// Takes it back; false when it was used or taken back already.
pub async fn revoke(conn: &mut Conn, instance: Scope<'_>, id: &InvitationId, now: Millis) -> Result<bool, StoreError> {
    Ok(conn.execute(REVOKE, args![instance, id, now]).await? == 1)
}

const ACCEPT: &str = "UPDATE invitations SET status = 'accepted', user_id = $3, updated_at = $4 \
    WHERE instance_id = $1 AND id = $2 AND status = 'pending' AND expire_at > $4";

/// Uses it up; false when that can't be any more. Of several at once one succeeds.
pub async fn accept(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &InvitationId,
    user: &UserId,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(ACCEPT, args![instance, id, user, now]).await? == 1)
}

const DELETE: &str = "DELETE FROM invitations WHERE instance_id = $1 AND id = $2";

/// Removes it; says whether it was there.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, id: &InvitationId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

//! Who waits to be invited.

use super::{Conn, Count, Scope, Slice, StoreError, args, sql::Builder};
use crate::clock::Millis;
use onehop::wire::{InvitationId, WaitlistEntryId, backend::WaitlistStatus};
use sqlx::FromRow;

/// A place on the waiting list.
#[derive(Clone, FromRow)]
pub struct WaitlistEntryRow {
    /// `wle_…`
    #[sqlx(try_from = "String")]
    pub id: WaitlistEntryId,
    /// As typed.
    pub email_address: String,
    /// As compared.
    pub email_normalized: String,
    /// As stored; see [`WaitlistEntryRow::status`].
    pub status: String,
    /// The invitation it led to.
    pub invitation_id: Option<String>,
    /// When.
    pub invited_at: Option<Millis>,
    /// Grows with each change.
    pub version: i64,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl WaitlistEntryRow {
    /// Where it stands.
    pub fn status(&self) -> WaitlistStatus {
        WaitlistStatus::parse(&self.status).unwrap_or(WaitlistStatus::Rejected)
    }

    /// The invitation it led to.
    pub fn invitation(&self) -> Option<InvitationId> {
        self.invitation_id.clone().map(InvitationId::from)
    }
}

macro_rules! columns {
    () => {
        "id, email_address, email_normalized, status, invitation_id, invited_at, version, created_at, updated_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM waitlist_entries WHERE instance_id = $1 AND id = $2");

/// An entry by id.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &WaitlistEntryId,
) -> Result<Option<WaitlistEntryRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_EMAIL: &str =
    concat!("SELECT ", columns!(), " FROM waitlist_entries WHERE instance_id = $1 AND email_normalized = $2");

/// An entry by address.
pub async fn find_by_email(
    conn: &mut Conn,
    instance: Scope<'_>,
    normalized: &str,
) -> Result<Option<WaitlistEntryRow>, StoreError> {
    conn.optional(FIND_BY_EMAIL, args![instance, normalized]).await
}

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this state.
    pub status: Option<WaitlistStatus>,
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
    /// By time of the invitation; who has none comes last.
    InvitedAt,
}

fn query(instance: Scope<'_>, filter: &Filter) -> Builder {
    let mut query = Builder::default();
    query.condition("instance_id = ?", args![instance]);
    if let Some(status) = filter.status {
        query.condition("status = ?", args![status.as_str()]);
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
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let order = match (slice.order, slice.is_descending) {
        (Order::CreatedAt, false) => "ORDER BY created_at, id",
        (Order::CreatedAt, true) => "ORDER BY created_at DESC, id DESC",
        (Order::EmailAddress, false) => "ORDER BY email_normalized, id",
        (Order::EmailAddress, true) => "ORDER BY email_normalized DESC, id DESC",
        // The databases sort nulls to different ends.
        (Order::InvitedAt, false) => "ORDER BY invited_at IS NULL, invited_at, id",
        (Order::InvitedAt, true) => "ORDER BY invited_at IS NULL, invited_at DESC, id DESC",
    };
    let select = concat!("SELECT ", columns!(), " FROM waitlist_entries");
    let (sql, args) = query(instance, filter).select(select, order, slice.limit, slice.offset);
    conn.all_built(sql, args).await
}

/// At most `limit` entries by time of creation, after this one.
pub async fn list_after(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    after: Option<&(Millis, WaitlistEntryId)>,
    (is_descending, limit): (bool, i64),
) -> Result<Vec<WaitlistEntryRow>, StoreError> {
    let (condition, order) = match is_descending {
        true => ("(created_at, id) < (?, ?)", "ORDER BY created_at DESC, id DESC"),
        false => ("(created_at, id) > (?, ?)", "ORDER BY created_at, id"),
    };
    let mut query = query(instance, filter);
    if let Some((time, id)) = after {
        query.condition(condition, args![*time, id]);
    }
    let (sql, args) = query.select(concat!("SELECT ", columns!(), " FROM waitlist_entries"), order, limit, 0);
    conn.all_built(sql, args).await
}

/// How long the list is.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let (sql, args) = query(instance, filter).count("waitlist_entries");
    Ok(conn.one_built::<Count>(sql, args).await?.count)
}

const INSERT: &str = "INSERT INTO waitlist_entries (instance_id, id, email_address, email_normalized, status, version, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (instance_id, email_normalized) DO NOTHING";

/// Adds an entry; false when somebody with this address waits already.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &WaitlistEntryRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.email_address,
        &row.email_normalized,
        &row.status,
        row.version,
        row.created_at,
        row.updated_at,
    ];
    Ok(conn.execute(INSERT, args).await? == 1)
}

const UPDATE: &str = "UPDATE waitlist_entries SET status = $4, invitation_id = $5, invited_at = $6, version = version + 1, updated_at = $7 \
    WHERE instance_id = $1 AND id = $2 AND version = $3";

/// Writes a changed entry back; false when somebody else changed it since it was read.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &WaitlistEntryRow) -> Result<bool, StoreError> {
    let args = args![instance, &row.id, row.version, &row.status, &row.invitation_id, row.invited_at, row.updated_at,];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const DELETE: &str = "DELETE FROM waitlist_entries WHERE instance_id = $1 AND id = $2 AND status = 'pending'";

/// Removes an entry that is pending; says whether it was.
pub async fn delete_pending(conn: &mut Conn, instance: Scope<'_>, id: &WaitlistEntryId) -> Result<bool, StoreError> {
    Ok(conn.execute(DELETE, args![instance, id]).await? == 1)
}

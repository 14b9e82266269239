//! The waiting list: who asked to be let in, and what became of it.

use super::{
    Cause, events,
    identifiers::Email,
    invitations,
    invitations::{InvitationMail, NewInvitation},
    notices,
    notices::Recipient,
};
use crate::{
    clock::Millis,
    error::{Error, Result},
    mail::templates,
    random,
    state::App,
    store::{Conn, invitations as invitation_store, waitlist_entries as store, waitlist_entries::WaitlistEntryRow},
};
use onehop::wire::{
    ErrorCode, EventType, WaitlistEntryId,
    backend::{WaitlistEntry, WaitlistEntryTag, WaitlistStatus},
};

/// Puts somebody on the list and says so by mail, unless they are there already; the entry.
pub async fn join(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    email: Email,
    is_notified: bool,
) -> Result<WaitlistEntryRow> {
    let instance = &app.instance.id;
    let row = WaitlistEntryRow {
        id: WaitlistEntryId::from(random::id(&*app.random, cause.now, WaitlistEntryId::PREFIX)),
        email_address: email.address,
        email_normalized: email.normalized,
        status: WaitlistStatus::Pending.as_str().to_owned(),
        invitation_id: None,
        invited_at: None,
        version: 1,
        created_at: cause.now,
        updated_at: cause.now,
    };
    if !store::insert(conn, instance, &row).await? {
        let there = store::find_by_email(conn, instance, &row.email_normalized).await?;
        return there.ok_or_else(|| Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000));
    }
    emit(app, conn, cause, EventType::WaitlistEntryCreated, &row).await?;
    if is_notified {
        let content = templates::waitlist_confirmation(notices::voice(app, cause));
        notices::post(app, conn, cause, Recipient::stranger(&row.email_address), content).await?;
    }
    Ok(row)
}

/// Invites somebody who waits or was turned down.
pub async fn invite(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    mut row: WaitlistEntryRow,
    is_forced: bool,
) -> Result<WaitlistEntryRow> {
    match row.status() {
        WaitlistStatus::Pending | WaitlistStatus::Rejected => {}
        WaitlistStatus::Invited => return Err(Error::api(ErrorCode::WaitlistEntryAlreadyInvited)),
        WaitlistStatus::Completed => return Err(Error::api(ErrorCode::WaitlistEntryAlreadyCompleted)),
    }
    let email = Email { address: row.email_address.clone(), normalized: row.email_normalized.clone() };
    let new = NewInvitation {
        is_repeated: is_forced,
        is_for_users: is_forced,
        mail: InvitationMail::Waitlist,
        ..NewInvitation::plain(email)
    };
    let made = invitations::create(app, conn, cause, vec![new]).await?;
    row.invitation_id = made.first().map(|invitation| invitation.id.to_string());
    row.invited_at = Some(cause.now);
    save(app, conn, cause, &mut row, WaitlistStatus::Invited).await?;
    Ok(row)
}

/// Turns somebody down; an invitation that was sent is taken back.
pub async fn reject(app: &App, conn: &mut Conn, cause: &Cause, mut row: WaitlistEntryRow) -> Result<WaitlistEntryRow> {
    match row.status() {
        WaitlistStatus::Pending | WaitlistStatus::Invited => {}
        WaitlistStatus::Rejected => return Err(Error::api(ErrorCode::WaitlistEntryAlreadyRejected)),
        WaitlistStatus::Completed => return Err(Error::api(ErrorCode::WaitlistEntryAlreadyCompleted)),
    }
    if let Some(invitation) = row.invitation() {
        invitation_store::revoke(conn, &app.instance.id, &invitation, cause.now).await?;
    }
    save(app, conn, cause, &mut row, WaitlistStatus::Rejected).await?;
    Ok(row)
}

/// Somebody with this address, as compared, signed up: whoever waited under it waits no more.
pub async fn complete(app: &App, conn: &mut Conn, cause: &Cause, normalized: &str) -> Result<()> {
    match store::find_by_email(conn, &app.instance.id, normalized).await? {
        Some(mut row) if row.status() != WaitlistStatus::Completed => {
            save(app, conn, cause, &mut row, WaitlistStatus::Completed).await
        }
        _ => Ok(()),
    }
}

async fn save(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &mut WaitlistEntryRow,
    status: WaitlistStatus,
) -> Result<()> {
    row.status = status.as_str().to_owned();
    row.updated_at = cause.now.max(row.updated_at + 1);
    if !store::update(conn, &app.instance.id, row).await? {
        // Somebody else changed it since it was read: nothing is lost, the caller tries again.
        return Err(Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000));
    }
    row.version += 1;
    emit(app, conn, cause, EventType::WaitlistEntryUpdated, row).await
}

async fn emit(app: &App, conn: &mut Conn, cause: &Cause, kind: EventType, row: &WaitlistEntryRow) -> Result<()> {
    let entry = view(app, conn, row, cause.now).await?;
    events::emit(app, conn, cause, kind, row.id.as_str(), row.version, &entry).await
}

/// The entry as backends see it.
pub async fn view(app: &App, conn: &mut Conn, row: &WaitlistEntryRow, now: Millis) -> Result<WaitlistEntry> {
    let mut entries = view_all(app, conn, std::slice::from_ref(row), now).await?;
    entries.pop().ok_or_else(|| Error::internal("one row has one view"))
}

/// Several entries, with one more query for all of them.
pub async fn view_all(
    app: &App,
    conn: &mut Conn,
    rows: &[WaitlistEntryRow],
    now: Millis,
) -> Result<Vec<WaitlistEntry>> {
    let ids: Vec<String> = rows.iter().filter_map(|row| row.invitation_id.clone()).collect();
    let made = invitation_store::list_by_ids(conn, &app.instance.id, &ids).await?;
    let view = |row: &WaitlistEntryRow| {
        let invitation = row.invitation_id.as_deref().and_then(|id| made.iter().find(|made| made.id.as_str() == id));
        WaitlistEntry {
            object: WaitlistEntryTag,
            id: row.id.clone(),
            email_address: row.email_address.clone(),
            status: row.status(),
            is_locked: false,
            invitation: invitation.map(|invitation| invitations::view(invitation, now)),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    };
    Ok(rows.iter().map(view).collect())
}

/// Nothing goes by this id.
pub fn not_found(id: &WaitlistEntryId) -> Error {
    Error::api(ErrorCode::ResourceNotFound).text(format!("No waitlist entry was found with id {id}."))
}

//! Removes what has run out: clients whose cookie ended, codes, tickets, counters, mails.

use crate::{
    clock::{DAY, HOUR},
    state::App,
    store::{
        StoreError, clients, code_sends, counters, events, mails, operator_links, operator_sessions,
        session_verifications, sign_in_tickets, totp_setups, verifications, webhook_attempts,
    },
};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(15 * 60);
/// Mails that were sent, and what the local mailbox keeps.
const MAIL_RETENTION: i64 = 30 * DAY;
/// So long one can still be told what became of a ticket.
const TICKET_RETENTION: i64 = 30 * DAY;

/// So many events are forgotten in one transaction.
const EVENTS_AT_ONCE: i64 = 500;

/// Runs until the process ends.
pub async fn run(app: App) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = once(&app).await {
            tracing::warn!(%error, "clean-up failed, will try again: {error}");
        }
    }
}

/// One round.
pub async fn once(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let instance = &app.instance.id;
    let mut conn = app.write().await?;
    clients::delete_expired(&mut conn, instance, now).await?;
    verifications::delete_expired(&mut conn, instance, now - DAY).await?;
    code_sends::delete_until(&mut conn, instance, now - DAY).await?;
    counters::delete_expired(&mut conn, now - HOUR).await?;
    sign_in_tickets::delete_expired(&mut conn, instance, now - TICKET_RETENTION).await?;
    totp_setups::delete_expired(&mut conn, instance, now - DAY).await?;
    session_verifications::delete_expired(&mut conn, instance, now).await?;
    operator_links::delete_expired(&mut conn, instance, now).await?;
    operator_sessions::delete_expired(&mut conn, instance, now).await?;
    mails::delete_older(&mut conn, instance, now - MAIL_RETENTION).await?;
    webhook_attempts::delete_older(&mut conn, instance, now - app.config.webhooks.attempts_kept).await?;
    conn.commit().await?;
    forget_events(app).await
}

/// A little at a time: those who change something wait for it.
async fn forget_events(app: &App) -> Result<(), StoreError> {
    let Some(kept) = app.config.webhooks.events_kept else { return Ok(()) };
    let before = app.clock.now() - kept;
    loop {
        let mut conn = app.write().await?;
        let deleted = events::delete_first(&mut conn, &app.instance.id, before, EVENTS_AT_ONCE).await?;
        conn.commit().await?;
        if deleted < EVENTS_AT_ONCE {
            return Ok(());
        }
    }
}

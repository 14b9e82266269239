//! Removes what has run out: clients whose cookie ended, codes, tickets, counters, mails.

use crate::{
    clock::{DAY, HOUR},
    state::App,
    store::{
        StoreError, clients, code_sends, counters, mails, operator_links, operator_sessions, session_verifications,
        sign_in_tickets, totp_setups, verifications,
    },
};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(15 * 60);
/// Mails that were sent, and what the local mailbox keeps.
const MAIL_RETENTION: i64 = 30 * DAY;
/// So long one can still be told what became of a ticket.
const TICKET_RETENTION: i64 = 30 * DAY;

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
    conn.commit().await
}

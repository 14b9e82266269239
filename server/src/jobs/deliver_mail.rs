//! Sends the mails that wait in the outbox. Woken after a commit; looks by itself every few seconds as well.

use crate::{
    clock::{MINUTE, Millis, SECOND},
    mail::{MailError, Message},
    metrics,
    state::App,
    store::{StoreError, mails, mails::MailRow},
};
use std::time::Duration;

/// A worker that dies gives its mail back after this; longer than any try may take.
const LEASE: Millis = MINUTE;
const POLL: Duration = Duration::from_secs(5);
/// Waits between tries. A code is worthless after that.
const RETRIES: [Millis; 5] = [5 * SECOND, 20 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE];

/// Runs until the process ends.
pub async fn run(app: App) {
    loop {
        match once(&app).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = tokio::time::timeout(POLL, app.mail_waiting.notified()).await;
            }
            Err(error) => {
                tracing::warn!(%error, "the mail outbox can't be read, will try again: {error}");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// Sends one mail; false when none is due.
pub async fn once(app: &App) -> Result<bool, StoreError> {
    let Some(smtp) = &app.smtp else { return Ok(false) };
    let now = app.clock.now();
    let mut conn = app.write().await?;
    let claimed = mails::claim(&mut conn, &app.instance.id, now, now + LEASE).await?;
    conn.commit().await?;
    let Some(row) = claimed else { return Ok(false) };
    let message = Message {
        to: row.recipient.clone(),
        subject: row.subject.clone(),
        text: row.body_text.clone(),
        html: row.body_html.clone(),
    };
    let outcome = smtp.send(&message).await;
    finish(app, &row, outcome).await?;
    Ok(true)
}

async fn finish(app: &App, row: &MailRow, outcome: Result<(), MailError>) -> Result<(), StoreError> {
    let instance = &app.instance.id;
    let retry = usize::try_from(row.attempts - 1).ok().and_then(|tried| RETRIES.get(tried));
    let mut conn = app.write().await?;
    match (outcome, retry) {
        (Ok(()), _) => {
            metrics::MAILS_SENT.add();
            mails::update_finished(&mut conn, instance, &row.id, true).await?;
        }
        (Err(error @ MailError::Temporary(..)), Some(wait)) => {
            tracing::warn!(mail.id = row.id.as_str(), %error, "a mail could not be sent, will try again: {error}");
            metrics::MAILS_RETRIED.add();
            mails::update_next_attempt(&mut conn, instance, &row.id, app.clock.now() + wait).await?;
        }
        (Err(error), _) => {
            tracing::error!(mail.id = row.id.as_str(), %error, "a mail could not be sent: {error}");
            metrics::MAILS_FAILED.add();
            mails::update_finished(&mut conn, instance, &row.id, false).await?;
        }
    }
    conn.commit().await
}

//! Mails to users, written with the change that causes them.

use super::Cause;
use crate::{
    error::Result,
    mail::{Content, Message, templates::Voice, text},
    metrics, random,
    state::App,
    store::{Conn, email_addresses, mails, mails::MailRow, users::UserRow},
};
use onehop::wire::MailId;

/// The language of whoever causes a mail, and the name it is sent in.
pub fn voice<'a>(app: &'a App, cause: &Cause) -> Voice<'a> {
    let instance = &app.config.instance;
    Voice { text: text::in_language(cause.locale.unwrap_or(instance.language)), app: &instance.name }
}

/// Puts a mail into the outbox. Without a mail server it stays there, for the local mailbox.
pub async fn post(app: &App, conn: &mut Conn, cause: &Cause, message: Message) -> Result<()> {
    let row = MailRow {
        id: MailId::from(random::id(&*app.random, cause.now, MailId::PREFIX)),
        recipient: message.to,
        subject: message.subject,
        body_text: message.text,
        body_html: message.html,
        attempts: 0,
        created_at: cause.now,
    };
    mails::insert(conn, &app.instance.id, &row, app.smtp.is_none()).await?;
    metrics::MAILS_QUEUED.add();
    // Early is harmless: the job finds nothing and looks again.
    app.mail_waiting.notify_one();
    Ok(())
}

/// Tells a user about a change of their account, at the main address if it is verified.
pub async fn tell(app: &App, conn: &mut Conn, cause: &Cause, user: &UserRow, content: Content) -> Result<()> {
    let Some(primary) = user.primary_email_address() else { return Ok(()) };
    match email_addresses::find(conn, &app.instance.id, &user.id, &primary).await? {
        Some(email) if email.verified_at.is_some() => post(app, conn, cause, content.to(&email.email_address)).await,
        _ => Ok(()),
    }
}

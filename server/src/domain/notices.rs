//! Mails, written with the change that causes them.
//!
//! A mail to a person is an event, too: `email.created`, in the same transaction. We deliver our mails ourselves, so nobody
//! who hears of one needs what lets its reader in: codes and links are masked ([`Content::told`]), and neither a receiver
//! of webhooks, nor the feed, the log of tries or the dashboard can be used to sign in as somebody. Mails to operators are
//! about the installation and are no events.

use super::{Cause, events};
use crate::{
    error::Result,
    mail::{Content, templates::Voice, text},
    metrics, random,
    state::App,
    store::{Conn, email_addresses, email_addresses::EmailAddressRow, mails, mails::MailRow, users::UserRow},
};
use onehop::wire::{
    EventType, IdentificationId, MailId, UserId,
    backend::{Email, EmailApp, EmailData, EmailStatus, EmailTag},
};

/// The language of whoever causes a mail, and the name it is sent in.
pub fn voice<'a>(app: &'a App, cause: &Cause) -> Voice<'a> {
    let instance = &app.config.instance;
    Voice { text: text::in_language(cause.locale.unwrap_or(instance.language)), app: &instance.name }
}

/// Who gets a mail.
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    /// At which address.
    pub address: &'a str,
    /// The address's own id and its user's, where somebody has it.
    pub owner: Option<(&'a IdentificationId, &'a UserId)>,
}

impl<'a> Recipient<'a> {
    /// Nobody's address yet.
    pub fn stranger(address: &'a str) -> Self {
        Self { address, owner: None }
    }

    /// An address of a user.
    pub fn user(email: &'a EmailAddressRow) -> Self {
        Self { address: &email.email_address, owner: Some((&email.id, &email.user_id)) }
    }
}

/// Writes a mail to a person, and its event.
pub async fn post(app: &App, conn: &mut Conn, cause: &Cause, to: Recipient<'_>, content: Content) -> Result<()> {
    let id = MailId::from(random::id(&*app.random, cause.now, MailId::PREFIX));
    let email = view(app, &id, to, &content);
    queue(app, conn, cause, id, to.address, content).await?;
    events::emit(app, conn, cause, EventType::EmailCreated, email.id.as_str(), 1, &email).await
}

/// Writes a mail to an operator.
pub async fn post_to_operator(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    address: &str,
    content: Content,
) -> Result<()> {
    let id = MailId::from(random::id(&*app.random, cause.now, MailId::PREFIX));
    queue(app, conn, cause, id, address, content).await
}

/// Tells a user about a change of their account, at the main address if it is verified.
pub async fn tell(app: &App, conn: &mut Conn, cause: &Cause, user: &UserRow, content: Content) -> Result<()> {
    let Some(primary) = user.primary_email_address() else { return Ok(()) };
    match email_addresses::find(conn, &app.instance.id, &user.id, &primary).await? {
        Some(email) if email.verified_at.is_some() => post(app, conn, cause, Recipient::user(&email), content).await,
        _ => Ok(()),
    }
}

/// A mail as the feed tells it.
pub(super) fn view(app: &App, id: &MailId, to: Recipient<'_>, content: &Content) -> Email {
    let (config, told) = (&app.config, content.told());
    Email {
        object: EmailTag,
        id: id.clone(),
        slug: Some(content.slug.to_owned()),
        from_email_name: config.mail.from.email.user().to_owned(),
        reply_to_email_name: None,
        to_email_address: to.address.to_owned(),
        email_address_id: to.owner.map(|(email, _)| email.clone()),
        user_id: to.owner.map(|(_, user)| user.clone()),
        subject: told.subject.clone(),
        body: told.html.clone(),
        body_plain: Some(told.text.clone()),
        status: EmailStatus::Queued,
        data: EmailData {
            app: EmailApp {
                name: config.instance.name.clone(),
                domain_name: config.server.public_url.host_str().unwrap_or_default().to_owned(),
                url: config.absolute(&config.instance.home_url),
            },
        },
        delivered_by_clerk: true,
    }
}

/// Puts a mail into the outbox. Without a mail server it stays there, for the local mailbox.
async fn queue(app: &App, conn: &mut Conn, cause: &Cause, id: MailId, address: &str, content: Content) -> Result<()> {
    let message = content.to(address);
    let row = MailRow {
        id,
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

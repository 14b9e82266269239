//! A mail, as the feed tells it.

use crate::wire::{IdentificationId, MailId, UserId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub EmailTag = "email");

/// A mail that was written to a person: the `data` of `email.created`.
///
/// It is for records, never for sending: the server delivers its mails itself. So whatever lets somebody in, a code or a
/// link with a ticket, reads `••••••` in the subject and in both bodies, and stands nowhere else. Nobody can sign in as
/// somebody by what a receiver, the feed or a log of deliveries shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Email {
    /// Always `email`.
    pub object: EmailTag,
    /// `ema_…`
    pub id: MailId,
    /// Which mail: `verification_code`, `reset_password_code`, `invitation`, `waitlist_invitation`,
    /// `waitlist_confirmation`, `password_changed`, `primary_email_address_changed`, `email_address_added`,
    /// `email_address_removed`, `authenticator_added`, `authenticator_removed`, `backup_codes_made`, or one that a later
    /// version adds.
    pub slug: Option<String>,
    /// Who it is from: what stands before the `@` of the sender.
    pub from_email_name: String,
    /// Always null: answers go to the sender.
    pub reply_to_email_name: Option<String>,
    /// Whom it is to.
    pub to_email_address: String,
    /// The address, where it is one of a user.
    pub email_address_id: Option<IdentificationId>,
    /// Whose address it is. Null where nobody has it yet: somebody who signs up, is invited or waits.
    pub user_id: Option<UserId>,
    /// The subject.
    pub subject: String,
    /// The body in HTML.
    pub body: String,
    /// The body without HTML.
    pub body_plain: Option<String>,
    /// Always `queued`: the event is written with the mail, before it leaves.
    pub status: EmailStatus,
    /// What it was written with, but for codes and links.
    pub data: EmailData,
    /// Always true: the server delivers it, and a receiver must not.
    pub delivered_by_clerk: bool,
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EmailStatus {
    /// About to leave.
    #[default]
    Queued,
}

/// What a mail was written with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EmailData {
    /// In whose name.
    pub app: EmailApp,
}

/// The application that a mail is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EmailApp {
    /// Its name.
    pub name: String,
    /// The host that it is at.
    pub domain_name: String,
    /// Its start page.
    pub url: String,
}

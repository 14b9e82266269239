//! The words of every mail, one value per language: a language that misses a text does not compile.
//!
//! A mail speaks the language of the request that causes it, chosen as the pages choose theirs; where no person's browser
//! asked for it (a backend invites somebody), the one that the configuration names. To add a mail, add a field here, fill
//! it in for each language, and write its function in [`templates`](super::templates).

mod arabic;
mod english;
mod german;

pub use arabic::ARABIC;
pub use english::ENGLISH;
pub use german::GERMAN;

use crate::config::Locale;
use onehop::text::{Language, Plural, Template};

/// A mail with a one-time code. `{app}` is what the site is called, `{code}` the code.
#[derive(Clone, Copy, Debug)]
pub struct CodeMail {
    /// The subject. It has the code in it, so that nobody need open the mail.
    pub subject: Template,
    /// The heading.
    pub title: Template,
    /// What the code is for.
    pub lead: Template,
    /// What it means if it was somebody else.
    pub otherwise: &'static str,
}

/// A mail with a link that works once.
#[derive(Clone, Copy, Debug)]
pub struct LinkMail {
    /// The subject. Without the link: a subject is shown on locked screens.
    pub subject: Template,
    /// The heading.
    pub title: Template,
    /// What the link is for.
    pub lead: Template,
    /// On the button.
    pub button: &'static str,
}

/// A mail about something that happened. `{address}` is the address it is about.
#[derive(Clone, Copy, Debug)]
pub struct NoticeMail {
    /// The subject.
    pub subject: Template,
    /// The heading.
    pub title: &'static str,
    /// What happened, what to do, what it means if it was somebody else.
    pub lines: [Template; 3],
}

/// Every mail in one language.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the English text says what each is")]
pub struct MailText {
    pub language: Language,
    pub code_expiry: Plural,
    pub link_expiry: Plural,
    pub link_otherwise: &'static str,
    pub sign_up_code: CodeMail,
    pub sign_in_code: CodeMail,
    pub step_up_code: CodeMail,
    pub reset_password_code: CodeMail,
    pub verify_email_code: CodeMail,
    pub invitation: LinkMail,
    pub waitlist_invitation: LinkMail,
    pub waitlist_confirmation: NoticeMail,
    pub password_changed: NoticeMail,
    pub email_added: NoticeMail,
    pub email_removed: NoticeMail,
    pub primary_email_changed: NoticeMail,
    pub authenticator_added: NoticeMail,
    pub authenticator_removed: NoticeMail,
    pub backup_codes_made: NoticeMail,
    pub webhook_gone: NoticeMail,
    pub webhook_failing: NoticeMail,
}

/// The mails in a language.
pub fn in_language(locale: Locale) -> &'static MailText {
    match locale {
        Locale::English => &ENGLISH,
        Locale::German => &GERMAN,
        Locale::Arabic => &ARABIC,
    }
}

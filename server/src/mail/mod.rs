//! Mail: its words ([`text`]), how it is put together ([`templates`]) and how it leaves ([`smtp`]).

pub mod smtp;
pub mod templates;
pub mod text;

pub use smtp::{MailError, Smtp};

use std::fmt;

/// Subject and both forms of a body, as a template returns them.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// The subject.
    pub subject: String,
    /// The body for readers without HTML.
    pub text: String,
    /// The body in HTML, a whole document.
    pub html: String,
}

impl Content {
    /// Addresses the content to somebody.
    pub fn to(self, address: &str) -> Message {
        Message { to: address.to_owned(), subject: self.subject, text: self.text, html: self.html }
    }
}

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body for readers without HTML.
    pub text: String,
    /// The body in HTML.
    pub html: String,
}

/// Without anything that was written: subject and body hold codes, the address is personal.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").finish_non_exhaustive()
    }
}

/// Without anything that was written: subject and body hold codes, the address is personal.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").finish_non_exhaustive()
    }
}

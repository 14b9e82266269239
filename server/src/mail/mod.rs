//! Mail: its words ([`text`]), how it is put together ([`templates`]) and how it leaves ([`smtp`]).

pub mod smtp;
pub mod templates;
pub mod text;

pub use smtp::{MailError, Smtp};

use std::fmt;

/// What stands for a code or a link where a mail is told of.
pub const MASK: &str = "••••••";

/// Subject and both forms of a body.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    /// The subject.
    pub subject: String,
    /// The body for readers without HTML.
    pub text: String,
    /// The body in HTML, a whole document.
    pub html: String,
}

/// A mail to nobody yet, as a template returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Which mail it is, to programs.
    pub slug: &'static str,
    /// What it says.
    pub words: Words,
    masked: Option<Words>,
}

impl Content {
    /// A mail that anybody may read who may know that it was sent.
    pub fn open(slug: &'static str, words: Words) -> Self {
        Self { slug, words, masked: None }
    }

    /// A mail with something in it that lets somebody in. It is written twice, the second time with the mask in its place:
    /// no search for the secret can miss it in another form, or show by its gaps where it stood by chance.
    pub fn secret(slug: &'static str, secret: &str, write: impl Fn(&str) -> Words) -> Self {
        Self { slug, words: write(secret), masked: Some(write(MASK)) }
    }

    /// What it says to everybody but its reader.
    pub fn told(&self) -> &Words {
        self.masked.as_ref().unwrap_or(&self.words)
    }

    /// Addresses the content to somebody.
    pub fn to(self, address: &str) -> Message {
        let Words { subject, text, html } = self.words;
        Message { to: address.to_owned(), subject, text, html }
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

/// Without anything that was written: subject and body hold codes.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

/// Without anything that was written.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("slug", &self.slug).finish_non_exhaustive()
    }
}

/// Without anything that was written: subject and body hold codes, the address is personal.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").finish_non_exhaustive()
    }
}

//! What the server would have mailed.

use ::server::{state::App, store::mails};
use std::ops::RangeInclusive;

/// How far back it goes.
const MAILS: i64 = 1_000;
/// How many digits a code may have.
const CODE: RangeInclusive<usize> = 6..=10;

/// All mails of a test server. None leaves the process.
pub struct Mailbox(pub(crate) App);

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body for readers without HTML.
    pub text: String,
    /// The body in HTML.
    pub html: String,
}

impl Mailbox {
    /// All mails, newest first.
    pub async fn all(&self) -> Vec<Mail> {
        let mut conn = self.0.read().await.expect("the database answers");
        let rows = mails::list_recent(&mut conn, &self.0.instance.id, MAILS).await.expect("the mailbox can be read");
        let mail = |row: mails::MailRow| Mail {
            to: row.recipient,
            subject: row.subject,
            text: row.body_text,
            html: row.body_html,
        };
        rows.into_iter().map(mail).collect()
    }

    /// Mails to this address, newest first.
    pub async fn all_to(&self, address: &str) -> Vec<Mail> {
        self.all().await.into_iter().filter(|mail| mail.to == address).collect()
    }

    /// The newest mail to this address. Panics when there is none.
    pub async fn last_to(&self, address: &str) -> Mail {
        let mut mails = self.all_to(address).await;
        assert!(!mails.is_empty(), "no mail was sent to {address}");
        mails.swap_remove(0)
    }
}

impl Mail {
    /// The one-time code in it. Panics when there is none.
    #[track_caller]
    pub fn code(&self) -> String {
        let mut numbers = self.text.split(|c: char| !c.is_ascii_digit());
        numbers
            .find(|number| CODE.contains(&number.len()))
            .unwrap_or_else(|| panic!("no code in {:?}", self.subject))
            .to_owned()
    }

    /// The first address in it that leads somewhere. Panics when there is none.
    #[track_caller]
    pub fn link(&self) -> String {
        let mut words = self.text.split_whitespace();
        let link = words.find(|word| word.starts_with("http://") || word.starts_with("https://"));
        link.unwrap_or_else(|| panic!("no link in {:?}", self.subject)).to_owned()
    }
}

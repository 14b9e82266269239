//! `[mail]`: who mails come from and which server takes them.

use super::environment::Environment;
use super::section::Section;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// The sender and the way out.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The sender of every mail.
    pub from: Mailbox,
    /// `smtp://` or `smtps://`, with credentials. Absent only in development: the local mailbox then keeps the mails.
    pub smtp_url: Option<SecretString>,
}

impl Mail {
    pub(super) fn read(mut section: Section<'_>, environment: Environment) -> Self {
        let expected = "write a mailbox, such as \"Example <no-reply@example.com>\"";
        let local = "Onehop <no-reply@localhost>".parse().expect("a valid mailbox");
        let given: Option<Mailbox> = section.parsed_optional("from", expected);
        let smtp_url = section.secret("smtp_url");
        if smtp_url.as_ref().is_some_and(|url| server(url).is_none()) {
            let mend = "write smtp://USER:PASSWORD@HOST:PORT?tls=required or smtps://USER:PASSWORD@HOST";
            section.problem("smtp_url", "is not the address of a mail server", mend);
        }
        if environment.is_production() {
            match &given {
                None => section.missing("from", expected),
                Some(mailbox) if mailbox.email.domain() == "localhost" => {
                    section.problem("from", "is the sender of development", expected);
                }
                Some(_) => {}
            }
            if smtp_url.is_none() {
                section.missing("smtp_url", "write smtps://USER:PASSWORD@HOST");
            }
        }
        Self { from: given.unwrap_or(local), smtp_url }
    }

    /// The mail server without credentials, or what stands in for it.
    pub fn shown(&self) -> String {
        self.smtp_url.as_ref().and_then(server).unwrap_or_else(|| "the local mailbox, /dev/mailbox".to_owned())
    }
}

fn server(url: &SecretString) -> Option<String> {
    let url = Url::parse(url.expose_secret()).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"))?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{host}{port}", url.scheme()))
}

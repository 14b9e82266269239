//! Sending by SMTP, with a small pool of connections, and telling failures worth another try from those that are not.

use super::Message;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{Error as SmtpError, PoolConfig},
};
use secrecy::{ExposeSecret, SecretString};
use std::{fmt, net::IpAddr, time::Duration};
use tokio::time::timeout;
use url::{Host, Url};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// For one mail from first to last. The library's own limit ends with the connection being made: a server that then
/// falls silent would hold the sender until it hangs up.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);
const MAX_CONNECTIONS: u32 = 4;
const SILENT: &str = "the server did not answer in time";
/// Answers about our own credentials. They say nothing about the mail, which can leave once they are put right.
const AUTHENTICATION_CODES: [u16; 4] = [530, 534, 535, 538];

/// Why a mail did not leave. Neither form shows the recipient or the body.
#[derive(Debug)]
pub enum MailError {
    /// Try again later: the server is away, busy, or does not accept our credentials.
    Temporary(String),
    /// Trying again changes nothing: the address or the mail was refused.
    Permanent(String),
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Temporary(why) => write!(f, "the mail could not be sent yet: {why}"),
            Self::Permanent(why) => write!(f, "the mail was refused: {why}"),
        }
    }
}

impl std::error::Error for MailError {}

/// A setting that cannot work. Never shows the URL, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupError {
    /// The URL is no `smtp://` or `smtps://` URL.
    Url,
    /// The URL would send its password unencrypted to another machine.
    Unencrypted,
    /// The sender is no address.
    From,
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Url => "mail: the URL must be like smtps://user:password@host or smtp://host:port?tls=required",
            Self::Unencrypted => {
                "mail: the URL would send the password unencrypted; use smtps:// or append ?tls=required"
            }
            Self::From => "mail: the sender must be like `Name <address@example.com>`",
        })
    }
}

impl std::error::Error for SetupError {}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
}

impl Smtp {
    /// A server from a URL: `smtps://` for TLS from the start, `smtp://…?tls=required` for STARTTLS, `smtp://` alone
    /// without encryption. No connection is made yet. Call it inside the tokio runtime: the pool starts a task.
    pub fn from_url(url: &SecretString, from: &str) -> Result<Self, SetupError> {
        check_url(url.expose_secret())?;
        let from = from.parse().map_err(|_| SetupError::From)?;
        let pool = PoolConfig::new().max_size(MAX_CONNECTIONS).idle_timeout(IDLE_TIMEOUT);
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
        let builder = builder.map_err(|_| SetupError::Url)?;
        let transport = builder.pool_config(pool).timeout(Some(CONNECT_TIMEOUT)).build();
        Ok(Self { transport, from, timeout: SEND_TIMEOUT })
    }

    /// Gives up on a mail after `timeout` instead of 30 seconds.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Connects, encrypts and signs in as for a mail, and sends none.
    pub async fn greet(&self) -> Result<(), MailError> {
        match timeout(self.timeout, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(MailError::Temporary("the server ended the connection".to_owned())),
            Ok(Err(error)) => Err(classify(&error)),
            Err(_) => Err(MailError::Temporary(SILENT.to_owned())),
        }
    }

    /// Sends one mail and returns once the server took it over.
    pub async fn send(&self, message: &Message) -> Result<(), MailError> {
        let mail = self.compose(message)?;
        match timeout(self.timeout, self.transport.send(mail)).await {
            Ok(sent) => sent.map(drop).map_err(|error| classify(&error)),
            Err(_) => Err(MailError::Temporary(SILENT.to_owned())),
        }
    }

    fn compose(&self, message: &Message) -> Result<lettre::Message, MailError> {
        let refused = |why: &str| MailError::Permanent(why.to_owned());
        // A line break here would begin a header of the attacker's choice.
        if message.to.chars().chain(message.subject.chars()).any(char::is_control) {
            return Err(refused("the recipient or the subject has a control character"));
        }
        let to: Address = message.to.parse().map_err(|_| refused("the recipient is no address"))?;
        // Keeps other machines from answering: replies about holidays, loops between lists.
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.as_str())
            .message_id(None)
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(message.text.clone(), message.html.clone()))
            .map_err(|_| refused("the mail cannot be written"))
    }
}

fn check_url(text: &str) -> Result<(), SetupError> {
    let url = Url::parse(text).map_err(|_| SetupError::Url)?;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(SetupError::Url),
    };
    let is_encrypted =
        url.scheme() == "smtps" || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    if url.password().is_some() && !is_encrypted && !is_local {
        return Err(SetupError::Unencrypted);
    }
    Ok(())
}

fn classify(error: &SmtpError) -> MailError {
    // The server's own words are left out: they often repeat the address.
    let code = error.status().map(u16::from);
    let why = match code {
        Some(code) => format!("the server answered {code}"),
        None if error.is_timeout() => SILENT.to_owned(),
        None if error.is_tls() => "no encrypted connection could be made".to_owned(),
        None if error.is_client() => "the server lacks something this mail needs".to_owned(),
        None => "the server could not be reached".to_owned(),
    };
    let is_about_us = code.is_some_and(|code| AUTHENTICATION_CODES.contains(&code));
    if (error.is_permanent() && !is_about_us) || error.is_client() {
        MailError::Permanent(why)
    } else {
        MailError::Temporary(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{templates, text};

    fn set_up(url: &str, from: &str) -> Result<(), SetupError> {
        Smtp::from_url(&SecretString::from(url), from).map(drop)
    }

    #[tokio::test]
    async fn urls_and_senders_that_work_are_accepted() {
        for url in [
            "smtp://127.0.0.1:1025",
            "smtp://mail.example.com:25",
            "smtps://user:secret@mail.example.com",
            "smtp://user:secret@mail.example.com:587?tls=required",
            "smtp://user:secret@localhost:1025",
            "smtp://user:secret@127.0.0.1:1025",
        ] {
            assert_eq!(set_up(url, "Onehop <no-reply@example.com>"), Ok(()), "{url}");
        }
    }

    #[tokio::test]
    async fn password_is_not_sent_unencrypted_to_another_machine() {
        for url in ["smtp://user:secret@mail.example.com", "smtp://user:secret@mail.example.com:587?tls=opportunistic"]
        {
            let error = set_up(url, "a@example.com").unwrap_err();
            assert_eq!(error, SetupError::Unencrypted);
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[tokio::test]
    async fn settings_that_cannot_work_are_refused() {
        for url in ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://a.example?tls=maybe"] {
            assert_eq!(set_up(url, "a@example.com"), Err(SetupError::Url), "{url}");
        }
        for from in ["", "nobody", "a@example.com\r\nBcc: b@example.com"] {
            assert_eq!(set_up("smtp://127.0.0.1:1025", from), Err(SetupError::From), "{from}");
        }
    }

    #[tokio::test]
    async fn message_shows_nothing_when_logged() {
        let message = message();
        assert_eq!(format!("{message:?}"), "Message { .. }");
    }

    fn message() -> Message {
        let voice = templates::Voice { text: &text::ENGLISH, app: "Acme" };
        templates::sign_in_code(voice, "123456", 10).to("anna@example.com")
    }
}

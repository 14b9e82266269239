//! The way mails go out.

use super::Findings;
use crate::{
    config::Config,
    mail::{Message, Smtp},
};
use std::time::Duration;

/// Nobody waits longer for a greeting.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn check(findings: &mut Findings, config: &Config, to: Option<&str>) {
    let shown = config.mail.shown();
    let Some(url) = &config.mail.smtp_url else {
        findings.ok("mail.server", format!("none: mails stay in {shown}"));
        return;
    };
    let smtp = match Smtp::from_url(url, &config.mail.from.to_string()) {
        Ok(smtp) => smtp.with_timeout(PATIENCE),
        Err(error) => {
            findings.fail("mail.server", error.to_string(), "mend [mail] smtp_url and from");
            return;
        }
    };
    if let Err(error) = smtp.greet().await {
        let mend = "mend [mail] smtp_url: host, port, tls, user and password; and let this machine through to it";
        findings.fail("mail.server", format!("{shown}: {error}"), mend);
        return;
    }
    findings.ok("mail.server", format!("{shown} greets us and takes our name"));
    let Some(to) = to else { return };
    let name = &config.instance.name;
    let message = Message {
        to: to.to_owned(),
        subject: format!("{name}: a test"),
        text: format!("{name} can send mail. This was sent by `onehop doctor --mail-to`.\n"),
        html: "<p>This was sent by <code>onehop doctor --mail-to</code>: mails can be sent.</p>".to_owned(),
    };
    match smtp.send(&message).await {
        Ok(()) => findings.ok("mail.sent", format!("{shown} has taken a mail to {to}")),
        Err(error) => {
            let mend = "see what the mail server's log says about the sender and this recipient";
            findings.fail("mail.sent", error.to_string(), mend);
        }
    }
}

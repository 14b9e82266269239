//! How every mail is put together from its words ([`text`](super::text)). Pure functions: values in, subject and both
//! bodies out, and both once more without what is secret in them.
//!
//! Calm and short: what happened, what to do, what it means if it was not you. The HTML has one column, a few inline
//! styles and no image, follows light and dark, and says exactly what the text says. Mail
//! programs drop attributes of the document, so the direction stands at its body too.

use super::{
    Content, Words,
    text::{CodeMail, LinkMail, MailText, NoticeMail},
};
use onehop::text::{Direction, Plural, Template};

/// In which language, and in whose name, a mail is written.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// The words.
    pub text: &'static MailText,
    /// What the site is called.
    pub app: &'a str,
}

/// A code that finishes a sign-up.
pub fn sign_up_code(voice: Voice<'_>, code: &str, minutes: u32) -> Content {
    with_code(voice, "verification_code", &voice.text.sign_up_code, code, minutes)
}

/// A code that signs somebody in.
pub fn sign_in_code(voice: Voice<'_>, code: &str, minutes: u32) -> Content {
    with_code(voice, "verification_code", &voice.text.sign_in_code, code, minutes)
}

/// A code by which somebody who is signed in proves again that it is them.
pub fn step_up_code(voice: Voice<'_>, code: &str, minutes: u32) -> Content {
    with_code(voice, "verification_code", &voice.text.step_up_code, code, minutes)
}

/// A code that lets somebody choose a new password.
pub fn reset_password_code(voice: Voice<'_>, code: &str, minutes: u32) -> Content {
    with_code(voice, "reset_password_code", &voice.text.reset_password_code, code, minutes)
}

/// A code that confirms an address added to an account.
pub fn verify_email_code(voice: Voice<'_>, code: &str, minutes: u32) -> Content {
    with_code(voice, "verification_code", &voice.text.verify_email_code, code, minutes)
}

/// Notice that the password was changed.
pub fn password_changed(voice: Voice<'_>) -> Content {
    notice(voice, "password_changed", &voice.text.password_changed, "")
}

/// Tells an operator that an endpoint wants nothing more.
pub fn webhook_gone(voice: Voice<'_>, url: &str) -> Content {
    notice(voice, "webhook_gone", &voice.text.webhook_gone, url)
}

/// Tells an operator that an endpoint was given up.
pub fn webhook_failing(voice: Voice<'_>, url: &str) -> Content {
    notice(voice, "webhook_failing", &voice.text.webhook_failing, url)
}

/// Notice that sign-in asks for a code of an authenticator app from now on.
pub fn authenticator_added(voice: Voice<'_>) -> Content {
    notice(voice, "authenticator_added", &voice.text.authenticator_added, "")
}

/// Notice that sign-in asks for no second factor any more.
pub fn authenticator_removed(voice: Voice<'_>) -> Content {
    notice(voice, "authenticator_removed", &voice.text.authenticator_removed, "")
}

/// Notice that the account has new backup codes.
pub fn backup_codes_made(voice: Voice<'_>) -> Content {
    notice(voice, "backup_codes_made", &voice.text.backup_codes_made, "")
}

/// Tells somebody that they are on the waiting list.
pub fn waitlist_confirmation(voice: Voice<'_>) -> Content {
    notice(voice, "waitlist_confirmation", &voice.text.waitlist_confirmation, "")
}

/// Notice that an address was added to the account.
pub fn email_added(voice: Voice<'_>, address: &str) -> Content {
    notice(voice, "email_address_added", &voice.text.email_added, address)
}

/// Notice that an address was removed from the account.
pub fn email_removed(voice: Voice<'_>, address: &str) -> Content {
    notice(voice, "email_address_removed", &voice.text.email_removed, address)
}

/// Notice that another address is the main one from now on.
pub fn primary_email_changed(voice: Voice<'_>, address: &str) -> Content {
    notice(voice, "primary_email_address_changed", &voice.text.primary_email_changed, address)
}

/// Asks somebody to sign up, at this address.
pub fn invitation(voice: Voice<'_>, url: &str, days: i64) -> Content {
    with_link(voice, "invitation", &voice.text.invitation, url, days)
}

/// The same to somebody who waited.
pub fn waitlist_invitation(voice: Voice<'_>, url: &str, days: i64) -> Content {
    with_link(voice, "waitlist_invitation", &voice.text.waitlist_invitation, url, days)
}

impl Voice<'_> {
    /// A value amid words that run the other way keeps its own order by marks, which nobody sees.
    fn fill(self, template: Template, values: &[(&str, &str)]) -> String {
        match self.text.language.direction {
            Direction::Ltr => template.fill_bare(values),
            Direction::Rtl => template.fill(values),
        }
    }

    fn count(self, text: Plural, count: impl TryInto<u32>) -> String {
        text.in_language(self.text.language.plural, count.try_into().unwrap_or(u32::MAX))
    }
}

fn with_link(voice: Voice<'_>, slug: &'static str, mail: &LinkMail, url: &str, days: i64) -> Content {
    let say = |template: Template| voice.fill(template, &[("app", voice.app)]);
    let (title, lead) = (say(mail.title), say(mail.lead));
    let (expiry, otherwise) = (voice.count(voice.text.link_expiry, days), voice.text.link_otherwise);
    Content::secret(slug, url, |url| {
        let body = [paragraph(&lead), link_button(url, mail.button), paragraph(&expiry), quiet(otherwise)].concat();
        Words {
            subject: one_line(&say(mail.subject)),
            text: plain(voice, &[&title, &lead, url, &expiry, otherwise]),
            html: page(voice, &title, &body),
        }
    })
}

fn with_code(voice: Voice<'_>, slug: &'static str, mail: &CodeMail, code: &str, minutes: u32) -> Content {
    let (expiry, otherwise) = (voice.count(voice.text.code_expiry, minutes), mail.otherwise);
    Content::secret(slug, code, |code| {
        let say = |template: Template| voice.fill(template, &[("app", voice.app), ("code", code)]);
        let (title, lead) = (say(mail.title), say(mail.lead));
        let body = [paragraph(&lead), code_block(code), paragraph(&expiry), quiet(otherwise)].concat();
        Words {
            subject: one_line(&say(mail.subject)),
            text: plain(voice, &[&title, &lead, &format!("    {code}"), &expiry, otherwise]),
            html: page(voice, &title, &body),
        }
    })
}

fn notice(voice: Voice<'_>, slug: &'static str, mail: &NoticeMail, address: &str) -> Content {
    let say = |template: Template| voice.fill(template, &[("app", voice.app), ("address", address)]);
    let lines = mail.lines.map(say);
    let body: String = lines.iter().map(|line| paragraph(line)).collect();
    let parts: Vec<&str> = std::iter::once(mail.title).chain(lines.iter().map(String::as_str)).collect();
    let words = Words {
        subject: one_line(&say(mail.subject)),
        text: plain(voice, &parts),
        html: page(voice, mail.title, &body),
    };
    Content::open(slug, words)
}

/// The body without HTML.
fn plain(voice: Voice<'_>, parts: &[&str]) -> String {
    format!("{}\n\n-- \n{}\n", parts.join("\n\n"), voice.app)
}

/// A subject is a header: whatever an application's name contains, it stays on one line.
fn one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn paragraph(text: &str) -> String {
    format!("<p style=\"margin:0 0 16px\">{}</p>\n", escape(text))
}

fn quiet(text: &str) -> String {
    format!("<p class=\"quiet\" style=\"margin:0;color:#5b6472;font-size:14px\">{}</p>\n", escape(text))
}

fn code_block(code: &str) -> String {
    format!(
        "<p class=\"code\" dir=\"ltr\" style=\"margin:0 0 16px;padding:16px;border-radius:8px;background:#f1f3f6;text-align:center;\
         font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.2em\">{}</p>\n",
        escape(code)
    )
}

/// The address stands below, for readers whose program shows no links.
fn link_button(url: &str, label: &str) -> String {
    let url = escape(url);
    format!(
        "<p style=\"margin:0 0 16px;text-align:center\"><a href=\"{url}\" style=\"display:inline-block;padding:12px 24px;\
         border-radius:8px;background:#1a1f27;color:#ffffff;font-weight:600;text-decoration:none\">{}</a></p>\n\
         <p class=\"quiet\" dir=\"ltr\" style=\"margin:0 0 16px;color:#5b6472;font-size:13px;overflow-wrap:anywhere\">{url}</p>\n",
        escape(label)
    )
}

fn page(voice: Voice<'_>, title: &str, body: &str) -> String {
    let (app, title) = (escape(voice.app), escape(title));
    let (tag, direction) = (voice.text.language.tag, voice.text.language.direction.as_str());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>@media (prefers-color-scheme: dark) {{\n\
         body {{ background:#111418 !important; color:#e8ebef !important }}\n\
         .card {{ background:#1a1f25 !important; border-color:#2c333c !important }}\n\
         .code {{ background:#252c35 !important }}\n.quiet {{ color:#9aa4b2 !important }}\n}}</style>\n</head>\n\
         <body dir=\"{direction}\" style=\"margin:0;padding:32px 16px;background:#f6f7f9;color:#1a1f27;\
         font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n\
         <div class=\"card\" style=\"max-width:480px;margin:0 auto;padding:32px;background:#ffffff;\
         border:1px solid #e3e6eb;border-radius:12px\">\n\
         <h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.3\">{title}</h1>\n{body}</div>\n\
         <p class=\"quiet\" style=\"max-width:480px;margin:16px auto 0;text-align:center;color:#5b6472;font-size:13px\">\
         <bdi>{app}</bdi></p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;

//! The words of every mail. Pure functions: values in, subject and both bodies out.
//!
//! Calm and short: what happened, what to do, what it means if it was not you. The HTML has one column, a few inline
//! styles and no image, follows light and dark, and says exactly what the text says.

use super::Content;

/// A code that finishes a sign-up.
pub fn sign_up_code(app: &str, code: &str, minutes: u32) -> Content {
    with_code(Code {
        app,
        code,
        minutes,
        subject: format!("{code} is your code for {app}"),
        title: format!("Welcome to {app}"),
        lead: "Enter this code to confirm your e-mail address and finish signing up:".to_owned(),
        otherwise: "If you did not sign up, you need not do anything: without the code no account is made.",
    })
}

/// A code that signs somebody in.
pub fn sign_in_code(app: &str, code: &str, minutes: u32) -> Content {
    with_code(Code {
        app,
        code,
        minutes,
        subject: format!("{code} is your sign-in code for {app}"),
        title: format!("Sign in to {app}"),
        lead: "Enter this code to sign in:".to_owned(),
        otherwise: "If you are not signing in right now, do not pass this code on to anybody. Without it nobody gets in.",
    })
}

/// A code by which somebody who is signed in proves again that it is them.
pub fn step_up_code(app: &str, code: &str, minutes: u32) -> Content {
    with_code(Code {
        app,
        code,
        minutes,
        subject: format!("{code} is your verification code for {app}"),
        title: "Confirm that it is you".to_owned(),
        lead: format!("Enter this code to go on with a change of your {app} account:"),
        otherwise: "If you are not changing your account right now, somebody else may be signed in to it: end the sessions \
                    you do not know and change your password. Do not pass this code on to anybody.",
    })
}

/// A code that lets somebody choose a new password.
pub fn reset_password_code(app: &str, code: &str, minutes: u32) -> Content {
    with_code(Code {
        app,
        code,
        minutes,
        subject: format!("{code} is your password reset code for {app}"),
        title: "Choose a new password".to_owned(),
        lead: format!("Enter this code to choose a new password for {app}:"),
        otherwise: "If you did not ask for this, you can ignore it: your password stays as it is. \
                    Do not pass this code on to anybody.",
    })
}

/// A code that confirms an address added to an account.
pub fn verify_email_code(app: &str, code: &str, minutes: u32) -> Content {
    with_code(Code {
        app,
        code,
        minutes,
        subject: format!("{code} confirms your e-mail address for {app}"),
        title: "Confirm your e-mail address".to_owned(),
        lead: format!("Enter this code to add this address to your {app} account:"),
        otherwise: "If you did not add this address to an account, you need not do anything: without the code it is not added.",
    })
}

/// Notice that the password was changed.
pub fn password_changed(app: &str) -> Content {
    let subject = format!("Your {app} password was changed");
    let lines = [
        format!("The password of your {app} account was changed just now."),
        "If that was you, all is well.".to_owned(),
        format!(
            "If it was not, reset your password on the sign-in page of {app} and end the sessions you do not know."
        ),
    ];
    notice(app, subject, "Your password was changed", &lines)
}

/// Notice that an address was added to the account.
pub fn email_added(app: &str, address: &str) -> Content {
    let subject = format!("An e-mail address was added to your {app} account");
    let lines = [
        format!("The address {address} was added to your {app} account and can now be used to sign in."),
        "If that was you, all is well.".to_owned(),
        "If it was not, remove the address in your account and change your password.".to_owned(),
    ];
    notice(app, subject, "An address was added", &lines)
}

/// Notice that an address was removed from the account.
pub fn email_removed(app: &str, address: &str) -> Content {
    let subject = format!("An e-mail address was removed from your {app} account");
    let lines = [
        format!("The address {address} was removed from your {app} account and can no longer be used to sign in."),
        "If that was you, all is well.".to_owned(),
        "If it was not, sign in, change your password and end the sessions you do not know.".to_owned(),
    ];
    notice(app, subject, "An address was removed", &lines)
}

/// Notice that another address is the main one from now on.
pub fn primary_email_changed(app: &str, address: &str) -> Content {
    let subject = format!("The main e-mail address of your {app} account was changed");
    let lines = [
        format!("From now on {address} is the main address of your {app} account."),
        "If you expected that, all is well.".to_owned(),
        format!("If you did not, ask those who run {app} for help."),
    ];
    notice(app, subject, "Your main address was changed", &lines)
}

/// Notice that sign-in asks for a code of an authenticator app from now on.
pub fn authenticator_added(app: &str) -> Content {
    let subject = format!("An authenticator app was added to your {app} account");
    let lines = [
        format!("From now on, signing in to {app} asks for a code of your authenticator app."),
        "If that was you, all is well. Keep the backup codes where you find them without your phone.".to_owned(),
        format!("If it was not, change your password at once and ask those who run {app} for help."),
    ];
    notice(app, subject, "An authenticator app was added", &lines)
}

/// Notice that sign-in asks for no second factor any more.
pub fn authenticator_removed(app: &str) -> Content {
    let subject = format!("The authenticator app was removed from your {app} account");
    let lines = [
        format!("From now on, signing in to {app} asks for no code of an authenticator app any more."),
        "If that was you, all is well.".to_owned(),
        "If it was not, sign in, change your password and end the sessions you do not know.".to_owned(),
    ];
    notice(app, subject, "The authenticator app was removed", &lines)
}

/// Notice that the account has new backup codes.
pub fn backup_codes_made(app: &str) -> Content {
    let subject = format!("New backup codes for your {app} account");
    let lines = [
        format!("New backup codes were made for your {app} account. The old ones do not work any more."),
        "If that was you, all is well. Keep the new ones where you find them without your phone.".to_owned(),
        "If it was not, change your password at once and end the sessions you do not know.".to_owned(),
    ];
    notice(app, subject, "New backup codes were made", &lines)
}

/// Somebody tried to sign up with the address of an account that exists.
pub fn account_exists(app: &str) -> Content {
    let subject = format!("You already have a {app} account");
    let lines = [
        format!("Somebody, perhaps you, tried to sign up for {app} with this address. It already has an account."),
        "To get in, sign in instead. If you forgot the password, you can reset it on the sign-in page.".to_owned(),
        "If that was not you, you need not do anything: nothing was changed.".to_owned(),
    ];
    notice(app, subject, "You already have an account", &lines)
}

/// Asks somebody to sign up, at this address.
pub fn invitation(app: &str, url: &str, days: i64) -> Content {
    with_link(Link {
        app,
        url,
        days,
        subject: format!("You are invited to {app}"),
        title: format!("You are invited to {app}"),
        lead: format!("Somebody at {app} invites you to make an account. Open this page to accept:"),
        button: "Accept the invitation",
    })
}

/// The same to somebody who waited.
pub fn waitlist_invitation(app: &str, url: &str, days: i64) -> Content {
    with_link(Link {
        app,
        url,
        days,
        subject: format!("You can join {app} now"),
        title: format!("Your wait for {app} is over"),
        lead: "You are off the waiting list. Open this page to make your account:".to_owned(),
        button: "Make my account",
    })
}

/// Tells somebody that they are on the waiting list.
pub fn waitlist_confirmation(app: &str) -> Content {
    let subject = format!("You are on the waiting list of {app}");
    let lines = [
        format!("Somebody, hopefully you, put this address on the waiting list of {app}."),
        "You get another mail as soon as it is your turn.".to_owned(),
        "If that was not you, you need not do anything: without you no account is made.".to_owned(),
    ];
    notice(app, subject, "You are on the waiting list", &lines)
}

struct Link<'a> {
    app: &'a str,
    url: &'a str,
    days: i64,
    subject: String,
    title: String,
    lead: String,
    button: &'a str,
}

fn with_link(mail: Link<'_>) -> Content {
    let Link { app, url, days, subject, title, lead, button } = mail;
    let unit = if days == 1 { "day" } else { "days" };
    let expiry =
        format!("It works once and for {days} {unit}. Do not pass it on: it makes an account with this address.");
    let otherwise = "If you did not expect this, you need not do anything: without you no account is made.";
    let text = format!("{title}\n\n{lead}\n\n{url}\n\n{expiry}\n\n{otherwise}\n\n-- \n{app}\n");
    let body = [paragraph(&lead), link_button(url, button), paragraph(&expiry), quiet(otherwise)].concat();
    Content { subject: one_line(&subject), text, html: page(app, &title, &body) }
}

struct Code<'a> {
    app: &'a str,
    code: &'a str,
    minutes: u32,
    subject: String,
    title: String,
    lead: String,
    otherwise: &'a str,
}

fn with_code(mail: Code<'_>) -> Content {
    let Code { app, code, minutes, subject, title, lead, otherwise } = mail;
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let expiry = format!("It works once and for {minutes} {unit}.");
    let text = format!("{title}\n\n{lead}\n\n    {code}\n\n{expiry}\n\n{otherwise}\n\n-- \n{app}\n");
    let body = [paragraph(&lead), code_block(code), paragraph(&expiry), quiet(otherwise)].concat();
    Content { subject: one_line(&subject), text, html: page(app, &title, &body) }
}

fn notice(app: &str, subject: String, title: &str, lines: &[String]) -> Content {
    let text = format!("{title}\n\n{}\n\n-- \n{app}\n", lines.join("\n\n"));
    let body: String = lines.iter().map(|line| paragraph(line)).collect();
    Content { subject: one_line(&subject), text, html: page(app, title, &body) }
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
        "<p class=\"code\" style=\"margin:0 0 16px;padding:16px;border-radius:8px;background:#f1f3f6;text-align:center;\
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
         <p class=\"quiet\" style=\"margin:0 0 16px;color:#5b6472;font-size:13px;overflow-wrap:anywhere\">{url}</p>\n",
        escape(label)
    )
}

fn page(app: &str, title: &str, body: &str) -> String {
    let (app, title) = (escape(app), escape(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>@media (prefers-color-scheme: dark) {{\n\
         body {{ background:#111418 !important; color:#e8ebef !important }}\n\
         .card {{ background:#1a1f25 !important; border-color:#2c333c !important }}\n\
         .code {{ background:#252c35 !important }}\n.quiet {{ color:#9aa4b2 !important }}\n}}</style>\n</head>\n\
         <body style=\"margin:0;padding:32px 16px;background:#f6f7f9;color:#1a1f27;\
         font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n\
         <div class=\"card\" style=\"max-width:480px;margin:0 auto;padding:32px;background:#ffffff;\
         border:1px solid #e3e6eb;border-radius:12px\">\n\
         <h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.3\">{title}</h1>\n{body}</div>\n\
         <p class=\"quiet\" style=\"max-width:480px;margin:16px auto 0;text-align:center;color:#5b6472;font-size:13px\">\
         {app}</p>\n</body>\n</html>\n"
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
mod tests {
    use super::*;

    fn all(app: &str, value: &str) -> Vec<Content> {
        vec![
            sign_up_code(app, value, 10),
            sign_in_code(app, value, 10),
            step_up_code(app, value, 10),
            reset_password_code(app, value, 10),
            verify_email_code(app, value, 10),
            password_changed(app),
            authenticator_added(app),
            authenticator_removed(app),
            backup_codes_made(app),
            email_added(app, value),
            email_removed(app, value),
            account_exists(app),
            waitlist_confirmation(app),
        ]
    }

    #[test]
    fn the_link_of_an_invitation_is_in_both_bodies_and_cannot_become_markup() {
        let url = "https://app.example.com/sign-up?a=b&__clerk_ticket=\"<x>";
        for content in [invitation("Acme & Co", url, 30), waitlist_invitation("Acme & Co", url, 1)] {
            assert!(content.text.contains(url));
            let escaped = "https://app.example.com/sign-up?a=b&amp;__clerk_ticket=&quot;&lt;x&gt;";
            assert!(content.html.contains(&format!("href=\"{escaped}\"")), "{}", content.html);
            assert!(!content.subject.contains("ticket"), "a subject is shown on locked screens");
        }
        assert!(invitation("Acme", url, 30).text.contains("for 30 days"));
        assert!(waitlist_invitation("Acme", url, 1).text.contains("for 1 day."));
    }

    #[test]
    fn code_is_in_subject_and_in_both_bodies() {
        for content in &all("Acme", "492817")[..4] {
            for part in [&content.subject, &content.text, &content.html] {
                assert!(part.contains("492817"), "{part}");
            }
            assert!(content.text.contains("10 minutes") && content.html.contains("10 minutes"));
        }
    }

    #[test]
    fn values_cannot_become_markup() {
        for content in all("<b>Acme</b> & \"Co\"", "<script>'") {
            assert!(!content.html.contains("<b>") && !content.html.contains("<script"), "{}", content.html);
            assert!(content.html.contains("&lt;b&gt;Acme&lt;/b&gt; &amp; &quot;Co&quot;"));
        }
    }

    #[test]
    fn subject_stays_on_one_line() {
        for content in all("Acme\r\nBcc: eve@example.com", "1") {
            assert!(!content.subject.contains(['\r', '\n']), "{:?}", content.subject);
        }
    }

    #[test]
    fn html_follows_dark_and_loads_nothing() {
        for content in all("Acme", "1") {
            assert!(content.html.contains("prefers-color-scheme: dark"));
            for outside in ["http:", "https:", "src=", "href=", "url("] {
                assert!(!content.html.contains(outside), "{outside}");
            }
        }
    }

    #[test]
    fn one_minute_is_singular() {
        assert!(sign_in_code("Acme", "1", 1).text.contains("for 1 minute."));
    }

    #[test]
    fn notices_name_the_address() {
        assert!(email_added("Acme", "a@example.com").text.contains("a@example.com"));
        assert!(email_removed("Acme", "a@example.com").html.contains("a@example.com"));
    }
}

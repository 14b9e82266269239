//! What holds for every mail in every language.

use super::*;
use crate::mail::text::{ARABIC, ENGLISH, GERMAN};

const TEXTS: [&MailText; 3] = [&ENGLISH, &GERMAN, &ARABIC];

fn codes(voice: Voice<'_>, code: &str, minutes: u32) -> [Content; 5] {
    [
        sign_up_code(voice, code, minutes),
        sign_in_code(voice, code, minutes),
        step_up_code(voice, code, minutes),
        reset_password_code(voice, code, minutes),
        verify_email_code(voice, code, minutes),
    ]
}

fn notices(voice: Voice<'_>, address: &str) -> [Content; 8] {
    [
        password_changed(voice),
        authenticator_added(voice),
        authenticator_removed(voice),
        backup_codes_made(voice),
        waitlist_confirmation(voice),
        email_added(voice, address),
        email_removed(voice, address),
        primary_email_changed(voice, address),
    ]
}

fn links(voice: Voice<'_>, url: &str, days: i64) -> [Content; 2] {
    [invitation(voice, url, days), waitlist_invitation(voice, url, days)]
}

/// Every mail without a link, in every language.
fn all(app: &str, value: &str) -> Vec<(&'static MailText, Content)> {
    TEXTS
        .into_iter()
        .flat_map(|text| {
            let voice = Voice { text, app };
            let mails = codes(voice, value, 10).into_iter().chain(notices(voice, value));
            mails.map(move |content| (text, content)).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_link_of_an_invitation_is_in_both_bodies_and_cannot_become_markup() {
    let url = "https://app.example.com/sign-up?a=b&__clerk_ticket=\"<x>";
    let escaped = "https://app.example.com/sign-up?a=b&amp;__clerk_ticket=&quot;&lt;x&gt;";
    for text in TEXTS {
        for content in links(Voice { text, app: "Acme & Co" }, url, 30) {
            assert!(content.text.lines().any(|line| line == url), "{}", content.text);
            assert!(content.html.contains(&format!("href=\"{escaped}\"")), "{}", content.html);
            assert!(!content.subject.contains("ticket"), "a subject is shown on locked screens");
        }
    }
    let voice = Voice { text: &ENGLISH, app: "Acme" };
    assert!(invitation(voice, url, 30).text.contains("for 30 days"));
    assert!(waitlist_invitation(voice, url, 1).text.contains("for 1 day."));
}

#[test]
fn code_is_in_subject_and_in_both_bodies() {
    for text in TEXTS {
        for content in codes(Voice { text, app: "Acme" }, "492817", 10) {
            for part in [&content.subject, &content.text, &content.html] {
                assert!(part.contains("492817"), "{part}");
            }
            assert!(content.text.contains("\n    492817\n") && content.html.contains(">492817</p>"));
            assert!(content.text.contains("10 ") && content.html.contains("10 "));
        }
    }
}

#[test]
fn values_cannot_become_markup() {
    for (_, content) in all("<b>Acme</b> & \"Co\"", "<script>'") {
        assert!(!content.html.contains("<b>") && !content.html.contains("<script"), "{}", content.html);
        assert!(content.html.contains("&lt;b&gt;Acme&lt;/b&gt; &amp; &quot;Co&quot;"));
    }
}

#[test]
fn values_are_never_read_as_slots() {
    for (_, content) in all("{code}{address}", "{app}") {
        assert!(content.text.contains("{code}{address}"), "{}", content.text);
    }
}

#[test]
fn subject_stays_on_one_line() {
    for (_, content) in all("Acme\r\nBcc: eve@example.com", "1") {
        assert!(!content.subject.contains(['\r', '\n']), "{:?}", content.subject);
    }
}

#[test]
fn html_follows_dark_and_loads_nothing() {
    for (_, content) in all("Acme", "1") {
        assert!(content.html.contains("prefers-color-scheme: dark"));
        for outside in ["http:", "https:", "src=", "href=", "url("] {
            assert!(!content.html.contains(outside), "{outside}");
        }
    }
}

#[test]
fn a_mail_says_its_language_and_direction_and_leaves_nothing_in_english() {
    for (text, content) in all("Acme", "1") {
        let (tag, direction) = (text.language.tag, text.language.direction.as_str());
        let root = format!("<html lang=\"{tag}\" dir=\"{direction}\">");
        assert!(content.html.contains(&root) && content.html.contains(&format!("<body dir=\"{direction}\"")));
        assert!(!content.html.contains('{') || content.html.contains("@media"), "{}", content.html);
        assert!(!content.text.contains(['{', '}']), "a slot is left: {}", content.text);
    }
    let count = all("Acme", "1").len() / TEXTS.len();
    let of = |index: usize| all("Acme", "1").into_iter().skip(index * count).take(count);
    for other in [1, 2] {
        for ((_, english), (_, translated)) in of(0).zip(of(other)) {
            assert_ne!(english.subject, translated.subject);
            let shared: Vec<&str> =
                english.text.lines().filter(|line| line.len() > 8 && translated.text.contains(line)).collect();
            assert_eq!(shared, [""; 0]);
        }
    }
}

#[test]
fn values_amid_arabic_keep_their_own_order() {
    let voice = Voice { text: &ARABIC, app: "Acme (EU)" };
    assert!(email_added(voice, "a@example.com").text.contains("\u{2068}a@example.com\u{2069}"));
    assert!(sign_in_code(voice, "492817", 10).subject.starts_with("\u{2068}492817\u{2069} "));
    assert!(!email_added(Voice { text: &GERMAN, ..voice }, "a@example.com").text.contains('\u{2068}'));
}

#[test]
fn numbers_have_their_forms() {
    let said = |text, minutes| sign_in_code(Voice { text, app: "Acme" }, "1", minutes).text;
    assert!(said(&ENGLISH, 1).contains("for 1 minute."));
    assert!(said(&GERMAN, 1).contains("1 Minute lang."));
    assert!(said(&ARABIC, 2).contains("دقيقتين") && said(&ARABIC, 10).contains("10 دقائق"));
}

#[test]
fn notices_name_the_address() {
    for text in TEXTS {
        let voice = Voice { text, app: "Acme" };
        assert!(email_added(voice, "a@example.com").text.contains("a@example.com"));
        assert!(email_removed(voice, "a@example.com").html.contains("a@example.com"));
        assert!(primary_email_changed(voice, "a@example.com").html.contains("a@example.com"));
    }
}

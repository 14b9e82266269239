//! What holds for every mail in every language.

use super::*;
use crate::mail::{
    MASK,
    text::{ARABIC, ENGLISH, GERMAN},
};

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
            assert!(content.words.text.lines().any(|line| line == url), "{}", content.words.text);
            assert!(content.words.html.contains(&format!("href=\"{escaped}\"")), "{}", content.words.html);
            assert!(!content.words.subject.contains("ticket"), "a subject is shown on locked screens");
        }
    }
    let voice = Voice { text: &ENGLISH, app: "Acme" };
    assert!(invitation(voice, url, 30).words.text.contains("for 30 days"));
    assert!(waitlist_invitation(voice, url, 1).words.text.contains("for 1 day."));
}

#[test]
fn code_is_in_subject_and_in_both_bodies() {
    for text in TEXTS {
        for content in codes(Voice { text, app: "Acme" }, "492817", 10) {
            for part in [&content.words.subject, &content.words.text, &content.words.html] {
                assert!(part.contains("492817"), "{part}");
            }
            assert!(content.words.text.contains("\n    492817\n") && content.words.html.contains(">492817</p>"));
            assert!(content.words.text.contains("10 ") && content.words.html.contains("10 "));
        }
    }
}

#[test]
fn values_cannot_become_markup() {
    for (_, content) in all("<b>Acme</b> & \"Co\"", "<script>'") {
        assert!(
            !content.words.html.contains("<b>") && !content.words.html.contains("<script"),
            "{}",
            content.words.html
        );
        assert!(content.words.html.contains("&lt;b&gt;Acme&lt;/b&gt; &amp; &quot;Co&quot;"));
    }
}

#[test]
fn values_are_never_read_as_slots() {
    for (_, content) in all("{code}{address}", "{app}") {
        assert!(content.words.text.contains("{code}{address}"), "{}", content.words.text);
    }
}

#[test]
fn subject_stays_on_one_line() {
    for (_, content) in all("Acme\r\nBcc: eve@example.com", "1") {
        assert!(!content.words.subject.contains(['\r', '\n']), "{:?}", content.words.subject);
    }
}

#[test]
fn html_follows_dark_and_loads_nothing() {
    for (_, content) in all("Acme", "1") {
        assert!(content.words.html.contains("prefers-color-scheme: dark"));
        for outside in ["http:", "https:", "src=", "href=", "url("] {
            assert!(!content.words.html.contains(outside), "{outside}");
        }
    }
}

#[test]
fn a_mail_says_its_language_and_direction_and_leaves_nothing_in_english() {
    for (text, content) in all("Acme", "1") {
        let (tag, direction) = (text.language.tag, text.language.direction.as_str());
        let root = format!("<html lang=\"{tag}\" dir=\"{direction}\">");
        assert!(
            content.words.html.contains(&root) && content.words.html.contains(&format!("<body dir=\"{direction}\""))
        );
        assert!(!content.words.html.contains('{') || content.words.html.contains("@media"), "{}", content.words.html);
        assert!(!content.words.text.contains(['{', '}']), "a slot is left: {}", content.words.text);
    }
    let count = all("Acme", "1").len() / TEXTS.len();
    let of = |index: usize| all("Acme", "1").into_iter().skip(index * count).take(count);
    for other in [1, 2] {
        for ((_, english), (_, translated)) in of(0).zip(of(other)) {
            assert_ne!(english.words.subject, translated.words.subject);
            let shared: Vec<&str> = english
                .words
                .text
                .lines()
                .filter(|line| line.len() > 8 && translated.words.text.contains(line))
                .collect();
            assert_eq!(shared, [""; 0]);
        }
    }
}

#[test]
fn values_amid_arabic_keep_their_own_order() {
    let voice = Voice { text: &ARABIC, app: "Acme (EU)" };
    assert!(email_added(voice, "a@example.com").words.text.contains("\u{2068}a@example.com\u{2069}"));
    assert!(sign_in_code(voice, "492817", 10).words.subject.starts_with("\u{2068}492817\u{2069} "));
    assert!(!email_added(Voice { text: &GERMAN, ..voice }, "a@example.com").words.text.contains('\u{2068}'));
}

#[test]
fn numbers_have_their_forms() {
    let said = |text, minutes| sign_in_code(Voice { text, app: "Acme" }, "1", minutes).words.text;
    assert!(said(&ENGLISH, 1).contains("for 1 minute."));
    assert!(said(&GERMAN, 1).contains("1 Minute lang."));
    assert!(said(&ARABIC, 2).contains("دقيقتين") && said(&ARABIC, 10).contains("10 دقائق"));
}

#[test]
fn notices_name_the_address() {
    for text in TEXTS {
        let voice = Voice { text, app: "Acme" };
        assert!(email_added(voice, "a@example.com").words.text.contains("a@example.com"));
        assert!(email_removed(voice, "a@example.com").words.html.contains("a@example.com"));
        assert!(primary_email_changed(voice, "a@example.com").words.html.contains("a@example.com"));
    }
}

/// Every mail with something in it that lets somebody in: first that, then the mail.
fn secrets(voice: Voice<'_>) -> Vec<(&'static str, Content)> {
    const CODE: &str = "111418";
    const URL: &str = "https://app.example.com/join?next=\"a&b\"&__clerk_ticket=T1ck&t&__clerk_status=sign_up";
    let codes = codes(voice, CODE, 10).into_iter().map(|content| (CODE, content));
    codes.chain(links(voice, URL, 30).into_iter().map(|content| (URL, content))).collect()
}

#[test]
fn what_is_told_of_a_mail_has_neither_its_code_nor_its_link_in_any_form() {
    for text in TEXTS {
        let voice = Voice { text, app: "Acme" };
        let blank = [codes(voice, MASK, 10).to_vec(), links(voice, MASK, 30).to_vec()].concat();
        for ((secret, content), blank) in secrets(voice).into_iter().zip(blank) {
            let told = content.told();
            // To the letter what is written around any other secret: nothing about it can be read off.
            assert_eq!((told, content.slug), (&blank.words, blank.slug));
            for part in [&told.text, &told.html] {
                assert!(part.contains(MASK), "{part}");
            }
            for form in [secret, &escape(secret), "__clerk_ticket", "T1ck", "app.example.com"] {
                let is_in_style = form == "111418";
                let html = if is_in_style { told.html.replace("#111418", "") } else { told.html.clone() };
                for part in [&told.subject, &told.text, &html] {
                    assert!(!part.contains(form), "{form}: {part}");
                }
            }
            assert!(content.words.text.contains(secret) && content.words.html.contains(&escape(secret)));
        }
    }
}

#[test]
fn what_is_told_of_a_notice_is_what_it_says() {
    for (_, content) in all("Acme", "a@example.com").into_iter().filter(|(_, content)| !content.slug.ends_with("_code"))
    {
        assert_eq!(content.told(), &content.words);
    }
}

#[test]
fn programs_know_mails_by_the_words_of_the_contract() {
    let voice = Voice { text: &ENGLISH, app: "Acme" };
    let slugs: Vec<&str> = codes(voice, "1", 10)
        .into_iter()
        .chain(links(voice, "1", 1))
        .chain(notices(voice, "a@example.com"))
        .map(|content| content.slug)
        .collect();
    let expected = "verification_code verification_code verification_code reset_password_code verification_code invitation \
                    waitlist_invitation password_changed authenticator_added authenticator_removed backup_codes_made \
                    waitlist_confirmation email_address_added email_address_removed primary_email_address_changed";
    assert_eq!(slugs, expected.split_whitespace().collect::<Vec<_>>());
}

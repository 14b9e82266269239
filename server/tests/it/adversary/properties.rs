//! Identifiers, made at random: what is taken is one thing, and what looks like it is not another.

use super::times;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use server::domain::identifiers::{email, normalize_email, username};
use std::collections::HashMap;

fn runner(short: usize, long: usize) -> TestRunner {
    let cases = u32::try_from(times(short, long)).expect("a number of cases");
    TestRunner::new(Config { cases, failure_persistence: None, max_global_rejects: u32::MAX, ..Config::default() })
}

/// Letters that trouble whoever compares texts.
const ODD: &str = "\u{0}\t\n\r\u{1b} \u{a0}\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{fe0f}\u{e0061}\u{3164}\u{2800}\
                   ,;:<>()[]\"'\\@＠﹫，；＜＞。．｡․%!#$&*+/=?^_`{|}~-.İıſßẞÅÅéé́ﬁａＡ①аеорсух АВЕαοΑΟΒｅ𝐚ªᵃʰ\u{0301}\u{0327}😀中文日本ไทยעبא";

fn part() -> impl Strategy<Value = String> {
    let odd: Vec<char> = ODD.chars().collect();
    let letter = prop_oneof![6 => proptest::char::range('a', 'z'), 2 => proptest::char::range('A', 'Z'), 1 => proptest::char::range('0', '9'), 3 => proptest::sample::select(odd), 1 => any::<char>()];
    vec(letter, 0..12).prop_map(String::from_iter)
}

fn address() -> impl Strategy<Value = String> {
    (part(), part(), part(), part()).prop_map(|(before, local, domain, end)| match before.len() % 4 {
        0 => format!("{local}@{domain}.{end}"),
        1 => format!("{local}@{domain}.example"),
        2 => format!("{before}{local}@example.com"),
        _ => format!("{before}@{local}@{domain}.{end}"),
    })
}

/// What somebody sees: without what has no shape, and with the letters that look alike as one.
fn seen(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let lower = text.to_lowercase();
    lower
        .nfkc()
        .filter(|letter| !matches!(*letter as u32, 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0x3164 | 0x2800 | 0xe0000..=0xe0fff))
        .map(|letter| match letter {
            'а' | 'α' => 'a',
            'е' => 'e',
            'о' | 'ο' => 'o',
            'р' => 'p',
            'с' => 'c',
            'у' => 'y',
            'х' => 'x',
            other => other,
        })
        .collect()
}

#[test]
fn an_address_that_is_taken_is_one_address_and_compares_as_itself() {
    let taken = std::cell::Cell::new(0_usize);
    let result = runner(20_000, 1_000_000).run(&address(), |text| {
        let Ok(email) = email(&text, "email_address") else { return Ok(()) };
        taken.set(taken.get() + 1);
        let (address, normalized) = (&email.address, &email.normalized);
        prop_assert_eq!(&normalize_email(normalized), normalized, "compared twice is compared once: {:?}", text);
        prop_assert_eq!(&normalize_email(address), normalized);
        prop_assert!(crate_ok(normalized), "what is stored is itself an address: {:?}", text);
        prop_assert_eq!(address.matches('@').count(), 1, "{:?}", text);
        let is_list =
            address.contains([',', ';', ':', '<', '>', '(', ')', '"', '\\', '[', ']', ' ', '\r', '\n', '\0', '\t']);
        prop_assert!(!is_list, "no list, group, comment, quote or line: {:?}", text);
        let is_unseen = address.chars().any(|letter| {
            letter.is_control()
                || letter.is_whitespace()
                || matches!(letter as u32, 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff)
        });
        prop_assert!(!is_unseen, "nothing without a shape, nothing that turns the line around: {:?}", text);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert!(taken.get() > 300, "{} were taken", taken.get());
}

fn crate_ok(text: &str) -> bool {
    email(text, "email_address").is_ok_and(|again| again.normalized == text)
}

#[test]
fn no_two_addresses_that_look_alike_are_both_taken() {
    let known = std::cell::RefCell::new(HashMap::<String, String>::new());
    let plain = [
        "ada@example.com",
        "paypal@example.com",
        "aeo@example.com",
        "scope@example.com",
        "née@example.com",
        "fi@example.com",
    ];
    let swaps: Vec<(usize, char)> = (0..8).flat_map(|at| ODD.chars().map(move |letter| (at, letter))).collect();
    let pairs = (proptest::sample::select(plain.to_vec()), proptest::sample::select(swaps), any::<bool>());
    let check = |text: &str| -> Result<(), TestCaseError> {
        let Ok(email) = email(text, "email_address") else { return Ok(()) };
        let mut known = known.borrow_mut();
        let before = known.entry(seen(&email.normalized)).or_insert_with(|| email.normalized.clone());
        prop_assert_eq!(&*before, &email.normalized, "two accounts, one look");
        Ok(())
    };
    let result = runner(8_000, 300_000).run(&pairs, |(text, (at, letter), is_added)| {
        check(text)?;
        let mut letters: Vec<char> = text.chars().collect();
        let at = at.min(letters.len());
        if is_added || at == letters.len() {
            letters.insert(at, letter)
        } else {
            letters[at] = letter
        }
        check(&letters.into_iter().collect::<String>())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    for (one, other) in [
        ("ada@example.com", "ada@ｅxample.com"),
        ("ada@example.com", "ada@example。com"),
        ("ada@exämple.de", "ada@exa\u{308}mple.de"),
        ("é@example.com", "e\u{301}@example.com"),
        ("ada@example.com", "аda@example.com"),
        ("ada@example.com", "ada@еxample.com"),
        ("ada@example.com", "ada\u{200b}@example.com"),
        ("ada@example.com", "ada@exam\u{ad}ple.com"),
        ("ada@exämple.de", "ada@xn--exmple-cua.de"),
        ("fi@example.com", "ﬁ@example.com"),
    ] {
        let (one, other) = (email(one, "email_address").ok(), email(other, "email_address").ok());
        let names = [one, other].map(|email| email.map(|email| email.normalized));
        assert!(names[0].is_none() || names[1].is_none() || names[0] == names[1], "{names:?}");
    }
    for fine in [
        "jörg@exämple.de",
        "иван@пример.рф",
        "χρήστης@παράδειγμα.ελ",
        "用户@例子.公司",
        "o'brien@example.ie",
        "straße@example.de",
        "用户@example.com",
    ] {
        assert!(email(fine, "email_address").is_ok(), "{fine} is how people write");
    }
}

#[test]
fn a_username_is_plain_letters_whatever_is_typed() {
    let result = runner(8_000, 300_000).run(&part(), |text| {
        let Ok(name) = username(&text) else { return Ok(()) };
        prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        prop_assert!(!name.contains('@'), "never an address");
        prop_assert_eq!(username(&name).ok(), Some(name));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

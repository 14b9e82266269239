//! Identifiers: how e-mail addresses and usernames are checked, compared and refused.

use crate::error::{Error, Result};
use onehop::wire::ErrorCode;
use unicode_normalization::is_nfkc;

/// RFC 5321, 4.5.3.1: a path has at most 256 octets with its angle brackets.
const MAX_EMAIL: usize = 254;
/// Bounds of usernames, as the environment tells them.
pub const USERNAME: std::ops::RangeInclusive<usize> = 4..=64;
/// Longest first or last name, in characters.
const MAX_NAME: usize = 256;

/// An address as typed, and as compared: lower case, nothing else folded. (Dots and plus tags mean something to some
/// providers and nothing to others; guessing would join strangers' accounts.)
pub struct Email {
    /// As typed.
    pub address: String,
    /// As compared.
    pub normalized: String,
}

/// Checks an e-mail address.
pub fn email(text: &str, param: &str) -> Result<Email> {
    let address = text.trim();
    if address.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, param).text("Enter an email address."));
    }
    // Some letters have no lower case of one letter: what is compared must be an address too.
    let normalized = normalize_email(address);
    if !is_email(address) || !is_email(&normalized) {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param)
            .text("Enter an email address such as name@example.com."));
    }
    Ok(Email { address: address.to_owned(), normalized })
}

/// An address or anything else as it is compared.
pub fn normalize_email(address: &str) -> String {
    address.trim().to_lowercase()
}

/// An address, as compared, without the dots that Gmail ignores; every other text as it is.
pub fn dotless(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain @ ("gmail.com" | "googlemail.com"))) => format!("{}@{domain}", local.replace('.', "")),
        _ => address.to_owned(),
    }
}

/// A phone number in the form of E.164: a plus sign and 7 to 15 digits. Spaces, hyphens, dots and parentheses between
/// them are left out.
pub fn phone(text: &str, param: &str) -> Result<String> {
    let number = normalize_phone(text);
    let digits = number.strip_prefix('+').unwrap_or_default();
    let is_number = (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if !is_number {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param)
            .text("Enter a phone number with its country code, such as +14155552671."));
    }
    Ok(number)
}

/// The form in which numbers are compared.
pub fn normalize_phone(text: &str) -> String {
    text.trim().chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect()
}

/// A wallet's address: 1 to 128 letters and digits.
pub fn wallet(text: &str, param: &str) -> Result<String> {
    let wallet = text.trim();
    if !(1..=128).contains(&wallet.len()) || !wallet.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param));
    }
    Ok(wallet.to_owned())
}

/// Is this text told from all others by looking at it? Nothing in it is invisible or turns the reading around, no letter
/// is another way to write a plainer one, and no word mixes Latin letters with those of scripts that look like them.
fn is_distinct(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_nfkc(&lower) && !text.chars().any(is_unseen) && text.split(|c: char| !c.is_alphanumeric()).all(is_of_one_look)
}

/// Letters without a shape of their own: joiners, marks of direction, fillers, selectors, tags.
fn is_unseen(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f
        | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x2800 | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
        | 0xfff0..=0xffff | 0x1d173..=0x1d17a | 0xe000..=0xf8ff | 0xe0000..=0x10ffff)
}

fn is_of_one_look(word: &str) -> bool {
    let has_latin =
        word.chars().any(|c| c.is_ascii_alphabetic() || matches!(u32::from(c), 0xc0..=0x24f | 0x1e00..=0x1eff));
    let is_greek = |c: char| matches!(u32::from(c), 0x370..=0x3ff | 0x1f00..=0x1fff);
    let is_cyrillic =
        |c: char| matches!(u32::from(c), 0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f);
    let is_alike = |c: char| matches!(u32::from(c), 0x250..=0x2af | 0x530..=0x58f | 0x13a0..=0x13ff | 0xab30..=0xabbf | 0xa4d0..=0xa4ff);
    let scripts = [has_latin, word.chars().any(is_greek), word.chars().any(is_cyrillic), word.chars().any(is_alike)];
    scripts.into_iter().filter(|is_there| *is_there).count() <= 1
}

/// Is this the one way to write a domain? `xn--…` stands for other letters, and some letters for plainer ones: whoever
/// sends mail reads all of them as one domain.
fn is_canonical(domain: &str) -> bool {
    let lower = domain.to_lowercase();
    let (decoded, is_valid) = idna::domain_to_unicode(&lower);
    is_valid.is_ok() && decoded == lower
}

fn is_email(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    // Beyond ASCII letters and digits alone: no mail can be sent to a sign or a mark.
    let is_plain = |c: char| {
        (c.is_ascii() || c.is_alphanumeric())
            && !c.is_control()
            && !c.is_whitespace()
            && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\\' | '@')
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    address.len() <= MAX_EMAIL
        && (1..=64).contains(&local.len())
        && local.chars().all(is_plain)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && (address.is_ascii() || is_distinct(address))
        && is_canonical(domain)
}

/// Checks a username.
pub fn username(text: &str) -> Result<String> {
    let name = text.trim();
    let length = name.chars().count();
    let refuse = |code| Err(Error::param(code, "username"));
    if !USERNAME.contains(&length) {
        let bounds = format!("Use {} to {} characters.", USERNAME.start(), USERNAME.end());
        return refuse(ErrorCode::FormUsernameInvalidLength).map_err(|error: Error| error.text(bounds));
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return refuse(ErrorCode::FormUsernameInvalidCharacter);
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return refuse(ErrorCode::FormUsernameNeedsNonNumberChar);
    }
    Ok(name.to_owned())
}

/// Checks a first or last name; empty clears it.
pub fn name(text: &str, param: &str) -> Result<Option<String>> {
    let name = text.trim();
    if name.chars().count() > MAX_NAME {
        return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, param)
            .text(format!("Use at most {MAX_NAME} characters.")));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

/// The error of an identifier that is in use.
pub fn taken(param: &str) -> Error {
    let text = match param {
        "username" => "This username is taken. Choose another one.",
        _ => "This email address is in use. Sign in, or use another one.",
    };
    Error::param(ErrorCode::FormIdentifierExists, param).text(text)
}

/// An address as it may be shown to somebody who hasn't proven to own it: `a•••@e•••.com`.
pub fn mask(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "•••".to_owned() };
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let (host, ending) = domain.split_once('.').unwrap_or((domain, ""));
    format!("{}•••@{}•••.{ending}", first(local), first(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have_are_accepted() {
        for address in
            ["a@b.co", "first.last+tag@sub.example.com", "o'brien@example.ie", "jörg@exämple.de", "x_1@ex-ample.museum"]
        {
            assert!(email(address, "email_address").is_ok(), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        for address in [
            "",
            " ",
            "a",
            "a@b",
            "@b.co",
            "a@.co",
            "a@b..co",
            "a b@c.de",
            "a@b.co\nBcc: x@y.z",
            "<a@b.co>",
            "a@-b.co",
            ".a@b.co",
            "a..b@c.de",
            "a@b@c.de",
            "\u{330}@example.com",
            "\u{1f600}@example.com",
            "\u{130}@example.com",
            &long,
        ] {
            assert!(email(address, "email_address").is_err(), "{address}");
        }
    }

    #[test]
    fn usernames_have_bounds() {
        assert!(username("Ada-Lovelace_1").is_ok());
        for name in ["abc", "1234", "with space", "ünïcode", &"a".repeat(65)] {
            assert!(username(name).is_err(), "{name}");
        }
    }

    #[test]
    fn masked_addresses_show_only_initials() {
        assert_eq!(mask("ada@example.com"), "a•••@e•••.com");
    }
}

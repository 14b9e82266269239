//! Identifiers: how e-mail addresses and usernames are checked, compared and refused.

use crate::error::{Error, Result};
use onehop::wire::ErrorCode;

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
    if !is_email(address) {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param)
            .text("Enter an email address such as name@example.com."));
    }
    Ok(Email { address: address.to_owned(), normalized: normalize_email(address) })
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

fn is_email(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let is_plain = |c: char| {
        !c.is_control()
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

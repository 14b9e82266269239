//! Known devices: browsers in which somebody has signed in to an account before. Their tries at it are counted apart,
//! so that a stranger can lock everybody else out of an account, but not them.
//!
//! A browser keeps one mark per account, signed, without the account's name: only who asks about an account learns
//! whether a mark is its. A mark ends with its lifetime and with the password it was made under.

use crate::{
    clock::{DAY, Millis, SECOND},
    keys::token_hash::{hmac_hex, is_equal},
    random,
    state::App,
    store::users::UserRow,
};
use std::fmt;

/// How long a device is known after a sign-in.
pub const LIFETIME: Millis = 180 * DAY;
/// Accounts that one browser is known for; the newest stay.
const MAX_MARKS: usize = 10;
/// Hexadecimal digits of a signature: 128 bits.
const SIGNATURE_LENGTH: usize = 32;
const MAX_ID_LENGTH: usize = 64;

/// What a browser brings: its own random name, and the marks of the accounts it is known for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Devices {
    id: Option<String>,
    marks: Vec<Mark>,
}

/// Somebody signed in, in this second.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    at: i64,
    signature: String,
}

impl Devices {
    /// Reads a cookie's value: `id.second-signature.second-signature`. Anything else is an unknown browser's.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split('.');
        let id = parts.next().filter(|id| is_id(id));
        let marks: Option<Vec<Mark>> = parts.map(Mark::parse).collect();
        match (id, marks) {
            (Some(id), Some(marks)) if marks.len() <= MAX_MARKS => Self { id: Some(id.to_owned()), marks },
            _ => Self::default(),
        }
    }

    /// This browser's name, if it is known for this account.
    pub fn known_for(&self, app: &App, user: &UserRow, now: Millis) -> Option<&str> {
        let id = self.id.as_deref()?;
        let mut marks = self.marks.iter().filter(|mark| mark.is_good_at(now));
        marks.any(|mark| mark.is_of(app, id, user)).then_some(id)
    }

    /// The same browser with a new mark for this account, in the place of the one it had.
    #[must_use]
    pub fn remember(&self, app: &App, user: &UserRow, now: Millis) -> Self {
        let id = self.id.clone().unwrap_or_else(|| random::id(&*app.random, now, ""));
        let at = now.div_euclid(SECOND);
        let signature = sign(app, &id, user, at);
        let others = self.marks.iter().filter(|mark| mark.is_good_at(now) && !mark.is_of(app, &id, user)).cloned();
        let marks = std::iter::once(Mark { at, signature }).chain(others).take(MAX_MARKS).collect();
        Self { id: Some(id), marks }
    }
}

impl fmt::Display for Devices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id.as_deref().unwrap_or_default())?;
        self.marks.iter().try_for_each(|mark| write!(f, ".{}-{}", mark.at, mark.signature))
    }
}

impl Mark {
    fn parse(text: &str) -> Option<Self> {
        let (at, signature) = text.split_once('-')?;
        let is_signature =
            signature.len() == SIGNATURE_LENGTH && signature.bytes().all(|byte| byte.is_ascii_hexdigit());
        let at = at.parse().ok().filter(|at| (0..=i64::from(u32::MAX)).contains(at))?;
        is_signature.then(|| Self { at, signature: signature.to_owned() })
    }

    fn is_good_at(&self, now: Millis) -> bool {
        now - self.at * SECOND < LIFETIME
    }

    fn is_of(&self, app: &App, id: &str, user: &UserRow) -> bool {
        is_equal(&self.signature, &sign(app, id, user, self.at))
    }
}

fn is_id(text: &str) -> bool {
    (1..=MAX_ID_LENGTH).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn sign(app: &App, id: &str, user: &UserRow, at: i64) -> String {
    let password = user.password_digest.as_deref().unwrap_or_default();
    let mut signature = hmac_hex(&*app.device_key, &format!("{id}|{}|{at}|{password}", user.id));
    signature.truncate(SIGNATURE_LENGTH);
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["abc".to_owned(), format!("abc.1795300000-{SIGNATURE}"), format!("a1.1-{SIGNATURE}.2-{SIGNATURE}")]
        {
            assert_eq!(Devices::parse(&text).to_string(), text);
        }
    }

    #[test]
    fn what_we_never_write_is_an_unknown_browser() {
        let long = "a".repeat(65);
        let many = format!("a{}", format!(".1-{SIGNATURE}").repeat(MAX_MARKS + 1));
        let bad = [
            "",
            ".",
            "a|b",
            &long,
            &many,
            "a.",
            "a.1",
            "a.1-short",
            &format!("a.-1-{SIGNATURE}"),
            &format!("a.4294967296-{SIGNATURE}"),
            &format!("a.1-{SIGNATURE}0"),
            &format!("a.1-{}", SIGNATURE.replace('0', "g")),
        ];
        for text in bad {
            assert_eq!(Devices::parse(text), Devices::default(), "{text}");
        }
    }
}

//! Typed look-ups in one section. A value of the wrong kind is a problem and the default stands in, so that the
//! reading goes on and finds the other problems too.

use super::raw::Raw;
use super::reader::Reader;
use secrecy::SecretString;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// One section of the configuration being read.
pub(super) struct Section<'a> {
    reader: &'a mut Reader,
    name: &'static str,
}

impl<'a> Section<'a> {
    pub(super) fn new(reader: &'a mut Reader, name: &'static str) -> Self {
        Self { reader, name }
    }

    /// A text; the empty text means the default.
    pub(super) fn text(&mut self, key: &str, default: &str) -> String {
        self.optional(key).unwrap_or_else(|| default.to_owned())
    }

    /// A text that may be absent; the empty text means absent.
    pub(super) fn optional(&mut self, key: &str) -> Option<String> {
        match self.find(key)? {
            Raw::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            _ => {
                self.problem(key, "is not a text", "put it in quotation marks");
                None
            }
        }
    }

    /// A text that must not be shown.
    pub(super) fn secret(&mut self, key: &str) -> Option<SecretString> {
        self.optional(key).map(SecretString::from)
    }

    /// A text that stands for something else, such as an address. `expected` says what to write.
    pub(super) fn parsed<T: FromStr>(&mut self, key: &str, default: &str, expected: &str) -> T {
        let parsed = self.parsed_optional(key, expected);
        parsed.or_else(|| default.parse().ok()).expect("defaults are valid")
    }

    /// As [`Section::parsed`], without a default.
    pub(super) fn parsed_optional<T: FromStr>(&mut self, key: &str, expected: &str) -> Option<T> {
        let text = self.optional(key)?;
        self.parse(key, &text, expected)
    }

    /// A list of texts that stand for something else; one text with commas in the environment.
    pub(super) fn list<T: FromStr>(&mut self, key: &str, expected: &str) -> Vec<T> {
        let items = match self.find(key) {
            None => Vec::new(),
            Some(Raw::List(items)) => items,
            Some(Raw::Text(text)) => text.split(',').map(str::to_owned).collect(),
            Some(_) => {
                self.problem(key, "is not a list of texts", expected);
                Vec::new()
            }
        };
        let items: Vec<_> = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).collect();
        items.into_iter().filter_map(|item| self.parse(key, item, expected)).collect()
    }

    /// A whole number within `allowed`.
    pub(super) fn whole<T: TryFrom<u64>>(&mut self, key: &str, default: u64, allowed: RangeInclusive<u64>) -> T {
        let given = match self.find(key) {
            None => Some(default),
            Some(Raw::Whole(number)) => u64::try_from(number).ok(),
            Some(Raw::Text(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        let number = given.filter(|number| allowed.contains(number)).unwrap_or_else(|| {
            let mend = format!("write a number from {} to {}, such as {default}", allowed.start(), allowed.end());
            self.problem(key, "is not a whole number in the allowed range", &mend);
            default
        });
        T::try_from(number).ok().expect("the allowed range fits the type")
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, key: &str, default: bool) -> bool {
        let given = match self.find(key) {
            None => Some(default),
            Some(Raw::Flag(flag)) => Some(flag),
            Some(Raw::Text(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        given.unwrap_or_else(|| {
            self.problem(key, "is neither true nor false", "write one of the two, without quotation marks in the file");
            default
        })
    }

    /// Records a problem with `key`. `wrong` must not repeat a secret.
    pub(super) fn problem(&mut self, key: &str, wrong: &str, mend: &str) {
        let path = self.path(key);
        self.reader.problem(&path, wrong.to_owned(), mend.to_owned());
    }

    /// Records that production needs `key`.
    pub(super) fn missing(&mut self, key: &str, mend: &str) {
        let path = self.path(key);
        self.reader.missing(&path, mend);
    }

    fn parse<T: FromStr>(&mut self, key: &str, text: &str, expected: &str) -> Option<T> {
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.problem(key, &format!("\"{text}\" is not valid here"), expected);
        }
        parsed
    }

    fn find(&mut self, key: &str) -> Option<Raw> {
        let path = self.path(key);
        self.reader.find(&path)
    }

    fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.name)
    }
}

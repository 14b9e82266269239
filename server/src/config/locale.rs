//! The languages that pages and mails speak.

use onehop::text::{ARABIC, ENGLISH, GERMAN, Text};
use std::str::FromStr;

/// A language that pages and mails speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    /// `en`
    English,
    /// `de`
    German,
    /// `ar`
    Arabic,
}

/// The text is no tag of a language that is spoken here.
#[derive(Debug)]
pub struct UnknownLocale;

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// The texts of pages.
    pub fn pages(self) -> &'static Text {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
            Self::Arabic => &ARABIC,
        }
    }

    /// All languages of pages, this one first: who wishes for none of them gets it.
    pub fn first(self) -> &'static [&'static Text] {
        match self {
            Self::English => &[&ENGLISH, &GERMAN, &ARABIC],
            Self::German => &[&GERMAN, &ENGLISH, &ARABIC],
            Self::Arabic => &[&ARABIC, &ENGLISH, &GERMAN],
        }
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(tag: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|known| known.pages().language.tag == tag).ok_or(UnknownLocale)
    }
}

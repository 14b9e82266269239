//! What a language is beside its texts: its name, its direction, how it counts.

use super::Texts;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, as `<html lang>` has it: `de`.
    pub tag: &'static str,
    /// Its own name for itself: `Deutsch`.
    pub name: &'static str,
    /// The tag that dates and times are written by: `ar-u-nu-latn` for Arabic with the digits of codes and keyboards.
    pub dates: &'static str,
    /// Which way it runs.
    pub direction: Direction,
    /// How it counts.
    pub plural: PluralRule,
}

/// Which way a language runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Which form of a [`Plural`](super::Plural) a number takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralRule {
    /// One form for all numbers, as in Japanese.
    Other,
    /// One, and all others: as in English.
    OneOther,
    /// Six forms.
    Arabic,
}

impl Direction {
    /// As `<html dir>` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl PluralRule {
    /// 0 to 4 for zero, one, two, few and many; 5 for other.
    pub(super) fn form(self, count: u32) -> usize {
        match (self, count) {
            (Self::OneOther | Self::Arabic, 1) => 1,
            (Self::Other | Self::OneOther, _) => 5,
            (Self::Arabic, 0) => 0,
            (Self::Arabic, 2) => 2,
            (Self::Arabic, _) => match count % 100 {
                3..=10 => 3,
                11..=99 => 4,
                _ => 5,
            },
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::OneOther => "one",
            Self::Arabic => "arabic",
        }
    }
}

/// Direction and rule travel by name.
impl Texts for Language {
    fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
        for text in [&mut self.tag, &mut self.name, &mut self.dates] {
            see(text);
        }
        let mut direction = self.direction.as_str();
        see(&mut direction);
        self.direction = if direction == Direction::Rtl.as_str() { Direction::Rtl } else { Direction::Ltr };
        let mut rule = self.plural.as_str();
        see(&mut rule);
        let rules = [PluralRule::OneOther, PluralRule::Arabic];
        self.plural = rules.into_iter().find(|known| known.as_str() == rule).unwrap_or(PluralRule::Other);
    }
}

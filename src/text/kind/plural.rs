//! A text about a number of things.

use super::Texts;
use crate::text::{PluralRule, use_text};

/// A text about `{count}` things, with the forms that languages have. A form left empty is the same as `other`; which
/// one a number takes is the language's [`PluralRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    /// For nothing.
    pub zero: &'static str,
    /// For one.
    pub one: &'static str,
    /// For two.
    pub two: &'static str,
    /// For a few.
    pub few: &'static str,
    /// For many.
    pub many: &'static str,
    /// For all others.
    pub other: &'static str,
}

impl Plural {
    /// The forms of a language that tells one from all others.
    pub const fn two(one: &'static str, other: &'static str) -> Self {
        Self { zero: "", one, two: "", few: "", many: "", other }
    }

    /// The text for so many, in the language of the page.
    pub fn of(self, count: u32) -> String {
        self.in_language(use_text().language.plural, count)
    }

    /// The text for so many.
    pub fn in_language(self, rule: PluralRule, count: u32) -> String {
        let form = match rule.form(count) {
            0 => self.zero,
            1 => self.one,
            2 => self.two,
            3 => self.few,
            4 => self.many,
            _ => "",
        };
        let form = if form.is_empty() { self.other } else { form };
        form.replace("{count}", &count.to_string())
    }
}

impl Texts for Plural {
    fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
        for form in [&mut self.zero, &mut self.one, &mut self.two, &mut self.few, &mut self.many, &mut self.other] {
            see(form);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_german_tell_one_from_the_others() {
        let keys = Plural::two("{count} key", "{count} keys");
        let said = |count| keys.in_language(PluralRule::OneOther, count);
        assert_eq!([said(0), said(1), said(2)], ["0 keys", "1 key", "2 keys"]);
    }

    #[test]
    fn arabic_has_six_forms() {
        let forms = Plural { zero: "zero", one: "one", two: "two", few: "few", many: "many", other: "other" };
        let said = |count| forms.in_language(PluralRule::Arabic, count);
        for (count, form) in [
            (0, "zero"),
            (1, "one"),
            (2, "two"),
            (3, "few"),
            (10, "few"),
            (11, "many"),
            (99, "many"),
            (100, "other"),
            (102, "other"),
            (103, "few"),
            (111, "many"),
            (1_000, "other"),
        ] {
            assert_eq!(said(count), form, "{count}");
        }
    }
}

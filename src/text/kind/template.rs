//! A text with slots for values.

use super::Texts;
use leptos::prelude::*;

/// A text with named slots in braces: `Sent to {address}`. Each language puts them where its grammar wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template(
    /// The text with its slots.
    pub &'static str,
);

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Text(&'static str),
    Slot(&'static str),
}

impl Template {
    /// The text with these values in its slots. Each is isolated, so that a value in another direction stays in one
    /// piece and leaves what is around it alone.
    pub fn fill(self, values: &[(&str, &str)]) -> String {
        self.fill_between(values, ["\u{2068}", "\u{2069}"])
    }

    /// The same without marks around the values, for where they would do harm: subjects of mails in languages that run
    /// as the values do.
    pub fn fill_bare(self, values: &[(&str, &str)]) -> String {
        self.fill_between(values, ["", ""])
    }

    fn fill_between(self, values: &[(&str, &str)], [before, after]: [&str; 2]) -> String {
        let mut text = String::with_capacity(self.0.len() + 32);
        for part in self.parts() {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Slot(name) => {
                    let value = values.iter().find(|(slot, _)| *slot == name).map_or("", |(_, value)| *value);
                    for piece in [before, value, after] {
                        text.push_str(piece);
                    }
                }
            }
        }
        text
    }

    /// The text with markup in its slots; `slot` is told the name of each.
    pub fn view(self, slot: impl Fn(&'static str) -> AnyView) -> Vec<AnyView> {
        self.parts()
            .map(|part| match part {
                Part::Text(text) => text.into_any(),
                Part::Slot(name) => slot(name),
            })
            .collect()
    }

    /// The names of its slots.
    pub fn slots(self) -> impl Iterator<Item = &'static str> {
        self.parts().filter_map(|part| match part {
            Part::Slot(name) => Some(name),
            Part::Text(_) => None,
        })
    }

    fn parts(self) -> impl Iterator<Item = Part> {
        // Every second piece is a slot: `a {b} c` is `a `, `b`, ` c`.
        self.0
            .split(['{', '}'])
            .enumerate()
            .map(|(index, piece)| if index % 2 == 0 { Part::Text(piece) } else { Part::Slot(piece) })
            .filter(|part| *part != Part::Text(""))
    }
}

impl Texts for Template {
    fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
        see(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_isolated_where_the_language_puts_them() {
        let values = [("browser", "Firefox"), ("device", "Linux")];
        let filled = Template("{browser} on {device}").fill(&values);
        assert_eq!(filled, "\u{2068}Firefox\u{2069} on \u{2068}Linux\u{2069}");
        assert_eq!(Template("{device}: {browser}.").fill(&values), "\u{2068}Linux\u{2069}: \u{2068}Firefox\u{2069}.");
    }

    #[test]
    fn braces_in_a_value_stay_as_they_are() {
        assert_eq!(Template("Hello {name}").fill(&[("name", "{name}")]), "Hello \u{2068}{name}\u{2069}");
    }
}

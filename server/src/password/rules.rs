//! What may be a password: long enough, not endless, not one of the first that anybody tries, not made of names that
//! belong to the person or the site. No rules about kinds of characters unless somebody insists: they make passwords
//! harder to remember and not harder to guess. ASVS 5.0, 6.2.4 and 6.2.11.

use super::CommonPasswords;
use std::str::FromStr;
use zxcvbn::{matching::patterns::MatchPattern, zxcvbn};

/// Hard bound in bytes: what lies above only costs time to hash.
pub(super) const MAX_BYTES: usize = 1024;
/// Passwords among the first this many guesses are refused.
const MIN_GUESSES: u64 = 10_000;
/// Shorter names turn up in passwords by chance.
const MIN_NAME: usize = 3;
/// And so do shorter parts of names.
const MIN_PART: usize = 4;

/// Bounds of length, in code points, and what must be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules<'a> {
    /// Fewest code points.
    pub min: usize,
    /// Most code points.
    pub max: usize,
    /// At least one character of each.
    pub characters: &'a [CharacterKind],
}

impl Default for Rules<'_> {
    fn default() -> Self {
        Self { min: 8, max: 256, characters: &[] }
    }
}

/// A kind of characters that may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterKind {
    /// A small letter.
    Lowercase,
    /// A capital letter.
    Uppercase,
    /// A digit.
    Number,
    /// ASCII punctuation.
    Special,
}

/// The text names no kind.
#[derive(Debug)]
pub struct UnknownKind;

impl CharacterKind {
    const ALL: [Self; 4] = [Self::Lowercase, Self::Uppercase, Self::Number, Self::Special];

    fn as_str(self) -> &'static str {
        match self {
            Self::Lowercase => "lowercase",
            Self::Uppercase => "uppercase",
            Self::Number => "number",
            Self::Special => "special",
        }
    }

    fn has(self, character: char) -> bool {
        match self {
            Self::Lowercase => character.is_lowercase(),
            Self::Uppercase => character.is_uppercase(),
            Self::Number => character.is_ascii_digit(),
            Self::Special => character.is_ascii_punctuation(),
        }
    }
}

impl FromStr for CharacterKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|known| known.as_str() == text).ok_or(UnknownKind)
    }
}

/// Why something cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer code points than the rules ask for.
    TooShort,
    /// More code points than the rules allow.
    TooLong,
    /// More bytes than are hashed.
    TooManyBytes,
    /// Nothing of this kind is in it.
    Without(CharacterKind),
    /// One of those that are tried first.
    Common,
    /// Names of the person or the site, or little more than that.
    MatchesIdentifier,
}

impl PasswordProblem {
    /// The contract's error code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "form_password_length_too_short",
            Self::TooLong => "form_password_length_too_long",
            Self::TooManyBytes => "form_password_size_in_bytes_exceeded",
            Self::Without(CharacterKind::Lowercase) => "form_password_no_lowercase",
            Self::Without(CharacterKind::Uppercase) => "form_password_no_uppercase",
            Self::Without(CharacterKind::Number) => "form_password_no_number",
            Self::Without(CharacterKind::Special) => "form_password_no_special_char",
            Self::Common => "form_password_pwned",
            Self::MatchesIdentifier => "form_password_matches_identifier",
        }
    }
}

/// Checks a new password. `names` are what the person and the site go by: e-mail addresses, username, first and last
/// name, the site's name and host. All problems are reported, except that guessability is only looked at when nothing
/// else is wrong.
pub fn check(
    password: &str,
    rules: &Rules<'_>,
    common: &CommonPasswords,
    names: &[&str],
) -> Result<(), Vec<PasswordProblem>> {
    let length = password.chars().count();
    let mut problems = Vec::new();
    if length < rules.min {
        problems.push(PasswordProblem::TooShort);
    }
    if length > rules.max {
        problems.push(PasswordProblem::TooLong);
    }
    if password.len() > MAX_BYTES {
        problems.push(PasswordProblem::TooManyBytes);
    }
    let lacks = |kind: &CharacterKind| !password.chars().any(|character| kind.has(character));
    problems.extend(rules.characters.iter().copied().filter(lacks).map(PasswordProblem::Without));
    if problems.is_empty() {
        let words = words(names);
        if is_made_of(password, rules, common, &words) {
            problems.push(PasswordProblem::MatchesIdentifier);
        } else if common.has(password) || is_simple(password, &words) {
            problems.push(PasswordProblem::Common);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Names in lower case with their parts, the longest first. The last part of a host stands for a country or nothing.
fn words(names: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for name in names {
        let name = name.to_lowercase();
        let (local, host) = name.rsplit_once('@').unwrap_or((&name, ""));
        let labels = host.rsplit_once('.').map_or(host, |(labels, _)| labels);
        let parts = [local, labels].into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        words.extend(parts.filter(|part| part.chars().count() >= MIN_PART).map(str::to_owned));
        words.extend([&*name, local].into_iter().filter(|name| name.chars().count() >= MIN_NAME).map(str::to_owned));
    }
    words.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    words.dedup();
    words
}

/// Whether the password has names in it and what is beside them would be no password.
fn is_made_of(password: &str, rules: &Rules<'_>, common: &CommonPasswords, words: &[String]) -> bool {
    let password = password.to_lowercase();
    let rest = words.iter().fold(password.clone(), |rest, word| rest.replace(word.as_str(), ""));
    if rest == password {
        return false;
    }
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    rest.chars().count() < rules.min || common.has(rest) || is_simple(rest, words)
}

/// Whether it is one word of the lists of names and words (letters swapped for digits included), or so simple that a few
/// thousand guesses find it.
fn is_simple(password: &str, words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let estimate = zxcvbn(password, &words);
    let is_one_word = matches!(estimate.sequence(), [only] if matches!(only.pattern, MatchPattern::Dictionary(_)));
    estimate.guesses() < MIN_GUESSES || is_one_word
}

#[cfg(test)]
mod tests {
    use super::{PasswordProblem::*, *};

    const NAMES: [&str; 6] =
        ["anna.berg@mail.kranich.example", "annab", "Anna-Maria", "Berg", "Tulip Market", "@tulips.example"];

    fn problems(password: &str) -> Vec<PasswordProblem> {
        check(password, &Rules::default(), &CommonPasswords::embedded(), &NAMES).err().unwrap_or_default()
    }

    #[test]
    fn ordinary_good_passwords_are_accepted() {
        for password in
            ["correct horse battery", "tulpe-41-Kranich", "Xk2!mq9Lw", "日本語のパスワード", "🦀🌲🌊⛵🏔🌙🔥🍂"]
        {
            assert_eq!(problems(password), [], "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_code_points() {
        assert_eq!(problems("Xk2!mq9"), [TooShort]);
        assert_eq!(problems("ööööööö"), [TooShort]);
        assert_eq!(problems(&"Xk2!mq9L".repeat(33)), [TooLong]);
    }

    #[test]
    fn endless_passwords_are_refused_by_their_bytes_too() {
        assert_eq!(problems(&"🦀🌲🌊⛵".repeat(75)), [TooLong, TooManyBytes]);
        let rules = Rules { max: 2_000, ..Rules::default() };
        assert_eq!(check(&"Xk2!mq9Lw".repeat(120), &rules, &CommonPasswords::embedded(), &[]), Err(vec![TooManyBytes]));
    }

    #[test]
    fn first_guesses_are_refused() {
        for password in
            ["password", "12345678", "qwertyuiop", "Password", "P@ssw0rd", "aaaaaaaa", "iloveyou", "11111111"]
        {
            assert_eq!(problems(password), [Common], "{password}");
        }
    }

    #[test]
    fn what_is_only_on_the_long_list_is_refused_too() {
        for password in ["smokey24", "SMOKIE247", "smooth88", "smoosje001"] {
            assert!(!is_simple(password, &[]), "{password} is here to try the list");
            assert_eq!(problems(password), [Common], "{password}");
        }
    }

    #[test]
    fn own_identifiers_are_refused_whatever_their_case() {
        for password in ["anna.berg", "Anna.Berg@Mail.Kranich.example", "anna.berg1", "1annab99", "ANNABANNAB"] {
            assert_eq!(problems(password), [MatchesIdentifier], "{password}");
        }
        assert_eq!(problems("annab and 7 blue herons"), []);
    }

    #[test]
    fn names_of_the_person_and_the_site_are_refused_with_little_beside_them() {
        for password in
            ["Anna-Maria1", "kranich2026!", "TulipMarket", "tulipmarket!!", "tulips-Berg", "my.market.1", "annamaria99"]
        {
            assert_eq!(problems(password), [MatchesIdentifier], "{password}");
        }
        for password in ["tulip12345678", "password-berg", "bergpassword", "Tulips1qaz2wsx"] {
            assert_eq!(problems(password), [MatchesIdentifier], "{password}: a common one beside a name");
        }
        for password in ["tulip heron 41 kite", "a mountain of Bergamot", "example.8-Zw!x"] {
            assert_eq!(problems(password), [], "{password}");
        }
    }

    #[test]
    fn digits_for_letters_do_not_hide_a_name() {
        let common = CommonPasswords::embedded();
        let problems = |names: &[&str]| check("wund3rk4mm3r", &Rules::default(), &common, names);
        assert_eq!(problems(&["Wunderkammer"]), Err(vec![Common]));
        assert_eq!(problems(&[]), Ok(()));
    }

    #[test]
    fn short_identifiers_do_not_forbid_every_word_that_has_them() {
        let common = CommonPasswords::embedded();
        assert_eq!(check("correct horse battery", &Rules::default(), &common, &["er", "", "x@y.com", "@"]), Ok(()));
    }

    #[test]
    fn kinds_of_characters_are_asked_for_where_somebody_insists() {
        use CharacterKind::*;
        let rules = Rules { characters: &CharacterKind::ALL, ..Rules::default() };
        let problems =
            |password: &str| check(password, &rules, &CommonPasswords::embedded(), &[]).err().unwrap_or_default();
        assert_eq!(problems("TULIP HERON KITE"), [Without(Lowercase), Without(Number), Without(Special)]);
        assert_eq!(problems("tulpe 41 kranich"), [Without(Uppercase), Without(Special)]);
        assert_eq!(problems("kurz"), [TooShort, Without(Uppercase), Without(Number), Without(Special)]);
        assert_eq!(problems("Tulpe-41 kranich"), []);
        assert_eq!(problems("Überfluß-41 ohne Ende"), [], "letters of all alphabets count");
        for kind in CharacterKind::ALL {
            assert_eq!(kind.as_str().parse::<CharacterKind>().unwrap(), kind);
        }
    }

    #[test]
    fn codes_are_those_of_the_contract() {
        let codes = [TooShort, TooLong, TooManyBytes, Common, MatchesIdentifier].map(PasswordProblem::code);
        let expected = [
            "form_password_length_too_short",
            "form_password_length_too_long",
            "form_password_size_in_bytes_exceeded",
            "form_password_pwned",
            "form_password_matches_identifier",
        ];
        assert_eq!(codes, expected);
    }
}

//! What may be a password: long enough, not endless, not one of the first that anybody tries, not the person's own
//! name. No rules about kinds of characters: they make passwords harder to remember and not harder to guess.

use zxcvbn::{matching::patterns::MatchPattern, zxcvbn};

/// Hard bound in bytes: what lies above only costs time to hash.
pub(super) const MAX_BYTES: usize = 1024;
/// Passwords among the first this many guesses are refused.
const MIN_GUESSES: u64 = 10_000;
/// Shorter identifiers turn up in passwords by chance.
const MIN_IDENTIFIER: usize = 3;

/// Bounds of length, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Fewest code points.
    pub min: usize,
    /// Most code points.
    pub max: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { min: 8, max: 256 }
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
    /// One of those that are tried first.
    Common,
    /// The person's own identifier, or little more than that.
    MatchesIdentifier,
}

impl PasswordProblem {
    /// The contract's error code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "form_password_length_too_short",
            Self::TooLong => "form_password_length_too_long",
            Self::TooManyBytes => "form_password_size_in_bytes_exceeded",
            Self::Common => "form_password_pwned",
            Self::MatchesIdentifier => "form_password_matches_identifier",
        }
    }
}

/// Checks a new password. `identifiers` are the person's e-mail addresses and username. All problems are reported,
/// except that guessability is only looked at when the length is right.
pub fn check(password: &str, rules: &Rules, identifiers: &[&str]) -> Result<(), Vec<PasswordProblem>> {
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
    if problems.is_empty() {
        if matches_identifier(password, rules, identifiers) {
            problems.push(PasswordProblem::MatchesIdentifier);
        } else if is_common(password) {
            problems.push(PasswordProblem::Common);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Whether the password is an identifier, or has so little beside one that this alone would be too short.
fn matches_identifier(password: &str, rules: &Rules, identifiers: &[&str]) -> bool {
    let password = password.to_lowercase();
    let names = identifiers.iter().flat_map(|identifier| {
        let local_part = identifier.rsplit_once('@').map(|(local, _)| local);
        [Some(*identifier), local_part].into_iter().flatten()
    });
    names.map(str::to_lowercase).filter(|name| name.chars().count() >= MIN_IDENTIFIER).any(|name| {
        password == name || (password.contains(&name) && password.replace(&name, "").chars().count() < rules.min)
    })
}

/// Whether it is one word of the lists of common passwords, names and words (letters swapped for digits included), or
/// so simple that a few thousand guesses find it.
fn is_common(password: &str) -> bool {
    let estimate = zxcvbn(password, &[]);
    let is_one_word = matches!(estimate.sequence(), [only] if matches!(only.pattern, MatchPattern::Dictionary(_)));
    estimate.guesses() < MIN_GUESSES || is_one_word
}

#[cfg(test)]
mod tests {
    use super::{PasswordProblem::*, *};

    fn problems(password: &str) -> Vec<PasswordProblem> {
        check(password, &Rules::default(), &["anna.berg@example.com", "annab"]).err().unwrap_or_default()
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
        let rules = Rules { min: 8, max: 2_000 };
        assert_eq!(check(&"Xk2!mq9Lw".repeat(120), &rules, &[]), Err(vec![TooManyBytes]));
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
    fn own_identifiers_are_refused_whatever_their_case() {
        for password in ["anna.berg", "Anna.Berg@Example.com", "anna.berg1", "1annab99", "ANNABANNAB"] {
            assert_eq!(problems(password), [MatchesIdentifier], "{password}");
        }
        assert_eq!(problems("annab and 7 blue herons"), []);
    }

    #[test]
    fn short_identifiers_do_not_forbid_every_word_that_has_them() {
        assert_eq!(check("correct horse battery", &Rules::default(), &["er", ""]), Ok(()));
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

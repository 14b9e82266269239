//! What a new password must have, as far as it can be told beforehand.

use crate::{
    text::use_text,
    wire::{Environment, PasswordSettings},
};

/// What a new password must have, as far as it can be told beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters at least.
    pub min_length: u32,
    /// Must there be a lowercase letter?
    pub lowercase: bool,
    /// Must there be an uppercase letter?
    pub uppercase: bool,
    /// Must there be a digit?
    pub number: bool,
    /// Must there be a special character?
    pub special: bool,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self { min_length: 8, lowercase: false, uppercase: false, number: false, special: false }
    }
}

impl From<&PasswordSettings> for PasswordRules {
    fn from(settings: &PasswordSettings) -> Self {
        Self {
            min_length: settings.min_length,
            lowercase: settings.require_lowercase,
            uppercase: settings.require_uppercase,
            number: settings.require_numbers,
            special: settings.require_special_char,
        }
    }
}

impl PasswordRules {
    /// Those of the instance; the usual ones while its settings aren't known.
    pub fn of(environment: Option<&Environment>) -> Self {
        environment.map(|environment| Self::from(&environment.user_settings.password_settings)).unwrap_or_default()
    }

    /// Says them.
    pub fn hint(self) -> String {
        let text = &use_text().parts;
        let kinds = [
            (self.lowercase, text.password_lowercase),
            (self.uppercase, text.password_uppercase),
            (self.number, text.password_number),
            (self.special, text.password_special),
        ];
        let kinds = kinds.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, name)| name.to_owned());
        std::iter::once(text.password_length.of(self.min_length)).chain(kinds).collect::<Vec<_>>().join(" · ")
    }

    /// Does the password have all of it?
    pub fn are_met(self, password: &str) -> bool {
        let has = |is_asked: bool, is_kind: fn(char) -> bool| !is_asked || password.chars().any(is_kind);
        password.chars().count() >= self.min_length as usize
            && has(self.lowercase, char::is_lowercase)
            && has(self.uppercase, char::is_uppercase)
            && has(self.number, |character| character.is_ascii_digit())
            && has(self.special, |character| character.is_ascii_punctuation())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_what_is_asked_for_and_no_more_is_asked() {
        let usual = PasswordRules::default();
        assert!(usual.are_met("12345678") && !usual.are_met("1234567"));
        let all = PasswordRules { lowercase: true, uppercase: true, number: true, special: true, ..usual };
        assert!(all.are_met("Tulpe-41"));
        for lacking in ["TULPE-41", "tulpe-41", "Tulpe-xy", "Tulpe 41", "Tu-4"] {
            assert!(!all.are_met(lacking), "{lacking}");
        }
    }
}

//! Development or production: decides which defaults stand and what must be set.

use std::fmt;
use std::str::FromStr;

/// What this installation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// A developer's machine: nothing needs setting, mails go to the local mailbox.
    Development,
    /// Real people: nothing insecure is assumed.
    Production,
}

impl Environment {
    /// Whether development defaults are refused.
    pub fn is_production(self) -> bool {
        self == Self::Production
    }

    /// How many times as often things may be asked for: one developer's machine is one address for every person that
    /// its tests sign up.
    pub fn rate_factor(self) -> u32 {
        if self.is_production() { 1 } else { 20 }
    }

    /// The name in configuration and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The text names no environment.
#[derive(Debug)]
pub struct UnknownEnvironment;

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, UnknownEnvironment> {
        [Self::Development, Self::Production].into_iter().find(|known| known.as_str() == text).ok_or(UnknownEnvironment)
    }
}

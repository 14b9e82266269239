//! What is wrong with a configuration: every problem with its key, where the value came from and how to mend it.

use std::fmt;

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting (`server.listen`), the variable, or the file.
    pub key: String,
    /// Where its value came from, when it has one: the file, the variable's name, the flag.
    pub origin: Option<String>,
    /// What is wrong. Never repeats a secret.
    pub wrong: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.key)?;
        if let Some(origin) = &self.origin {
            write!(formatter, " (from {origin})")?;
        }
        write!(formatter, ": {}; {}", self.wrong, self.mend)
    }
}

/// Every problem of a configuration, at once.
#[derive(Debug)]
pub struct ConfigErrors(pub Vec<Problem>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(formatter, "the configuration has {count} problem{}:", if count == 1 { "" } else { "s" })?;
        self.0.iter().try_for_each(|problem| write!(formatter, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigErrors {}

//! `[sign_in]`: what names an account and what proves whose it is.

use super::{section::Section, user::User};
use std::str::FromStr;

/// What names an account at sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// A verified e-mail address.
    EmailAddress,
    /// A username.
    Username,
}

/// What proves the first factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstFactor {
    /// A password.
    Password,
    /// A code that is mailed.
    EmailCode,
}

/// The text names nothing that is known here.
#[derive(Debug)]
pub struct Unknown;

impl Identifier {
    /// The name in configuration and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::Username => "username",
        }
    }
}

impl FirstFactor {
    /// The name in configuration and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
        }
    }
}

impl FromStr for Identifier {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        [Self::EmailAddress, Self::Username].into_iter().find(|known| known.as_str() == text).ok_or(Unknown)
    }
}

impl FromStr for FirstFactor {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        [Self::Password, Self::EmailCode].into_iter().find(|known| known.as_str() == text).ok_or(Unknown)
    }
}

/// How people sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// What names an account; at least one.
    pub identifiers: Vec<Identifier>,
    /// What proves whose it is; at least one.
    pub first_factors: Vec<FirstFactor>,
}

impl SignIn {
    pub(super) fn read(mut section: Section<'_>, user: &User) -> Self {
        let mut identifiers = section.list("identifiers", "write \"email_address\", \"username\" or both");
        if identifiers.is_empty() {
            identifiers.push(Identifier::EmailAddress);
            identifiers.extend(user.is_username_enabled.then_some(Identifier::Username));
        }
        let mut first_factors = section.list("first_factors", "write \"password\", \"email_code\" or both");
        if first_factors.is_empty() {
            first_factors = vec![FirstFactor::Password, FirstFactor::EmailCode];
        }
        let sign_in = Self { identifiers, first_factors };
        if sign_in.is_by(Identifier::Username) && !user.is_username_enabled {
            let mend = "take \"username\" out, or set user.username_enabled to true";
            section.problem("identifiers", "names what user.username_enabled forbids", mend);
        }
        if !sign_in.is_by(Identifier::EmailAddress) && !user.is_username_required {
            let mend = "add \"email_address\", or set user.username_required to true";
            section.problem("identifiers", "keeps people out who have no username", mend);
        }
        if !sign_in.has_passwords() && user.is_password_required {
            let mend = "add \"password\", or set user.password_required to false";
            section.problem("first_factors", "has no passwords, which user.password_required asks for", mend);
        }
        if !sign_in.has_email_codes() && !user.is_password_required {
            let mend = "add \"email_code\", or set user.password_required to true";
            section.problem("first_factors", "keeps people out who have no password", mend);
        }
        sign_in
    }

    /// Does this name an account?
    pub fn is_by(&self, identifier: Identifier) -> bool {
        self.identifiers.contains(&identifier)
    }

    /// Are there passwords at all?
    pub fn has_passwords(&self) -> bool {
        self.first_factors.contains(&FirstFactor::Password)
    }

    /// Can a mailed code sign somebody in?
    pub fn has_email_codes(&self) -> bool {
        self.first_factors.contains(&FirstFactor::EmailCode)
    }
}

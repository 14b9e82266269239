//! Which details a form asks for: from the instance's settings, or from what an attempt still misses.

use crate::wire::{Environment, SignUp};

/// Whether a detail is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ask {
    /// Not at all.
    #[default]
    No,
    /// It may be left out.
    Optional,
    /// It must be given.
    Required,
}

impl Ask {
    pub(super) fn is_asked(self) -> bool {
        self != Self::No
    }

    pub(super) fn is_required(self) -> bool {
        self == Self::Required
    }
}

/// The details of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) first_name: Ask,
    pub(super) last_name: Ask,
    pub(super) username: Ask,
    pub(super) email_address: Ask,
    pub(super) password: Ask,
    pub(super) legal: Ask,
}

impl Wanted {
    /// The first form. What an attempt has for good (its password, the consent) isn't asked again.
    pub(super) fn at_start(environment: Option<&Environment>, attempt: Option<&SignUp>) -> Self {
        let Some(environment) = environment else {
            let ask = Ask::Required;
            return Self { email_address: ask, password: ask, ..Self::default() };
        };
        let settings = &environment.user_settings;
        let ask = |name: &str| match (settings.is_enabled(name), settings.is_required(name)) {
            (_, true) => Ask::Required,
            (true, false) => Ask::Optional,
            (false, false) => Ask::No,
        };
        let only_required = |name: &str| {
            if ask(name).is_required() { Ask::Required } else { Ask::No }
        };
        let unless = |is_given: bool, ask: Ask| if is_given { Ask::No } else { ask };
        let consent = if settings.sign_up.legal_consent_enabled { Ask::Required } else { Ask::No };
        Self {
            first_name: ask("first_name"),
            last_name: ask("last_name"),
            username: only_required("username"),
            email_address: ask("email_address"),
            password: unless(attempt.is_some_and(|attempt| attempt.has_password), only_required("password")),
            legal: unless(attempt.is_some_and(|attempt| attempt.legal_accepted_at.is_some()), consent),
        }
    }

    /// What the attempt still misses.
    pub(super) fn missing(attempt: Option<&SignUp>) -> Self {
        let ask = |name: &str| {
            let is_missing = attempt.is_some_and(|attempt| attempt.missing_fields.iter().any(|field| field == name));
            if is_missing { Ask::Required } else { Ask::No }
        };
        Self {
            first_name: ask("first_name"),
            last_name: ask("last_name"),
            username: ask("username"),
            email_address: ask("email_address"),
            password: ask("password"),
            legal: ask("legal_accepted"),
        }
    }
}

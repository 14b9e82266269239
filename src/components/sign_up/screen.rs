//! Which step is shown: a pure function of the attempt, so that the first HTML and every later state agree.

use crate::wire::{SignUp, SignUpStatus};

/// A step of signing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// The ticket of an invitation, in the page's address.
    Ticket,
    /// Nobody may sign up by themselves.
    Restricted,
    /// The first form.
    Start,
    /// What is still missing.
    Continue,
    /// The code for the e-mail address.
    EmailCode,
    /// Signed up and in.
    Done,
}

/// What the step depends on beside the attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Circumstances {
    /// May everybody sign up?
    pub(super) is_open: bool,
    /// Is what was given already to be changed?
    pub(super) is_editing: bool,
    /// Does the page's address bring a ticket?
    pub(super) has_ticket: bool,
}

/// The step to show.
pub(super) fn screen(attempt: Option<&SignUp>, at: Circumstances) -> Screen {
    match attempt {
        // Whoever comes with one wants that, whatever was begun here before.
        _ if at.has_ticket => Screen::Ticket,
        Some(attempt) if attempt.status == SignUpStatus::Complete => Screen::Done,
        _ if !at.is_open && !attempt.is_some_and(SignUp::is_invited) => Screen::Restricted,
        Some(attempt)
            if attempt.status == SignUpStatus::MissingRequirements && !at.is_editing && !is_blank(attempt) =>
        {
            next(attempt)
        }
        _ => Screen::Start,
    }
}

fn next(attempt: &SignUp) -> Screen {
    if attempt.is_invited() {
        // The first form, in which only the address is filled in.
        Screen::Start
    } else if !attempt.missing_fields.is_empty() {
        Screen::Continue
    } else if attempt.unverified_fields.iter().any(|field| field == "email_address") {
        Screen::EmailCode
    } else {
        Screen::Start
    }
}

/// Was nothing given yet?
fn is_blank(attempt: &SignUp) -> bool {
    attempt.email_address.is_none() && attempt.username.is_none() && !attempt.has_password
}

#[cfg(test)]
mod tests;

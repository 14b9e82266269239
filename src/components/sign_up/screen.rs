//! Which step is shown: a pure function of the attempt, so that the first HTML and every later state agree.

use crate::wire::{SignUp, SignUpStatus};

/// A step of signing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
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

/// The step to show.
pub(super) fn screen(attempt: Option<&SignUp>, is_open: bool, is_editing: bool) -> Screen {
    match attempt {
        Some(attempt) if attempt.status == SignUpStatus::Complete => Screen::Done,
        _ if !is_open => Screen::Restricted,
        Some(attempt) if attempt.status == SignUpStatus::MissingRequirements && !is_editing && !is_blank(attempt) => {
            next(attempt)
        }
        _ => Screen::Start,
    }
}

fn next(attempt: &SignUp) -> Screen {
    if !attempt.missing_fields.is_empty() {
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

//! Which step is shown: a pure function of the attempt, so that the first HTML and every later state agree.

use crate::wire::{Factor, SignIn, SignInStatus, Strategy, Verification};

/// A way of signing in that the person picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// The password.
    Password,
    /// A mailed code.
    EmailCode,
    /// A new password.
    Reset,
    /// The list of ways.
    Alternatives,
    /// A backup code in place of the authenticator app.
    BackupCode,
}

impl Method {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
            Self::Reset => "reset",
            Self::Alternatives => "alternatives",
            Self::BackupCode => "backup_code",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        [Self::Password, Self::EmailCode, Self::Reset, Self::Alternatives, Self::BackupCode]
            .into_iter()
            .find(|method| method.as_str() == name)
    }
}

/// A step of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// Who is it?
    Start,
    /// Which of the accounts already signed in?
    Switcher,
    /// The password.
    Password,
    /// A mailed code.
    EmailCode,
    /// The list of ways.
    Alternatives,
    /// The ways round a forgotten password.
    Forgot,
    /// The code for a new password.
    ResetCode,
    /// The new password.
    NewPassword,
    /// A ticket in the page's address.
    Ticket,
    /// A code of the authenticator app.
    Totp,
    /// A backup code.
    BackupCode,
    /// Nothing that could prove it.
    NoFactor,
    /// Signed in.
    Done,
}

/// What decides, beside the attempt.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Circumstances {
    /// The way the person picked.
    pub(super) method: Option<Method>,
    /// Codes before passwords?
    pub(super) prefers_code: bool,
    /// Is somebody signed in already?
    pub(super) is_signed_in: bool,
    /// One account at a time?
    pub(super) is_single_session: bool,
    /// Is another account to be added?
    pub(super) is_adding: bool,
    /// Does the page's address bring a ticket?
    pub(super) has_ticket: bool,
}

/// The step to show.
pub(super) fn screen(attempt: Option<&SignIn>, at: Circumstances) -> Screen {
    match attempt.map(|attempt| (attempt, attempt.status)) {
        // Whoever comes with one wants that, whatever was begun here before.
        _ if at.has_ticket => Screen::Ticket,
        Some((_, SignInStatus::Complete)) => Screen::Done,
        Some((_, SignInStatus::NeedsNewPassword)) => Screen::NewPassword,
        Some((attempt, SignInStatus::NeedsSecondFactor)) => second_factor(attempt, at),
        Some((attempt, SignInStatus::NeedsFirstFactor)) => first_factor(attempt, at),
        Some((_, SignInStatus::NeedsIdentifier)) | None if at.is_signed_in && at.is_single_session => Screen::Done,
        Some((_, SignInStatus::NeedsIdentifier)) | None if at.is_signed_in && !at.is_adding => Screen::Switcher,
        Some((_, SignInStatus::NeedsIdentifier)) | None => Screen::Start,
    }
}

fn first_factor(attempt: &SignIn, at: Circumstances) -> Screen {
    let has = |strategy| factor(attempt, strategy).is_some();
    let sent = attempt.first_factor_verification.as_ref().and_then(pending_strategy);
    match at.method {
        Some(Method::Password) if has(Strategy::Password) => return Screen::Password,
        Some(Method::EmailCode) if has(Strategy::EmailCode) => return Screen::EmailCode,
        Some(Method::Reset) if sent == Some(Strategy::ResetPasswordEmailCode) => {
            return Screen::ResetCode;
        }
        Some(Method::Reset) if has(Strategy::ResetPasswordEmailCode) => return Screen::Forgot,
        Some(Method::Reset | Method::Alternatives) => return Screen::Alternatives,
        _ => {}
    }
    match sent {
        Some(Strategy::EmailCode) => return Screen::EmailCode,
        Some(Strategy::ResetPasswordEmailCode) => return Screen::ResetCode,
        _ => {}
    }
    match (has(Strategy::Password), has(Strategy::EmailCode)) {
        (true, code) if !(code && at.prefers_code) => Screen::Password,
        (_, true) => Screen::EmailCode,
        _ if has(Strategy::ResetPasswordEmailCode) => Screen::Forgot,
        _ => Screen::NoFactor,
    }
}

fn second_factor(attempt: &SignIn, at: Circumstances) -> Screen {
    match (has_second_factor(attempt, Strategy::Totp), has_second_factor(attempt, Strategy::BackupCode)) {
        (_, true) if at.method == Some(Method::BackupCode) => Screen::BackupCode,
        (true, _) => Screen::Totp,
        (false, true) => Screen::BackupCode,
        (false, false) => Screen::NoFactor,
    }
}

/// Can this prove the second factor?
pub(super) fn has_second_factor(attempt: &SignIn, strategy: Strategy) -> bool {
    attempt.supported_second_factors.iter().flatten().any(|factor| factor.strategy == strategy)
}

/// The factor of a strategy: the one for the primary address where there are several.
pub(super) fn factor(attempt: &SignIn, strategy: Strategy) -> Option<&Factor> {
    let mut fitting = attempt.supported_first_factors.iter().flatten().filter(|factor| factor.strategy == strategy);
    let first = fitting.next();
    fitting.find(|factor| factor.primary == Some(true)).or(first).filter(|_| strategy != Strategy::Unknown)
}

fn pending_strategy(verification: &Verification) -> Option<Strategy> {
    verification.strategy.filter(|strategy| verification.is_pending(*strategy))
}

#[cfg(test)]
mod tests;

//! Which ways of proving there are, and which one is shown.

use super::text;
use crate::wire::{Factor, SessionVerification, SessionVerificationStatus, Strategy};

/// A way of proving who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Password,
    EmailCode,
    Totp,
    BackupCode,
}

impl Method {
    fn of(strategy: Strategy) -> Option<Self> {
        match strategy {
            Strategy::Password => Some(Self::Password),
            Strategy::EmailCode => Some(Self::EmailCode),
            Strategy::Totp => Some(Self::Totp),
            Strategy::BackupCode => Some(Self::BackupCode),
            _ => None,
        }
    }

    /// What choosing it says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Password => text().use_password,
            Self::EmailCode => text().use_email_code,
            Self::Totp => text().use_totp,
            Self::BackupCode => text().use_backup_code,
        }
    }
}

/// The factors that can be proven at the step this verification is at.
fn factors(verification: &SessionVerification) -> &[Factor] {
    let factors = match verification.status {
        SessionVerificationStatus::NeedsFirstFactor => &verification.supported_first_factors,
        SessionVerificationStatus::NeedsSecondFactor => &verification.supported_second_factors,
        SessionVerificationStatus::Complete => &None,
    };
    factors.as_deref().unwrap_or_default()
}

/// The ways there are at this step, the first of which is shown at first.
pub(super) fn methods(verification: &SessionVerification) -> Vec<Method> {
    let mut methods: Vec<Method> =
        factors(verification).iter().filter_map(|factor| Method::of(factor.strategy)).collect();
    methods.dedup();
    methods
}

/// The address that a code goes to.
pub(super) fn email_factor(verification: &SessionVerification) -> Option<&Factor> {
    factors(verification).iter().find(|factor| factor.strategy == Strategy::EmailCode)
}

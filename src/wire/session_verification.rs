//! Step-up: somebody who is signed in proves again that it is them.

use super::{Factor, Session, SessionVerificationId, Verification, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub SessionVerificationTag = "session_verification");

/// How much is to be proven again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationLevel {
    /// The first factor.
    FirstFactor,
    /// The second factor; the first one where the account has no second.
    #[default]
    SecondFactor,
    /// Both; the first one alone where the account has no second.
    MultiFactor,
}

impl VerificationLevel {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstFactor => "first_factor",
            Self::SecondFactor => "second_factor",
            Self::MultiFactor => "multi_factor",
        }
    }
}

/// The step a verification is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionVerificationStatus {
    /// Prove the first factor.
    NeedsFirstFactor,
    /// Prove the second factor.
    NeedsSecondFactor,
    /// Done: the session's age of verification starts anew.
    Complete,
}

impl SessionVerificationStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::Complete => "complete",
        }
    }
}

/// The attempt of a session's user to prove again that it is them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SessionVerification {
    /// Always `session_verification`.
    pub object: SessionVerificationTag,
    /// `sver_…`
    pub id: SessionVerificationId,
    /// The step it is at.
    pub status: SessionVerificationStatus,
    /// What is proven: less than was asked for, where the account has no second factor.
    pub level: VerificationLevel,
    /// The session as it stands now.
    pub session: Session,
    /// What can prove the first factor.
    pub supported_first_factors: Option<Vec<Factor>>,
    /// What can prove the second.
    pub supported_second_factors: Option<Vec<Factor>>,
    /// The first factor's proof.
    pub first_factor_verification: Option<Verification>,
    /// The second factor's proof.
    pub second_factor_verification: Option<Verification>,
}

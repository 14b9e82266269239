//! The sign-in attempt: a state machine the browser walks through.

use super::{Factor, Millis, SessionId, SignInId, Verification, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub SignInTag = "sign_in");

/// The step a sign-in is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInStatus {
    /// Nothing is known yet.
    NeedsIdentifier,
    /// The account is known; prove the first factor.
    NeedsFirstFactor,
    /// Prove the second factor.
    NeedsSecondFactor,
    /// The reset code was right; choose a new password.
    NeedsNewPassword,
    /// Done: a session exists.
    Complete,
}

impl SignInStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedsIdentifier => "needs_identifier",
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::NeedsNewPassword => "needs_new_password",
            Self::Complete => "complete",
        }
    }
}

/// A sign-in attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// Always `sign_in`.
    pub object: SignInTag,
    /// `sia_…`
    pub id: SignInId,
    /// The step it is at.
    pub status: SignInStatus,
    /// Kinds of identifier one can sign in with.
    pub supported_identifiers: Vec<String>,
    /// As typed.
    pub identifier: Option<String>,
    /// A preview of whose account it is.
    pub user_data: Option<SignInUserData>,
    /// What can prove the first factor.
    pub supported_first_factors: Option<Vec<Factor>>,
    /// What can prove the second.
    pub supported_second_factors: Option<Vec<Factor>>,
    /// The first factor's proof.
    pub first_factor_verification: Option<Verification>,
    /// The second factor's proof.
    pub second_factor_verification: Option<Verification>,
    /// The session that came of it; set exactly when complete.
    pub created_session_id: Option<SessionId>,
    /// When the attempt ends.
    #[serde(default)]
    pub abandon_at: Option<Millis>,
}

/// Whose account a sign-in is for, as far as it may be shown before it is proven.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInUserData {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Picture; empty: show initials.
    pub image_url: String,
    /// Is it a picture the user chose?
    pub has_image: bool,
}

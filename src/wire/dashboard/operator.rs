//! Operators: who runs the instance, and how far their sign-in is.

use crate::wire::{Millis, OperatorId, QrPicture, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub OperatorTag = "operator");
object_tag!(pub OperatorSignInTag = "operator_sign_in");
object_tag!(pub OperatorLinkTag = "operator_link");
object_tag!(pub OperatorTotpTag = "operator_totp");

/// Somebody who runs the instance. Not a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Operator {
    /// Always `operator`.
    pub object: OperatorTag,
    /// `opr_…`
    pub id: OperatorId,
    /// By which they sign in.
    pub email_address: String,
    /// What they may do: `owner`.
    pub role: String,
    /// Does signing in ask for a code of an authenticator app?
    pub totp_enabled: bool,
    /// When they last proved who they are.
    pub proven_at: Millis,
}

/// How far a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OperatorSignInStatus {
    /// A code of the authenticator app is still to come.
    NeedsSecondFactor,
    /// Signed in.
    Complete,
}

/// A sign-in under way, or done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OperatorSignIn {
    /// Always `operator_sign_in`.
    pub object: OperatorSignInTag,
    /// How far it is.
    pub status: OperatorSignInStatus,
}

impl OperatorSignIn {
    /// A sign-in that is this far.
    pub fn new(status: OperatorSignInStatus) -> Self {
        Self { object: OperatorSignInTag, status }
    }
}

/// A link that sets a password, looked at before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OperatorLink {
    /// Always `operator_link`.
    pub object: OperatorLinkTag,
    /// Whose password it sets; null: of whoever uses it first.
    pub email_address: Option<String>,
}

/// The authenticator app of an operator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OperatorTotp {
    /// Always `operator_totp`.
    pub object: OperatorTotpTag,
    /// Does signing in ask for its codes?
    pub enabled: bool,
    /// A new one that waits for its first code.
    pub pending: Option<PendingTotp>,
}

/// An authenticator app that waits for its first code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PendingTotp {
    /// In base32, to be typed where no camera is.
    pub secret: String,
    /// What the picture says: `otpauth://…`
    pub uri: String,
    /// The picture.
    pub qr: QrPicture,
}

/// Without the secret.
impl std::fmt::Debug for PendingTotp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingTotp").finish_non_exhaustive()
    }
}

//! Strategies, verifications and the factors offered for them.

use super::{ApiError, IdentificationId, Millis};
use serde::{Deserialize, Serialize};

/// A way of proving who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Strategy {
    /// A password.
    Password,
    /// A code sent by mail.
    EmailCode,
    /// A code sent by mail that leads to a new password.
    ResetPasswordEmailCode,
    /// A one-time ticket.
    Ticket,
    /// A code of an authenticator app.
    Totp,
    /// One of the codes kept for the day the app is gone.
    BackupCode,
    /// Set by an operator or the backend.
    Admin,
    /// A strategy this version doesn't know.
    #[serde(other)]
    Unknown,
}

impl Strategy {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
            Self::ResetPasswordEmailCode => "reset_password_email_code",
            Self::Ticket => "ticket",
            Self::Totp => "totp",
            Self::BackupCode => "backup_code",
            Self::Admin => "admin",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a verification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// Not proven yet.
    Unverified,
    /// Proven.
    Verified,
    /// Too many wrong answers.
    Failed,
    /// Out of time.
    Expired,
    /// Belongs to an account of the other flow.
    Transferable,
}

/// The proof of one identification or factor.
///
/// `strategy` stays `null` until a code was really sent: clients skip sending when it is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Verification {
    /// Where it stands.
    pub status: Option<VerificationStatus>,
    /// How it is proven; null before anything was sent.
    pub strategy: Option<Strategy>,
    /// Wrong answers so far.
    pub attempts: Option<i64>,
    /// When the code runs out.
    pub expire_at: Option<Millis>,
    /// The client in which it was proven.
    #[serde(default)]
    pub verified_at_client: Option<String>,
    /// What went wrong last, where the outcome came from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// Sign-up only: `needs_prepare`, `needs_attempt` or empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
    /// Sign-up only: how it can be proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supported_strategies: Option<Vec<Strategy>>,
}

impl Verification {
    /// Nothing was sent yet.
    pub fn unsent() -> Self {
        Self {
            status: Some(VerificationStatus::Unverified),
            strategy: None,
            attempts: None,
            expire_at: None,
            verified_at_client: None,
            error: None,
            next_action: None,
            supported_strategies: None,
        }
    }

    /// Is it proven?
    pub fn is_verified(&self) -> bool {
        self.status == Some(VerificationStatus::Verified)
    }

    /// Is a code on its way for this strategy?
    pub fn is_pending(&self, strategy: Strategy) -> bool {
        self.status == Some(VerificationStatus::Unverified) && self.strategy == Some(strategy)
    }
}

/// A factor the server offers for a sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Factor {
    /// How.
    pub strategy: Strategy,
    /// Which address gets the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address_id: Option<IdentificationId>,
    /// The address as it may be shown: masked unless it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe_identifier: Option<String>,
    /// Is it the primary address?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

//! How an identification was proven, as the Backend API tells it: `object` says which kind of proof it is.

use crate::wire::{Millis, Strategy, VerificationStatus};
use serde::{Deserialize, Serialize};

/// The proof of an identification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Verification {
    /// `verification_otp`, `verification_admin` or `verification_ticket`.
    pub object: String,
    /// Where it stands.
    pub status: VerificationStatus,
    /// How it is proven.
    pub strategy: Strategy,
    /// Wrong answers so far.
    pub attempts: Option<i64>,
    /// When the code runs out.
    pub expire_at: Option<Millis>,
    /// The client in which it was proven.
    #[serde(default)]
    pub verified_at_client: Option<String>,
}

impl Verification {
    /// From what the Frontend API tells; nothing before a code was sent.
    pub fn from_frontend(of: &crate::wire::Verification) -> Option<Self> {
        let strategy = of.strategy?;
        let object = match strategy {
            Strategy::Admin => "verification_admin",
            Strategy::Ticket => "verification_ticket",
            _ => "verification_otp",
        };
        Some(Self {
            object: object.to_owned(),
            status: of.status?,
            strategy,
            attempts: of.attempts,
            expire_at: of.expire_at,
            verified_at_client: of.verified_at_client.clone(),
        })
    }

    /// An operator or the backend said so.
    pub fn by_admin() -> Self {
        Self {
            object: "verification_admin".to_owned(),
            status: VerificationStatus::Verified,
            strategy: Strategy::Admin,
            attempts: None,
            expire_at: None,
            verified_at_client: None,
        }
    }
}

/// A code on its way to an address or a number, asked for with a secret key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CodeVerification {
    /// Always `verification`.
    pub object: String,
    /// Needed to try a code.
    pub id: String,
    /// Where it stands.
    pub status: VerificationStatus,
    /// How it is proven.
    pub strategy: Strategy,
    /// Wrong answers so far.
    pub attempts: i64,
    /// When the code runs out.
    pub expire_at: Millis,
    /// Which way it went, where there are several.
    pub channel: Option<String>,
}

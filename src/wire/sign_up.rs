//! The sign-up attempt: what is given, what is missing, what is still to be verified.

use super::{Millis, SessionId, SignUpId, Strategy, UnsafeMetadata, UserId, Verification, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub SignUpTag = "sign_up");

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignUpStatus {
    /// Something is missing or unverified.
    MissingRequirements,
    /// Done: user and session exist.
    Complete,
    /// Its time is over.
    Abandoned,
}

impl SignUpStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingRequirements => "missing_requirements",
            Self::Complete => "complete",
            Self::Abandoned => "abandoned",
        }
    }
}

/// A sign-up attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignUp {
    /// Always `sign_up`.
    pub object: SignUpTag,
    /// `sua_…`
    pub id: SignUpId,
    /// Where it stands.
    pub status: SignUpStatus,
    /// Fields the instance asks for.
    pub required_fields: Vec<String>,
    /// Fields that may be given.
    pub optional_fields: Vec<String>,
    /// Required fields not given yet.
    pub missing_fields: Vec<String>,
    /// Given identifications not verified yet.
    pub unverified_fields: Vec<String>,
    /// E-mail address.
    pub email_address: Option<String>,
    /// Phone number.
    pub phone_number: Option<String>,
    /// Username.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Wallet.
    pub web3_wallet: Option<String>,
    /// Language of the browser (BCP 47).
    pub locale: Option<String>,
    /// A password was given.
    pub has_password: bool,
    /// The same under the name of the published schema.
    #[serde(default)]
    pub password_enabled: bool,
    /// Something outside of the schema's fields is asked for: never.
    #[serde(default)]
    pub custom_action: bool,
    /// The id in the app's own system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Goes to the user.
    pub unsafe_metadata: UnsafeMetadata,
    /// Account elsewhere.
    pub external_account: Option<Value>,
    /// How that account came in.
    pub external_account_strategy: Option<String>,
    /// The proofs.
    pub verifications: SignUpVerifications,
    /// The session that came of it.
    pub created_session_id: Option<SessionId>,
    /// The user that came of it.
    pub created_user_id: Option<UserId>,
    /// When the attempt ends.
    pub abandon_at: Option<Millis>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
}

impl SignUp {
    /// Was its address proven by an invitation's ticket? Then it can't be changed.
    pub fn is_invited(&self) -> bool {
        let email = self.verifications.email_address.as_ref();
        email.is_some_and(|verification| verification.strategy == Some(Strategy::Ticket))
    }
}

/// The proofs of a sign-up, per identification.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignUpVerifications {
    /// Of the e-mail address.
    pub email_address: Option<Verification>,
    /// Of the phone number.
    pub phone_number: Option<Verification>,
    /// Of the wallet.
    pub web3_wallet: Option<Verification>,
    /// Of the account elsewhere.
    pub external_account: Option<Verification>,
}

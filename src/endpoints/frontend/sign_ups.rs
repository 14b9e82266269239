//! Signing up.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Lenient, SignUp, SignUpId, Strategy},
};
use serde::{Deserialize, Serialize};

/// What a person gives about themselves: any part, in any order; empty resets the attempt.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignUpFields {
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// Username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// JSON object as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<serde_json::Value>,
    /// The terms are accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_accepted: Option<Lenient<bool>>,
    /// Language of the browser (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// `ticket`; every other strategy has its turn after the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// The ticket of an invitation: gives the address, proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// Which proof to send for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PrepareVerification {
    /// How.
    pub strategy: Strategy,
}

/// The proof.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AttemptVerification {
    /// How; the prepared one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// The code that was mailed.
    pub code: String,
}

endpoints! {
    /// Starts a sign-up; it replaces the current one.
    CreateSignUp: Post "/v1/client/sign_ups" (()) SignUpFields => Enveloped SignUp, Client, Create;
    /// Where it stands.
    GetSignUp: Get "/v1/client/sign_ups/{sign_up_id}" (SignUpId) NoBody => EnvelopedRead SignUp, Client, Default;
    /// Adds or changes fields.
    UpdateSignUp: Patch "/v1/client/sign_ups/{sign_up_id}" (SignUpId) SignUpFields => Enveloped SignUp, Client, Create;
    /// Mails a code.
    PrepareSignUpVerification: Post "/v1/client/sign_ups/{sign_up_id}/prepare_verification" (SignUpId) PrepareVerification => Enveloped SignUp, Client, Prepare;
    /// Checks the code; the last requirement met creates user and session.
    AttemptSignUpVerification: Post "/v1/client/sign_ups/{sign_up_id}/attempt_verification" (SignUpId) AttemptVerification => Enveloped SignUp, Client, Attempt;
}

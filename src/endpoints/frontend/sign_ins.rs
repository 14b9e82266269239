//! Signing in.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{IdentificationId, Lenient, SignIn, SignInId, Strategy},
};
use serde::{Deserialize, Serialize};

/// How a sign-in begins; empty resets it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInStart {
    /// E-mail address or username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// How; may be left out when a password is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// Password, to finish in one call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// With `ticket`: says who it is, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Language of the browser (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// Which factor to send a code for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PrepareFactor {
    /// How.
    pub strategy: Strategy,
    /// Where to; the identifier's own or the primary address when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address_id: Option<IdentificationId>,
}

/// The proof of a factor.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AttemptFactor {
    /// How.
    pub strategy: Strategy,
    /// With `password`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// With the code strategies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// With `ticket`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// A new password after the reset code.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ResetPasswordBody {
    /// The new one.
    pub password: String,
    /// End the user's other sessions; yes unless it says no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out_of_other_sessions: Option<Lenient<bool>>,
}

endpoints! {
    /// Starts a sign-in; it replaces the current one.
    CreateSignIn: Post "/v1/client/sign_ins" (()) SignInStart => Enveloped SignIn, Client, Create;
    /// Where it stands.
    GetSignIn: Get "/v1/client/sign_ins/{sign_in_id}" (SignInId) NoBody => EnvelopedRead SignIn, Client, Default;
    /// Mails a code for the first factor.
    PrepareFirstFactor: Post "/v1/client/sign_ins/{sign_in_id}/prepare_first_factor" (SignInId) PrepareFactor => Enveloped SignIn, Client, Prepare;
    /// Checks the first factor.
    AttemptFirstFactor: Post "/v1/client/sign_ins/{sign_in_id}/attempt_first_factor" (SignInId) AttemptFactor => Enveloped SignIn, Client, Attempt;
    /// Sends for the second factor.
    PrepareSecondFactor: Post "/v1/client/sign_ins/{sign_in_id}/prepare_second_factor" (SignInId) PrepareFactor => Enveloped SignIn, Client, Prepare;
    /// Checks the second factor.
    AttemptSecondFactor: Post "/v1/client/sign_ins/{sign_in_id}/attempt_second_factor" (SignInId) AttemptFactor => Enveloped SignIn, Client, Attempt;
    /// Sets the new password after a reset code.
    ResetPassword: Post "/v1/client/sign_ins/{sign_in_id}/reset_password" (SignInId) ResetPasswordBody => Enveloped SignIn, Client, Attempt;
}

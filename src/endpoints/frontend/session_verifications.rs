//! Step-up: proving again who one is, in a session that is signed in. Calls that need it answer
//! `session_reverification_required` until then.

use super::{AttemptFactor, PrepareFactor};
use crate::{
    endpoints::endpoints,
    wire::{SessionId, SessionVerification, VerificationLevel},
};
use serde::{Deserialize, Serialize};

/// How much is to be proven.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerificationStart {
    /// What is asked for; an account without a second factor proves the first.
    pub level: VerificationLevel,
}

endpoints! {
    /// Starts a verification of the session's user; it replaces the current one.
    StartVerification: Post "/v1/client/sessions/{session_id}/verify" (SessionId) VerificationStart => Enveloped SessionVerification, Client, Default;
    /// Mails a code for the first factor.
    PrepareFirstVerification: Post "/v1/client/sessions/{session_id}/verify/prepare_first_factor" (SessionId) PrepareFactor => Enveloped SessionVerification, Client, Prepare;
    /// Checks the first factor.
    AttemptFirstVerification: Post "/v1/client/sessions/{session_id}/verify/attempt_first_factor" (SessionId) AttemptFactor => Enveloped SessionVerification, Client, Attempt;
    /// Sends for the second factor.
    PrepareSecondVerification: Post "/v1/client/sessions/{session_id}/verify/prepare_second_factor" (SessionId) PrepareFactor => Enveloped SessionVerification, Client, Prepare;
    /// Checks the second factor.
    AttemptSecondVerification: Post "/v1/client/sessions/{session_id}/verify/attempt_second_factor" (SessionId) AttemptFactor => Enveloped SessionVerification, Client, Attempt;
}

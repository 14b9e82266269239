//! Many invitations at once.

use serde::{Deserialize, Serialize};

/// Somebody who was not invited, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RefusedInvitation {
    /// As it was written.
    pub email_address: String,
    /// In words.
    pub reason: String,
}

/// What became of many invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvitedMany {
    /// How many were sent.
    pub invited: i64,
    /// Who was left out.
    pub refused: Vec<RefusedInvitation>,
}

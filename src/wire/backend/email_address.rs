//! E-mail addresses.

use super::Verification;
use crate::wire::{EmailAddressTag, IdentificationId, Millis};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An e-mail address of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EmailAddress {
    /// `idn_…`
    pub id: IdentificationId,
    /// Always `email_address`.
    pub object: EmailAddressTag,
    /// As it was given.
    pub email_address: String,
    /// Claimed for its user though it is not proven.
    pub reserved: bool,
    /// Proof that it is the user's; null: none.
    pub verification: Option<Verification>,
    /// Accounts elsewhere that share it.
    pub linked_to: Vec<Value>,
    /// Its domain belongs to an enterprise connection.
    pub matches_sso_connection: bool,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

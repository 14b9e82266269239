//! The signed-in user's e-mail addresses.

use super::PrepareVerification;
use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Deleted, EmailAddress, IdentificationId},
};
use serde::{Deserialize, Serialize};

/// A new address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewEmailAddress {
    /// The address.
    pub email_address: String,
}

/// The code that was mailed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerificationCode {
    /// The code.
    pub code: String,
}

endpoints! {
    /// Adds an address, unverified.
    CreateEmailAddress: Post "/v1/me/email_addresses" (()) NewEmailAddress => Enveloped EmailAddress, Session, Create;
    /// All addresses.
    ListMyEmailAddresses: Get "/v1/me/email_addresses" (()) NoBody => Bare Vec<EmailAddress>, Session, Default;
    /// One address.
    GetEmailAddress: Get "/v1/me/email_addresses/{email_address_id}" (IdentificationId) NoBody => EnvelopedRead EmailAddress, Session, Default;
    /// Removes an address, unless it is the last way in.
    DeleteEmailAddress: Delete "/v1/me/email_addresses/{email_address_id}" (IdentificationId) NoBody => Enveloped Deleted, Session, Default;
    /// Mails a code to it.
    PrepareEmailAddress: Post "/v1/me/email_addresses/{email_address_id}/prepare_verification" (IdentificationId) PrepareVerification => Enveloped EmailAddress, Session, Prepare;
    /// Checks the code.
    AttemptEmailAddress: Post "/v1/me/email_addresses/{email_address_id}/attempt_verification" (IdentificationId) VerificationCode => Enveloped EmailAddress, Session, Attempt;
}

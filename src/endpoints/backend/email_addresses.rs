//! E-mail addresses of users.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, IdentificationId, Lenient, UserId,
        backend::{CodeVerification, EmailAddress},
    },
};
use serde::{Deserialize, Serialize};

/// A new address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateEmailAddressBody {
    /// Whose.
    pub user_id: UserId,
    /// The address.
    pub email_address: String,
    /// It is proven already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Lenient<bool>>,
    /// It becomes the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Lenient<bool>>,
    /// Tell the user by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_primary_email_address_changed: Option<Lenient<bool>>,
}

/// What changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateEmailAddressBody {
    /// It is proven, or not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Lenient<bool>>,
    /// It becomes the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Lenient<bool>>,
    /// Tell the user by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_primary_email_address_changed: Option<Lenient<bool>>,
}

/// A code that was sent.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TryCodeBody {
    /// Which verification.
    pub verification_id: String,
    /// The code.
    pub code: String,
}

endpoints! {
    /// Adds one.
    CreateUserEmailAddress: Post "/v1/email_addresses" (()) CreateEmailAddressBody => Bare EmailAddress, SecretKey, Backend;
    /// One address.
    GetUserEmailAddress: Get "/v1/email_addresses/{email_address_id}" (IdentificationId) NoBody => Bare EmailAddress, SecretKey, Backend;
    /// Removes one.
    DeleteUserEmailAddress: Delete "/v1/email_addresses/{email_address_id}" (IdentificationId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Changes one.
    UpdateUserEmailAddress: Patch "/v1/email_addresses/{email_address_id}" (IdentificationId) UpdateEmailAddressBody => Bare EmailAddress, SecretKey, Backend;
    /// Sends a code.
    PrepareUserEmailAddress: Post "/v1/email_addresses/{email_address_id}/prepare_verification" (IdentificationId) NoBody => Bare CodeVerification, SecretKey, Backend;
    /// Tries a code.
    AttemptUserEmailAddress: Post "/v1/email_addresses/{email_address_id}/attempt_verification" (IdentificationId) TryCodeBody => Bare CodeVerification, SecretKey, Backend;
}

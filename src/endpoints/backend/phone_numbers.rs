//! Phone numbers of users.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Deleted, IdentificationId, Lenient, UserId, backend::PhoneNumber},
};
use serde::{Deserialize, Serialize};

/// A new number.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreatePhoneNumberBody {
    /// Whose.
    pub user_id: UserId,
    /// In the form of E.164.
    pub phone_number: String,
    /// It is proven already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Lenient<bool>>,
    /// It becomes the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Lenient<bool>>,
    /// It may be used as a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_for_second_factor: Option<Lenient<bool>>,
}

/// What changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdatePhoneNumberBody {
    /// It is proven, or not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Lenient<bool>>,
    /// It becomes the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Lenient<bool>>,
    /// It may be used as a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_for_second_factor: Option<Lenient<bool>>,
}

endpoints! {
    /// Adds one.
    CreateUserPhoneNumber: Post "/v1/phone_numbers" (()) CreatePhoneNumberBody => Bare PhoneNumber, SecretKey, Backend;
    /// One number.
    GetUserPhoneNumber: Get "/v1/phone_numbers/{phone_number_id}" (IdentificationId) NoBody => Bare PhoneNumber, SecretKey, Backend;
    /// Removes one.
    DeleteUserPhoneNumber: Delete "/v1/phone_numbers/{phone_number_id}" (IdentificationId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Changes one.
    UpdateUserPhoneNumber: Patch "/v1/phone_numbers/{phone_number_id}" (IdentificationId) UpdatePhoneNumberBody => Bare PhoneNumber, SecretKey, Backend;
}

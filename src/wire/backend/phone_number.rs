//! Phone numbers and wallets.

use super::Verification;
use crate::wire::{IdentificationId, Millis, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub PhoneNumberTag = "phone_number");
object_tag!(pub Web3WalletTag = "web3_wallet");

/// A phone number of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PhoneNumber {
    /// `idn_…`
    pub id: IdentificationId,
    /// Always `phone_number`.
    pub object: PhoneNumberTag,
    /// In the form of E.164.
    pub phone_number: String,
    /// May be used as a second factor.
    pub reserved_for_second_factor: bool,
    /// Is the second factor that is offered first.
    pub default_second_factor: bool,
    /// Claimed for its user though it is not proven.
    pub reserved: bool,
    /// Proof that it is the user's; null: none.
    pub verification: Option<Verification>,
    /// Accounts elsewhere that share it.
    pub linked_to: Vec<Value>,
    /// Only right after it became a second factor.
    pub backup_codes: Option<Vec<String>>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// A wallet of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Web3Wallet {
    /// `idn_…`
    pub id: IdentificationId,
    /// Always `web3_wallet`.
    pub object: Web3WalletTag,
    /// Its address.
    pub web3_wallet: String,
    /// Proof that it is the user's.
    pub verification: Option<Verification>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

//! The user as an app's own backend sees it: with private metadata.

use super::{EmailAddress, PhoneNumber, Web3Wallet};
use crate::wire::{IdentificationId, Millis, PrivateMetadata, PublicMetadata, UnsafeMetadata, UserId, UserTag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct User {
    /// `user_…`
    pub id: UserId,
    /// Always `user`.
    pub object: UserTag,
    /// The id in the app's own system.
    pub external_id: Option<String>,
    /// Which e-mail address is the main one.
    pub primary_email_address_id: Option<IdentificationId>,
    /// Which phone number is the main one.
    pub primary_phone_number_id: Option<IdentificationId>,
    /// Which wallet is the main one.
    pub primary_web3_wallet_id: Option<IdentificationId>,
    /// Unique name, in the case it was typed.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Language and region (BCP 47).
    pub locale: Option<String>,
    /// The same as `image_url`, by its old name.
    pub profile_image_url: String,
    /// A picture; where the user chose none, one with initials.
    pub image_url: String,
    /// Is it a picture the user chose?
    pub has_image: bool,
    /// User reads, backend writes.
    pub public_metadata: PublicMetadata,
    /// Backend only.
    pub private_metadata: PrivateMetadata,
    /// User writes.
    pub unsafe_metadata: UnsafeMetadata,
    /// All e-mail addresses.
    pub email_addresses: Vec<EmailAddress>,
    /// All phone numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// All wallets.
    pub web3_wallets: Vec<Web3Wallet>,
    /// Not offered yet: always empty.
    pub passkeys: Vec<Value>,
    /// Has a password.
    pub password_enabled: bool,
    /// Must pass a second factor.
    pub two_factor_enabled: bool,
    /// Has an authenticator app.
    pub totp_enabled: bool,
    /// Has backup codes.
    pub backup_code_enabled: bool,
    /// When a second factor was last set up.
    pub mfa_enabled_at: Option<Millis>,
    /// When the last second factor was removed.
    pub mfa_disabled_at: Option<Millis>,
    /// When the password was last set.
    pub password_last_updated_at: Option<Millis>,
    /// Not offered yet: always empty.
    pub external_accounts: Vec<Value>,
    /// Not offered yet: always empty.
    pub saml_accounts: Vec<Value>,
    /// Not offered yet: always empty.
    pub enterprise_accounts: Vec<Value>,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
    /// May not sign in.
    pub banned: bool,
    /// May not sign in for a while.
    pub locked: bool,
    /// Closed by a directory: never.
    pub deprovisioned: bool,
    /// How long the lock lasts.
    pub lockout_expires_in_seconds: Option<i64>,
    /// Wrong tries left before the account locks.
    pub verification_attempts_remaining: Option<i64>,
    /// May delete the own account.
    pub delete_self_enabled: bool,
    /// May create organizations.
    pub create_organization_enabled: bool,
    /// How many; null or 0: no limit.
    pub create_organizations_limit: Option<i64>,
    /// Last use, to the day.
    pub last_active_at: Option<Millis>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
    /// Is trusted on new devices without further proof.
    pub bypass_client_trust: bool,
    /// From a directory: never.
    pub scim: Option<Value>,
    /// Created.
    pub created_at: Millis,
    /// Grows on every visible change.
    pub updated_at: Millis,
}

impl User {
    /// The main e-mail address.
    pub fn primary_email_address(&self) -> Option<&EmailAddress> {
        let id = self.primary_email_address_id.as_ref()?;
        self.email_addresses.iter().find(|email| &email.id == id)
    }
}

/// What is left of a user from whom something was taken: `{"user_id": …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OfUser {
    /// Whose it was.
    pub user_id: UserId,
}

/// A password was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Verified {
    /// Always true.
    pub verified: bool,
}

/// A second factor was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerifiedTotp {
    /// Always true.
    pub verified: bool,
    /// `totp` or `backup_code`.
    pub code_type: String,
}

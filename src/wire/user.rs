//! The user as the user sees it: the Frontend API's shape, without private metadata.

use super::{
    IdentificationId, Millis, PublicMetadata, UnsafeMetadata, UserId, Verification,
    backend::{PhoneNumber, Web3Wallet},
    object_tag,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub UserTag = "user");
object_tag!(pub EmailAddressTag = "email_address");

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct User {
    /// Always `user`.
    pub object: UserTag,
    /// `user_…`
    pub id: UserId,
    /// The id in the app's own system.
    pub external_id: Option<String>,
    /// Unique name, in the case it was typed.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// A picture; where the user chose none, one with initials.
    pub image_url: String,
    /// Is it a picture the user chose?
    pub has_image: bool,
    /// Which e-mail address is the main one.
    pub primary_email_address_id: Option<IdentificationId>,
    /// Which phone number is the main one.
    pub primary_phone_number_id: Option<IdentificationId>,
    /// Which wallet is the main one.
    pub primary_web3_wallet_id: Option<IdentificationId>,
    /// All e-mail addresses.
    pub email_addresses: Vec<EmailAddress>,
    /// All phone numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// All wallets.
    pub web3_wallets: Vec<Web3Wallet>,
    /// Not offered yet: always empty.
    pub external_accounts: Vec<Value>,
    /// Not offered yet: always empty.
    pub enterprise_accounts: Vec<Value>,
    /// Not offered yet: always empty.
    #[serde(default)]
    pub saml_accounts: Vec<Value>,
    /// Not offered yet: always empty.
    pub passkeys: Vec<Value>,
    /// Not offered yet: always empty.
    pub organization_memberships: Vec<Value>,
    /// Has a password.
    pub password_enabled: bool,
    /// Has an authenticator app.
    pub totp_enabled: bool,
    /// Has backup codes.
    pub backup_code_enabled: bool,
    /// Must pass a second factor.
    pub two_factor_enabled: bool,
    /// Read by the user, written by the backend.
    pub public_metadata: PublicMetadata,
    /// Written by the user.
    pub unsafe_metadata: UnsafeMetadata,
    /// May create organizations.
    pub create_organization_enabled: bool,
    /// How many; null: no limit.
    pub create_organizations_limit: Option<i64>,
    /// May delete the own account.
    pub delete_self_enabled: bool,
    /// May not sign in.
    #[serde(default)]
    pub banned: bool,
    /// May not sign in for a while, after too many failures.
    #[serde(default)]
    pub locked: bool,
    /// How long that lasts.
    #[serde(default)]
    pub lockout_expires_in_seconds: Option<i64>,
    /// Not told: who guesses needn't know.
    #[serde(default)]
    pub verification_attempts_remaining: Option<i64>,
    /// Last use by day; null: not recorded.
    #[serde(default)]
    pub last_active_at: Option<Millis>,
    /// When a second factor was set up.
    #[serde(default)]
    pub mfa_enabled_at: Option<Millis>,
    /// When the last second factor was removed.
    #[serde(default)]
    pub mfa_disabled_at: Option<Millis>,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Grows on every visible change.
    pub updated_at: Millis,
}

impl User {
    /// First and last name, where there are any.
    pub fn full_name(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.first_name, &self.last_name]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .filter(|part| !part.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The picture that the user chose. The one with initials is for others: components draw initials themselves.
    pub fn own_image_url(&self) -> Option<&str> {
        self.has_image.then_some(self.image_url.as_str())
    }

    /// The main e-mail address.
    pub fn primary_email_address(&self) -> Option<&EmailAddress> {
        let id = self.primary_email_address_id.as_ref()?;
        self.email_addresses.iter().find(|email| &email.id == id)
    }

    /// What the person goes by: main e-mail address, else username, else the id.
    pub fn identifier(&self) -> String {
        self.primary_email_address()
            .map(|email| email.email_address.clone())
            .or_else(|| self.username.clone())
            .unwrap_or_else(|| self.id.to_string())
    }

    /// What to call the person: full name, else username, else e-mail address.
    pub fn display_name(&self) -> String {
        self.full_name().or_else(|| self.username.clone()).unwrap_or_else(|| self.identifier())
    }
}

/// An e-mail address of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EmailAddress {
    /// Always `email_address`.
    pub object: EmailAddressTag,
    /// `idn_…`
    pub id: IdentificationId,
    /// As it was typed.
    pub email_address: String,
    /// Proof that it is the user's.
    pub verification: Option<Verification>,
    /// Held for an account that doesn't exist yet: never.
    #[serde(default)]
    pub reserved: bool,
    /// Accounts elsewhere that share it.
    pub linked_to: Vec<Value>,
    /// Its domain belongs to an enterprise connection.
    pub matches_sso_connection: bool,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl EmailAddress {
    /// Is it proven to be the user's?
    pub fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(Verification::is_verified)
    }
}

/// The part of a user that others in the same session list may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PublicUserData {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// A picture; where the user chose none, one with initials.
    pub image_url: String,
    /// Is it a picture the user chose?
    pub has_image: bool,
    /// Main e-mail address, else username.
    pub identifier: String,
    /// `user_…`
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Unique name.
    #[serde(default)]
    pub username: Option<String>,
}

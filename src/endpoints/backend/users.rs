//! Users.

use super::{Given, given};
use crate::{
    endpoints::{ImageUpload, NoBody, endpoints},
    wire::{
        Deleted, IdentificationId, Lenient, Many, UserId,
        backend::{EmailAddress, OfUser, Page, Paging, PhoneNumber, TotalCount, User, Verified, VerifiedTotp},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which users; values of one filter are alternatives, filters narrow each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserFilter {
    /// Any of these e-mail addresses.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub email_address: Many,
    /// Any of these phone numbers.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub phone_number: Many,
    /// Any of these ids of the app's own system; `-` before one leaves it out.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub external_id: Many,
    /// Any of these usernames.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub username: Many,
    /// Any of these wallets.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub web3_wallet: Many,
    /// Any of these users; `-` before one leaves it out.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub user_id: Many,
    /// Members of any of these organizations; `-` before one leaves its members out.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub organization_id: Many,
    /// A part of any name, address, number or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// A part of an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address_query: Option<String>,
    /// A part of a phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_query: Option<String>,
    /// A part of the username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username_query: Option<String>,
    /// A part of first or last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_query: Option<String>,
    /// Only banned ones, or only others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<Lenient<bool>>,
    /// Last used before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at_before: Option<Lenient<i64>>,
    /// Last used after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at_after: Option<Lenient<i64>>,
    /// The old name of `last_active_at_after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at_since: Option<Lenient<i64>>,
    /// Created before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_before: Option<Lenient<i64>>,
    /// Created after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_after: Option<Lenient<i64>>,
    /// Last signed in before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at_before: Option<Lenient<i64>>,
    /// Last signed in after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at_after: Option<Lenient<i64>>,
    /// Has an account at this provider: `oauth_google`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Any of these ids at that provider.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub provider_user_id: Many,
    /// Metadata that must be so: `plan=pro`, or `public.plan=pro`; on the wire `metadata[plan]=pro`. An extension of ours.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub metadata: Many,
}

/// Which users, in which order, how many.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListUsersQuery {
    /// Which.
    #[serde(flatten)]
    pub filter: UserFilter,
    /// A field, `-` before it for descending: `-created_at` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// Begin after this user: for walking through all of them, ordered by `created_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starting_after: Option<UserId>,
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}

/// What a user is given and what changes of one: absent stays, null clears.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserFields {
    /// The id in the app's own system.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub external_id: Given<String>,
    /// Given name.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub first_name: Given<String>,
    /// Family name.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub last_name: Given<String>,
    /// Language and region (BCP 47).
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub locale: Given<String>,
    /// Unique name.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub username: Given<String>,
    /// A new password, in plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A password's digest, as another system made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_digest: Option<String>,
    /// How that digest was made: `argon2i`, `argon2id`, `bcrypt`, `bcrypt_peppered`, `bcrypt_sha256_django`, `ldap_ssha`,
    /// `md5`, `md5_salted`, `md5_phpass`, `pbkdf2_sha1`, `pbkdf2_sha256`, `pbkdf2_sha256_django`, `pbkdf2_sha512`,
    /// `pbkdf2_sha512_hex`, `phpass`, `scrypt_firebase`, `scrypt_werkzeug`, `sha256`, `sha256_salted`, `sha512_symfony`.
    /// With `awscognito` no password is right: its user sets a new one with a reset code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hasher: Option<String>,
    /// Take the password as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_password_checks: Option<Lenient<bool>>,
    /// Secret of an authenticator app, in base32.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_secret: Option<String>,
    /// Backup codes, in plain text or bcrypt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<Many>,
    /// User reads, backend writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Value>,
    /// Backend only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Value>,
    /// User writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<Value>,
    /// May delete the own account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_self_enabled: Option<Lenient<bool>>,
    /// May create organizations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_organization_enabled: Option<Lenient<bool>>,
    /// How many; 0: no limit.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub create_organizations_limit: Given<Lenient<i64>>,
    /// When the terms were accepted (RFC 3339).
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub legal_accepted_at: Given<String>,
    /// Don't ask for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_legal_checks: Option<Lenient<bool>>,
    /// When the account was created elsewhere (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Is trusted on new devices without further proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bypass_client_trust: Option<Lenient<bool>>,
}

/// A new user.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateUserBody {
    /// What can be changed later, too.
    #[serde(flatten)]
    pub fields: UserFields,
    /// E-mail addresses; the first one is the main one.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub email_address: Many,
    /// For each address `verified` or `reserved`.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub email_address_identification_status: Many,
    /// Phone numbers; the first one is the main one.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub phone_number: Many,
    /// For each number `verified` or `reserved`.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub phone_number_identification_status: Many,
    /// Wallets; the first one is the main one.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub web3_wallet: Many,
    /// No password though one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_password_requirement: Option<Lenient<bool>>,
    /// No identifier though one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_user_requirement: Option<Lenient<bool>>,
    /// May not sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<Lenient<bool>>,
    /// May not sign in for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<Lenient<bool>>,
}

/// What changes; absent stays, null clears. Metadata: before 2026-05-12 only.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateUserBody {
    /// What can be given from the beginning, too.
    #[serde(flatten)]
    pub fields: UserFields,
    /// Which verified address is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_email_address_id: Option<IdentificationId>,
    /// Tell the user by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_primary_email_address_changed: Option<Lenient<bool>>,
    /// Which verified number is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_phone_number_id: Option<IdentificationId>,
    /// Which wallet is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_web3_wallet_id: Option<IdentificationId>,
    /// Which uploaded picture to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_image_id: Option<String>,
    /// End the user's sessions: with a new password only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out_of_other_sessions: Option<Lenient<bool>>,
}

/// Metadata: what is given is merged (PATCH) or takes its place (PUT).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MetadataBody {
    /// User reads, backend writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Map<String, Value>>,
    /// Backend only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Map<String, Value>>,
    /// User writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<Map<String, Value>>,
}

/// Several users at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserIdsBody {
    /// At most 100.
    pub user_ids: Vec<UserId>,
}

/// Whether the user's sessions end too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RemoveUserPasswordBody {
    /// They do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out_of_other_sessions: Option<Lenient<bool>>,
}

/// A password to be checked.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerifyPasswordBody {
    /// In plain text.
    pub password: String,
}

/// A second factor to be checked.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerifyTotpBody {
    /// Six digits, or a backup code.
    pub code: String,
}

/// Whether the user's sessions end too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SetPasswordCompromisedBody {
    /// They do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoke_all_sessions: Option<Lenient<bool>>,
}

/// The one address that takes the place of all others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReplaceEmailAddressBody {
    /// The address.
    pub email_address: String,
    /// `verified` (unless told), `reserved` or `unverified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification_status: Option<String>,
    /// Tell the user by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_primary_email_address_changed: Option<Lenient<bool>>,
}

/// The one number that takes the place of all others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReplacePhoneNumberBody {
    /// In the form of E.164.
    pub phone_number: String,
    /// `verified` (unless told), `reserved` or `unverified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification_status: Option<String>,
}

/// Which invitations of a user.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListUserInvitations {
    /// Any of these states.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub status: Many,
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}

endpoints! {
    /// Users.
    ListUsers: Get "/v1/users" ((); ListUsersQuery) NoBody => Bare Vec<User>, SecretKey, Backend;
    /// How many.
    CountUsers: Get "/v1/users/count" ((); UserFilter) NoBody => Bare TotalCount, SecretKey, Backend;
    /// Adds one.
    CreateUser: Post "/v1/users" (()) CreateUserBody => Bare User, SecretKey, Backend;
    /// One user.
    GetUser: Get "/v1/users/{user_id}" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Changes one.
    UpdateUser: Patch "/v1/users/{user_id}" (UserId) UpdateUserBody => Bare User, SecretKey, BackendUser;
    /// Deletes one.
    DeleteUser: Delete "/v1/users/{user_id}" (UserId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Ends all sessions and lets the user in no more.
    BanUser: Post "/v1/users/{user_id}/ban" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Lets the user in again.
    UnbanUser: Post "/v1/users/{user_id}/unban" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Bans several.
    BanUsers: Post "/v1/users/ban" (()) UserIdsBody => Bare Vec<User>, SecretKey, Backend;
    /// Unbans several.
    UnbanUsers: Post "/v1/users/unban" (()) UserIdsBody => Bare Vec<User>, SecretKey, Backend;
    /// Lets the user not in for a while.
    LockUser: Post "/v1/users/{user_id}/lock" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Ends that.
    UnlockUser: Post "/v1/users/{user_id}/unlock" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Merges into the metadata; null removes a member.
    UpdateUserMetadata: Patch "/v1/users/{user_id}/metadata" (UserId) MetadataBody => Bare User, SecretKey, BackendUser;
    /// Replaces the metadata that is given.
    ReplaceUserMetadata: Put "/v1/users/{user_id}/metadata" (UserId) MetadataBody => Bare User, SecretKey, BackendUser;
    /// Shows this picture of the user.
    SetUserProfileImage: Post "/v1/users/{user_id}/profile_image" (UserId) ImageUpload => Bare User, SecretKey, BackendUser;
    /// Gives the user's picture up.
    DeleteUserProfileImage: Delete "/v1/users/{user_id}/profile_image" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// Tokens for the user's accounts elsewhere.
    ListUserOauthAccessTokens: Get "/v1/users/{user_id}/oauth_access_tokens/{provider}" ((UserId, String); super::ListQuery) NoBody => Listed Page<Value>, SecretKey, Backend;
    /// The user's organizations.
    ListUserOrganizationMemberships: Get "/v1/users/{user_id}/organization_memberships" (UserId; super::ListQuery) NoBody => Bare Page<Value>, SecretKey, Backend;
    /// The user's invitations to organizations.
    ListUserOrganizationInvitations: Get "/v1/users/{user_id}/organization_invitations" (UserId; ListUserInvitations) NoBody => Bare Page<Value>, SecretKey, Backend;
    /// Removes the password.
    RemoveUserPassword: Post "/v1/users/{user_id}/remove_password" (UserId) RemoveUserPasswordBody => Bare User, SecretKey, Backend;
    /// Checks a password.
    VerifyUserPassword: Post "/v1/users/{user_id}/verify_password" (UserId) VerifyPasswordBody => Bare Verified, SecretKey, Backend;
    /// Checks a second factor.
    VerifyUserTotp: Post "/v1/users/{user_id}/verify_totp" (UserId) VerifyTotpBody => Bare VerifiedTotp, SecretKey, Backend;
    /// Removes all second factors.
    DisableUserMfa: Delete "/v1/users/{user_id}/mfa" (UserId) NoBody => Bare OfUser, SecretKey, Backend;
    /// Removes the backup codes.
    DeleteUserBackupCodes: Delete "/v1/users/{user_id}/backup_code" (UserId) NoBody => Bare OfUser, SecretKey, Backend;
    /// Removes the authenticator app.
    DeleteUserTotp: Delete "/v1/users/{user_id}/totp" (UserId) NoBody => Bare OfUser, SecretKey, Backend;
    /// Removes a passkey.
    DeleteUserPasskey: Delete "/v1/users/{user_id}/passkeys/{identification_id}" ((UserId, IdentificationId)) NoBody => Bare Deleted, SecretKey, Backend;
    /// Removes a wallet.
    DeleteUserWeb3Wallet: Delete "/v1/users/{user_id}/web3_wallets/{identification_id}" ((UserId, IdentificationId)) NoBody => Bare Deleted, SecretKey, Backend;
    /// Removes an account elsewhere.
    DeleteUserExternalAccount: Delete "/v1/users/{user_id}/external_accounts/{external_account_id}" ((UserId, String)) NoBody => Bare Deleted, SecretKey, Backend;
    /// The next sign-in asks for a new password.
    SetUserPasswordCompromised: Post "/v1/users/{user_id}/password/set_compromised" (UserId) SetPasswordCompromisedBody => Bare User, SecretKey, Backend;
    /// Ends that.
    UnsetUserPasswordCompromised: Post "/v1/users/{user_id}/password/unset_compromised" (UserId) NoBody => Bare User, SecretKey, Backend;
    /// One address takes the place of all.
    ReplaceUserEmailAddress: Put "/v1/users/{user_id}/email_address" (UserId) ReplaceEmailAddressBody => Bare EmailAddress, SecretKey, BackendUser;
    /// One number takes the place of all.
    ReplaceUserPhoneNumber: Put "/v1/users/{user_id}/phone_number" (UserId) ReplacePhoneNumberBody => Bare PhoneNumber, SecretKey, BackendUser;
}

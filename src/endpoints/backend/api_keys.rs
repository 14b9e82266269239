//! Keys that an app gives to its users.

use super::{Given, given};
use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        ApiKeyId, Deleted, Lenient, Many,
        backend::{ApiKey, ApiKeySecret, Page, Paging},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A new key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewApiKey {
    /// What it is for.
    #[serde(default)]
    pub name: String,
    /// Whose: the id of a user.
    #[serde(default)]
    pub subject: String,
    /// What the app calls this kind of key; `api_key` unless told.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it is for, at length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whatever the app wants to know when it is shown the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Value>,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub scopes: Many,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// How long it can be used; without end unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_until_expiration: Option<Lenient<i64>>,
}

/// What changes of a key: absent stays, null clears.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ApiKeyChange {
    /// Whose it is from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it is for, at length.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Given<String>,
    /// Whatever the app wants to know when it is shown the key.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub claims: Given<Value>,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Many>,
    /// How long it can be used from now on.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub seconds_until_expiration: Given<Lenient<i64>>,
}

/// Which keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListApiKeysQuery {
    /// Whose.
    #[serde(default)]
    pub subject: String,
    /// Which kind; `api_key` unless told.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Also those that were taken back or ran out of time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub include_invalid: Option<Lenient<bool>>,
    /// A part of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Which part of the list; 100 at most.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Why a key is taken back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevokeApiKeyBody {
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
}

/// A key that somebody showed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerifyApiKeyBody {
    /// The key.
    #[serde(default)]
    pub secret: String,
}

endpoints! {
    /// The keys of a user.
    ListApiKeys: Get "/v1/api_keys" ((); ListApiKeysQuery) NoBody => Bare Page<ApiKey>, SecretKey, Backend;
    /// Makes a key; only this answer has it.
    CreateApiKey: Post "/v1/api_keys" (()) NewApiKey => Bare ApiKey, SecretKey, Backend;
    /// One key, without the key itself.
    GetApiKey: Get "/v1/api_keys/{api_key_id}" (ApiKeyId) NoBody => Bare ApiKey, SecretKey, Backend;
    /// Changes what a key is for.
    UpdateApiKey: Patch "/v1/api_keys/{api_key_id}" (ApiKeyId) ApiKeyChange => Bare ApiKey, SecretKey, Backend;
    /// Forgets a key.
    DeleteApiKey: Delete "/v1/api_keys/{api_key_id}" (ApiKeyId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Tells a key again.
    GetApiKeySecret: Get "/v1/api_keys/{api_key_id}/secret" (ApiKeyId) NoBody => Bare ApiKeySecret, SecretKey, Backend;
    /// Takes a key back.
    RevokeApiKey: Post "/v1/api_keys/{api_key_id}/revoke" (ApiKeyId) RevokeApiKeyBody => Bare ApiKey, SecretKey, Backend;
    /// Whose key is this? Not found, unless it can be used now.
    VerifyApiKey: Post "/v1/api_keys/verify" (()) VerifyApiKeyBody => Bare ApiKey, SecretKey, Backend;
}

//! Keys that an app gives to its users.

use crate::wire::{ApiKeyId, Millis, UserId, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub ApiKeyTag = "api_key");

/// A key that an app gave to one of its users, to be known by where nobody can sign in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ApiKey {
    /// Always `api_key`.
    pub object: ApiKeyTag,
    /// `ak_…`
    pub id: ApiKeyId,
    /// What the app calls this kind of key; `api_key` unless told.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whose it is.
    pub subject: String,
    /// What it is for.
    pub name: String,
    /// The same at length.
    pub description: Option<String>,
    /// Whatever the app wants to know when it is shown the key.
    pub claims: Option<Value>,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// The key itself, only to who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Was it taken back?
    pub revoked: bool,
    /// Why.
    pub revocation_reason: Option<String>,
    /// Did it run out of time?
    pub expired: bool,
    /// When it does.
    pub expiration: Option<Millis>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When it was last shown, to the minute.
    pub last_used_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// A key itself, told again.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ApiKeySecret {
    /// The key.
    pub secret: String,
}

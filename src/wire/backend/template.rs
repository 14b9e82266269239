//! Templates of tokens for third parties.

use crate::wire::{JwtTemplateId, Millis, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

object_tag!(pub JwtTemplateTag = "jwt_template");

/// What goes into a token for a third party, and who signs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JwtTemplate {
    /// Always `jwt_template`.
    pub object: JwtTemplateTag,
    /// `jtmp_…`
    pub id: JwtTemplateId,
    /// Unique; part of the address where tokens are minted.
    pub name: String,
    /// The claims, with `{{shortcodes}}`.
    pub claims: Map<String, Value>,
    /// Seconds.
    pub lifetime: i64,
    /// Seconds.
    pub allowed_clock_skew: i64,
    /// Is it signed with a key of its own?
    pub custom_signing_key: bool,
    /// `RS256` where it isn't.
    pub signing_algorithm: String,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

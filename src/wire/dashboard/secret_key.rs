//! Secret keys of backends, as operators see them.

use crate::wire::{Millis, SecretKeyId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub SecretKeyTag = "secret_key");

/// A secret key, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SecretKey {
    /// Always `secret_key`.
    pub object: SecretKeyTag,
    /// `key_…`
    pub id: SecretKeyId,
    /// What it is for.
    pub name: String,
    /// Its beginning.
    pub hint: String,
    /// When it was last used, to the minute; null: never.
    pub last_used_at: Option<Millis>,
    /// When it was taken back; null: it works.
    pub revoked_at: Option<Millis>,
    /// When it was made.
    pub created_at: Millis,
}

/// A key that was made just now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreatedSecretKey {
    /// The key as lists show it.
    #[serde(flatten)]
    pub key: SecretKey,
    /// The key itself. Shown this once.
    pub secret: String,
}

/// Without the key itself.
impl std::fmt::Debug for CreatedSecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.key.fmt(f)
    }
}

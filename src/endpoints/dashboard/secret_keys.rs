//! Secret keys of backends. Making and revoking one needs a proof of the last minutes.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        SecretKeyId,
        backend::Page,
        dashboard::{CreatedSecretKey, SecretKey},
    },
};
use serde::{Deserialize, Serialize};

/// A new key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateSecretKeyBody {
    /// What it is for.
    #[serde(default)]
    pub name: String,
}

endpoints! {
    /// All keys: live ones first, the newest first.
    ListSecretKeys: Get "/v1/dashboard/secret_keys" (()) NoBody => Bare Page<SecretKey>, Operator, Unlimited;
    /// Makes one; its value is in this answer alone.
    CreateSecretKey: Post "/v1/dashboard/secret_keys" (()) CreateSecretKeyBody => Bare CreatedSecretKey, Operator, Unlimited;
    /// Takes one back, at once and for good.
    RevokeSecretKey: Post "/v1/dashboard/secret_keys/{secret_key_id}/revoke" (SecretKeyId) NoBody => Bare SecretKey, Operator, Unlimited;
}

//! Templates of tokens for third parties.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, JwtTemplateId, Lenient,
        backend::{JwtTemplate, Page},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A template.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JwtTemplateBody {
    /// Unique.
    pub name: String,
    /// With `{{shortcodes}}`.
    pub claims: Map<String, Value>,
    /// Seconds, 30 to 315,360,000; 60 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lenient<i64>>,
    /// Seconds, 0 to 300; 5 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_clock_skew: Option<Lenient<i64>>,
    /// Sign with a key of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_signing_key: Option<Lenient<bool>>,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<String>,
    /// With which: a secret for HS…, PEM otherwise. Never told again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_key: Option<String>,
}

endpoints! {
    /// Templates.
    ListJwtTemplates: Get "/v1/jwt_templates" ((); super::ListQuery) NoBody => Listed Page<JwtTemplate>, SecretKey, Backend;
    /// Adds one.
    CreateJwtTemplate: Post "/v1/jwt_templates" (()) JwtTemplateBody => Bare JwtTemplate, SecretKey, Backend;
    /// One template.
    GetJwtTemplate: Get "/v1/jwt_templates/{template_id}" (JwtTemplateId) NoBody => Bare JwtTemplate, SecretKey, Backend;
    /// Changes one.
    UpdateJwtTemplate: Patch "/v1/jwt_templates/{template_id}" (JwtTemplateId) JwtTemplateBody => Bare JwtTemplate, SecretKey, Backend;
    /// Removes one.
    DeleteJwtTemplate: Delete "/v1/jwt_templates/{template_id}" (JwtTemplateId) NoBody => Bare Deleted, SecretKey, Backend;
}

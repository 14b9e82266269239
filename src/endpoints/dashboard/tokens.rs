//! Tokens: what is known of them, and how one of a template would look. Templates are changed by the Backend API's own
//! operations; setting a template's key needs a proof of the last minutes.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Lenient,
        dashboard::{JwtTemplatePreview, TokenFacts},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A template that may not exist yet, and whose token it would be.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PreviewJwtTemplateBody {
    /// With `{{shortcodes}}`.
    pub claims: Map<String, Value>,
    /// Seconds, 30 to 315,360,000; 60 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lenient<i64>>,
    /// Seconds, 0 to 300; 5 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_clock_skew: Option<Lenient<i64>>,
    /// By id or e-mail address; a made-up one unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

endpoints! {
    /// What whoever verifies tokens needs to know, and what those of sessions say.
    GetTokenFacts: Get "/v1/dashboard/tokens" (()) NoBody => Bare TokenFacts, Operator, Unlimited;
    /// What a token would say. Changes nothing.
    PreviewJwtTemplate: Post "/v1/dashboard/jwt_templates/preview" (()) PreviewJwtTemplateBody => Bare JwtTemplatePreview, Operator, Unlimited;
}

//! Tokens, as operators see them: who issues them, what those of sessions say, what one of a template would say.

use crate::wire::{UserId, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

object_tag!(pub TokenFactsTag = "token_facts");
object_tag!(pub JwtTemplatePreviewTag = "jwt_template_preview");

/// What whoever verifies tokens needs to know, and what the configuration says of the tokens of sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TokenFacts {
    /// Always `token_facts`.
    pub object: TokenFactsTag,
    /// Who issues them: their `iss`.
    pub issuer: String,
    /// Where the public keys are.
    pub jwks_url: String,
    /// In which ways a template's own key may sign.
    pub signing_algorithms: Vec<String>,
    /// What tokens of sessions say beside what all of them say.
    pub session_claims: Vec<SessionClaimSource>,
    /// How many bytes the value of each may have, as JSON.
    pub session_claim_bytes: u32,
    /// The longest token of a session that can come about, in the bytes of its cookie.
    pub session_token_bytes: u32,
    /// The most that browsers keep.
    pub session_token_max_bytes: u32,
}

/// A claim, and where its value stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SessionClaimSource {
    /// What it is called in the token.
    pub name: String,
    /// `public.plan`
    pub path: String,
}

/// What a token from a template would say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JwtTemplatePreview {
    /// Always `jwt_template_preview`.
    pub object: JwtTemplatePreviewTag,
    /// Whose token it would be; null: a made-up user's.
    pub user_id: Option<UserId>,
    /// The token's claims.
    pub claims: Map<String, Value>,
    /// What shortcodes name that is nothing here, so that they are null. Each once.
    pub unknown_shortcodes: Vec<String>,
    /// Claims that no template may set. They are not among the claims.
    pub reserved_claims: Vec<String>,
}

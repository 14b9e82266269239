//! Tickets that sign somebody in: as themselves, or as another user.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        ActorTokenId, Lenient, SignInTokenId, UserId,
        backend::{ActorToken, SignInToken},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A ticket for a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInTokenBody {
    /// Whom it signs in.
    pub user_id: UserId,
    /// In which organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// 30 days unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_seconds: Option<Lenient<i64>>,
}

/// A ticket for somebody who acts as a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ActorTokenBody {
    /// As whom it signs in.
    pub user_id: UserId,
    /// Who acts: an object with `sub`.
    pub actor: Map<String, Value>,
    /// One hour unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_seconds: Option<Lenient<i64>>,
    /// 30 minutes unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_max_duration_in_seconds: Option<Lenient<i64>>,
}

endpoints! {
    /// Makes a ticket for a user.
    CreateSignInToken: Post "/v1/sign_in_tokens" (()) SignInTokenBody => Bare SignInToken, SecretKey, Backend;
    /// Takes one back.
    RevokeSignInToken: Post "/v1/sign_in_tokens/{sign_in_token_id}/revoke" (SignInTokenId) NoBody => Bare SignInToken, SecretKey, Backend;
    /// Makes a ticket for somebody who acts as a user.
    CreateActorToken: Post "/v1/actor_tokens" (()) ActorTokenBody => Bare ActorToken, SecretKey, Backend;
    /// Takes one back.
    RevokeActorToken: Post "/v1/actor_tokens/{actor_token_id}/revoke" (ActorTokenId) NoBody => Bare ActorToken, SecretKey, Backend;
}

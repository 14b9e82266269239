//! The client's own sessions and their tokens.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Session, SessionId, Token},
};
use serde::{Deserialize, Serialize};

/// Why a session is touched, and for which organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TouchSession {
    /// Organization to activate; empty: personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_organization_id: Option<String>,
    /// `focus`, `select_session` or `select_org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
}

/// What a session token is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateToken {
    /// Organization to mint for; empty: personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

endpoints! {
    /// One session of this client.
    GetSession: Get "/v1/client/sessions/{session_id}" (SessionId) NoBody => EnvelopedRead Session, Client, Default;
    /// Makes it the current one and says that it is in use.
    TouchSessionById: Post "/v1/client/sessions/{session_id}/touch" (SessionId) TouchSession => Enveloped Session, Client, Default;
    /// Ends it.
    EndSession: Post "/v1/client/sessions/{session_id}/end" (SessionId) NoBody => Enveloped Session, Client, Default;
    /// Signs it out.
    RemoveSession: Post "/v1/client/sessions/{session_id}/remove" (SessionId) NoBody => Enveloped Session, Client, Default;
    /// Mints a session token.
    CreateSessionToken: Post "/v1/client/sessions/{session_id}/tokens" (SessionId) CreateToken => Bare Token, Client, Token;
    /// Mints a token for a third party.
    CreateTemplateToken: Post "/v1/client/sessions/{session_id}/tokens/{template}" ((SessionId, String)) NoBody => Bare Token, Client, Token;
}

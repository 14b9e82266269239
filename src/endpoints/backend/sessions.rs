//! Sessions, clients and the tokens minted for them.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        ClientId, Lenient, SessionId, Token, UserId,
        backend::{Client, Page, Paging, Session, TestingToken},
    },
};
use serde::{Deserialize, Serialize};

/// Which sessions: of a client or of a user.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListSessionsQuery {
    /// In this client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Of this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// In this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}

/// For whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateSessionBody {
    /// Who.
    pub user_id: UserId,
    /// In which organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_organization_id: Option<String>,
}

/// How long the token lives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MintTokenBody {
    /// 30 to 315,360,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_seconds: Option<Lenient<i64>>,
}

/// A token to be looked at: of a session, or the one in a client's cookie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TokenBody {
    /// The token.
    pub token: String,
}

endpoints! {
    /// Clients.
    ListClients: Get "/v1/clients" ((); super::ListQuery) NoBody => Listed Page<Client>, SecretKey, Backend;
    /// The client that a token of it names.
    VerifyClient: Post "/v1/clients/verify" (()) TokenBody => Bare Client, SecretKey, Backend;
    /// One client.
    GetClientById: Get "/v1/clients/{client_id}" (ClientId) NoBody => Bare Client, SecretKey, Backend;
    /// Sessions.
    ListSessions: Get "/v1/sessions" ((); ListSessionsQuery) NoBody => Listed Page<Session>, SecretKey, Backend;
    /// Begins one, outside of production only.
    CreateSession: Post "/v1/sessions" (()) CreateSessionBody => Bare Session, SecretKey, Backend;
    /// One session.
    GetSessionById: Get "/v1/sessions/{session_id}" (SessionId) NoBody => Bare Session, SecretKey, Backend;
    /// Ends one.
    RevokeSession: Post "/v1/sessions/{session_id}/revoke" (SessionId) NoBody => Bare Session, SecretKey, Backend;
    /// Checks a session token; an old call that SDKs still know.
    VerifySession: Post "/v1/sessions/{session_id}/verify" (SessionId) TokenBody => Bare Session, SecretKey, Backend;
    /// Mints a session token.
    MintSessionToken: Post "/v1/sessions/{session_id}/tokens" (SessionId) MintTokenBody => Bare Token, SecretKey, Backend;
    /// Mints a token for a third party.
    MintTemplateToken: Post "/v1/sessions/{session_id}/tokens/{template_name}" ((SessionId, String)) MintTokenBody => Bare Token, SecretKey, Backend;
    /// Lets automated tests past what keeps robots out.
    CreateTestingToken: Post "/v1/testing_tokens" (()) NoBody => Bare TestingToken, SecretKey, Backend;
}

//! Sessions, clients and what is minted for them.

use crate::wire::{
    ClientId, ClientTag, Millis, SessionActivity, SessionId, SessionStatus, SessionTag, SignInId, SignUpId, UserId,
    object_tag,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub CookiesTag = "cookies");
object_tag!(pub TestingTokenTag = "testing_token");

/// A signed-in stay of one user in one client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Session {
    /// Always `session`.
    pub object: SessionTag,
    /// `sess_…`
    pub id: SessionId,
    /// Who.
    pub user_id: UserId,
    /// Where.
    pub client_id: ClientId,
    /// Who acts in this user's name, if somebody does.
    pub actor: Option<Value>,
    /// Where it stands.
    pub status: SessionStatus,
    /// Active organization; null: personal.
    pub last_active_organization_id: Option<String>,
    /// Last use.
    pub last_active_at: Millis,
    /// Where it was last used from.
    pub latest_activity: Option<SessionActivity>,
    /// When it ends at the latest.
    pub expire_at: Millis,
    /// When it ends if unused.
    pub abandon_at: Millis,
    /// What is still to be done; non-empty exactly when pending.
    pub tasks: Option<Vec<Value>>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// One browser (or other device).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Client {
    /// Always `client`.
    pub object: ClientTag,
    /// `client_…`
    pub id: ClientId,
    /// Ids of its signed-in sessions.
    pub session_ids: Vec<SessionId>,
    /// Its signed-in sessions.
    pub sessions: Vec<Session>,
    /// The current sign-in.
    pub sign_in_id: Option<SignInId>,
    /// The current sign-up.
    pub sign_up_id: Option<SignUpId>,
    /// The current session.
    pub last_active_session_id: Option<SessionId>,
    /// How the last sign-in was proven.
    pub last_authentication_strategy: Option<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// Cookies to set, in the form of `Set-Cookie`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Cookies {
    /// Always `cookies`.
    pub object: CookiesTag,
    /// One header value each.
    pub cookies: Vec<String>,
}

/// Lets automated tests past what keeps robots out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TestingToken {
    /// Always `testing_token`.
    pub object: TestingTokenTag,
    /// The token.
    pub token: String,
    /// When it ends, in **seconds** since 1970.
    pub expires_at: i64,
}

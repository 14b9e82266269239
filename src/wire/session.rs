//! Sessions, their tokens and where they were used.

use super::{Millis, PublicUserData, SessionActivityId, SessionId, User, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub SessionTag = "session");
object_tag!(pub TokenTag = "token");
object_tag!(pub SessionActivityTag = "session_activity");

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// In use.
    Active,
    /// Signed in, but something is still to be done first.
    Pending,
    /// Ended by the app.
    Ended,
    /// Signed out.
    Removed,
    /// Another session took its place.
    Replaced,
    /// Ended from another device or by the backend.
    Revoked,
    /// Its time is over.
    Expired,
    /// Unused for too long.
    Abandoned,
}

impl SessionStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Ended => "ended",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }

    /// Does the client count it as signed in?
    pub fn is_signed_in(self) -> bool {
        matches!(self, Self::Active | Self::Pending)
    }
}

/// A signed-in stay of one user in one client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Session {
    /// Always `session`.
    pub object: SessionTag,
    /// `sess_…`
    pub id: SessionId,
    /// Where it stands.
    pub status: SessionStatus,
    /// When it ends at the latest.
    pub expire_at: Millis,
    /// When it ends if unused.
    pub abandon_at: Millis,
    /// Last use.
    pub last_active_at: Millis,
    /// Active organization; null: personal.
    pub last_active_organization_id: Option<String>,
    /// A fresh session token, so that no second call is needed. Never part of a page.
    pub last_active_token: Option<Token>,
    /// Minutes since the first and second factor were proven; -1: not available.
    pub factor_verification_age: Option<[i64; 2]>,
    /// Who acts in this user's name, if somebody does.
    pub actor: Option<Value>,
    /// What is still to be done; non-empty exactly when pending.
    pub tasks: Option<Vec<Value>>,
    /// The user; null only in device lists.
    pub user: Option<User>,
    /// The user in short.
    pub public_user_data: Option<PublicUserData>,
    /// Where it was last used from: only in device lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_activity: Option<SessionActivity>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// A session token, as the token endpoints answer it: bare.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Token {
    /// Always `token`.
    pub object: TokenTag,
    /// Compact JWS.
    pub jwt: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Where a session was last used from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SessionActivity {
    /// Always `session_activity`.
    pub object: SessionActivityTag,
    /// `sact_…`
    pub id: SessionActivityId,
    /// Operating system or kind of device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// Browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_name: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_version: Option<String>,
    /// Town, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Country, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// A phone or tablet?
    pub is_mobile: Option<bool>,
    /// Address it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
}

//! Who changed what.

use crate::wire::{AuditEntryId, Millis};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Whose change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Somebody at the dashboard.
    Operator,
    /// A backend with a secret key.
    SecretKey,
    /// A user, at what is theirs.
    User,
    /// Somebody at the server's command line.
    CommandLine,
    /// The server by itself.
    System,
}

impl ActorKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Operator, Self::SecretKey, Self::User, Self::CommandLine, Self::System];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::SecretKey => "secret_key",
            Self::User => "user",
            Self::CommandLine => "command_line",
            Self::System => "system",
        }
    }
}

/// Somebody who changes things, as they were called at the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditActor {
    /// What they are.
    pub kind: ActorKind,
    /// Their id.
    pub id: String,
    /// An operator's address, a key's name; empty for users.
    pub name: String,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// `aud_…`
    pub id: AuditEntryId,
    /// Whose change it was.
    pub actor: AuditActor,
    /// Such as `user.ban`.
    pub action: String,
    /// What was changed.
    pub target_id: String,
    /// What of it is different from before, by name.
    pub changes: Vec<String>,
    /// Address it came from.
    pub client_ip: Option<String>,
    /// Program it came from.
    pub user_agent: Option<String>,
    /// When.
    pub created_at: Millis,
}

/// A part of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditPage {
    /// The changes of this page, the newest first.
    pub data: Vec<AuditEntry>,
    /// Leads to the next page; absent on the last one.
    pub next: Option<String>,
}

/// A change with the state before and after it, as far as there was one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditDetail {
    /// The change.
    pub entry: AuditEntry,
    /// What was changed, as it was.
    pub before: Option<Value>,
    /// What was changed, as it became.
    pub after: Option<Value>,
}

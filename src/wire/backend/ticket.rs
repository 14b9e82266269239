//! Tickets that sign somebody in: as themselves, or as another user.

use crate::wire::{ActorTokenId, Millis, SignInTokenId, UserId, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

object_tag!(pub SignInTokenTag = "sign_in_token");
object_tag!(pub ActorTokenTag = "actor_token");

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// Not used yet.
    Pending,
    /// Used.
    Accepted,
    /// Taken back.
    Revoked,
    /// Ran out of time.
    Expired,
}

impl TicketStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// The status of this name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Accepted, Self::Revoked, Self::Expired].into_iter().find(|one| one.as_str() == text)
    }
}

/// Signs a user in without a password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInToken {
    /// Always `sign_in_token`.
    pub object: SignInTokenTag,
    /// `sit_…`
    pub id: SignInTokenId,
    /// Where it stands.
    pub status: TicketStatus,
    /// Whom it signs in.
    pub user_id: UserId,
    /// The ticket itself: told once, when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The page that takes the ticket: told once, when it is made.
    #[serde(default)]
    pub url: Option<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// Signs somebody in as another user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ActorToken {
    /// Always `actor_token`.
    pub object: ActorTokenTag,
    /// `act_…`
    pub id: ActorTokenId,
    /// Where it stands.
    pub status: TicketStatus,
    /// As whom it signs in.
    pub user_id: UserId,
    /// Who acts: an object with `sub`.
    pub actor: Value,
    /// The ticket itself: told once, when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The page that takes the ticket: told once, when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

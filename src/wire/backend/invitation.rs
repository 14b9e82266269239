//! Invitations and the waiting list.

use super::TicketStatus;
use crate::wire::{InvitationId, Millis, PublicMetadata, WaitlistEntryId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub InvitationTag = "invitation");
object_tag!(pub WaitlistEntryTag = "waitlist_entry");

/// Asks somebody to sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// Always `invitation`.
    pub object: InvitationTag,
    /// `inv_…`
    pub id: InvitationId,
    /// Who is asked.
    pub email_address: String,
    /// Becomes the user's public metadata.
    pub public_metadata: PublicMetadata,
    /// Was it taken back?
    pub revoked: bool,
    /// Where it stands.
    pub status: TicketStatus,
    /// The page that takes the ticket: told only when the invitation is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it runs out.
    pub expires_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// Where somebody on the waiting list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitlistStatus {
    /// Waits.
    Pending,
    /// Was invited.
    Invited,
    /// Was turned down.
    Rejected,
    /// Signed up.
    Completed,
}

impl WaitlistStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Invited => "invited",
            Self::Rejected => "rejected",
            Self::Completed => "completed",
        }
    }

    /// The status of this name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Invited, Self::Rejected, Self::Completed].into_iter().find(|one| one.as_str() == text)
    }
}

/// A place on the waiting list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WaitlistEntry {
    /// Always `waitlist_entry`.
    pub object: WaitlistEntryTag,
    /// `wle_…`
    pub id: WaitlistEntryId,
    /// Who waits.
    pub email_address: String,
    /// Where they stand.
    pub status: WaitlistStatus,
    /// Is being worked on right now.
    pub is_locked: bool,
    /// The invitation it led to.
    pub invitation: Option<Invitation>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

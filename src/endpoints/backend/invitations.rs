//! Invitations to sign up.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, InvitationId, Lenient,
        backend::{Invitation, Page, Paging},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An invitation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvitationBody {
    /// Who is asked.
    pub email_address: String,
    /// Becomes the user's public metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Map<String, Value>>,
    /// Where the mail's link leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// Send a mail; true unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Lenient<bool>>,
    /// Also when somebody with this address was invited or has an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore_existing: Option<Lenient<bool>>,
    /// 1 to 365; 30 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<Lenient<i64>>,
    /// `invitation` or `waitlist_invitation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_slug: Option<String>,
}

/// Which invitations.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListInvitationsQuery {
    /// In this state; all but revoked ones unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A part of the address or the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// `created_at`, `email_address` or `expires_at`, `-` before it for descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}

endpoints! {
    /// Invitations.
    ListInvitations: Get "/v1/invitations" ((); ListInvitationsQuery) NoBody => Listed Page<Invitation>, SecretKey, Backend;
    /// Invites somebody.
    CreateInvitation: Post "/v1/invitations" (()) InvitationBody => Bare Invitation, SecretKey, Invite;
    /// Invites up to ten people.
    CreateInvitations: Post "/v1/invitations/bulk" (()) Vec<InvitationBody> => Bare Vec<Invitation>, SecretKey, InviteBulk;
    /// Takes one back.
    RevokeInvitation: Post "/v1/invitations/{invitation_id}/revoke" (InvitationId) NoBody => Bare Invitation, SecretKey, Backend;
    /// Forgets one.
    DeleteInvitation: Delete "/v1/invitations/{invitation_id}" (InvitationId) NoBody => Bare Deleted, SecretKey, Backend;
}

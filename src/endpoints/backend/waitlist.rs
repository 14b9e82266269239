//! The waiting list.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, Lenient, WaitlistEntryId,
        backend::{Page, Paging, WaitlistEntry},
    },
};
use serde::{Deserialize, Serialize};

/// Somebody who waits.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WaitlistEntryBody {
    /// Who.
    pub email_address: String,
    /// Tell them by mail; true unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Lenient<bool>>,
}

/// Which entries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListWaitlistQuery {
    /// A part of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `created_at`, `email_address` or `invited_at`, `-` before it for descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}

/// How to invite.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InviteWaitlistEntryBody {
    /// Also when they were invited or have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore_existing: Option<Lenient<bool>>,
}

endpoints! {
    /// Who waits.
    ListWaitlistEntries: Get "/v1/waitlist_entries" ((); ListWaitlistQuery) NoBody => Bare Page<WaitlistEntry>, SecretKey, Backend;
    /// Adds somebody.
    CreateWaitlistEntry: Post "/v1/waitlist_entries" (()) WaitlistEntryBody => Bare WaitlistEntry, SecretKey, Backend;
    /// Adds up to fifty people.
    CreateWaitlistEntries: Post "/v1/waitlist_entries/bulk" (()) Vec<WaitlistEntryBody> => Bare Vec<WaitlistEntry>, SecretKey, Backend;
    /// Forgets somebody who was not invited yet.
    DeleteWaitlistEntry: Delete "/v1/waitlist_entries/{entry_id}" (WaitlistEntryId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Invites somebody.
    InviteWaitlistEntry: Post "/v1/waitlist_entries/{entry_id}/invite" (WaitlistEntryId) InviteWaitlistEntryBody => Bare WaitlistEntry, SecretKey, Invite;
    /// Turns somebody down.
    RejectWaitlistEntry: Post "/v1/waitlist_entries/{entry_id}/reject" (WaitlistEntryId) NoBody => Bare WaitlistEntry, SecretKey, Backend;
}

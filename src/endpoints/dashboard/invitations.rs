//! Many invitations at once.

use crate::{
    endpoints::endpoints,
    wire::{Lenient, dashboard::InvitedMany},
};
use serde::{Deserialize, Serialize};

/// Whom to invite.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InviteManyBody {
    /// Addresses, with spaces, commas, semicolons or new lines between them: at most 100.
    pub email_addresses: String,
    /// Also who was invited already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore_existing: Option<Lenient<bool>>,
}

endpoints! {
    /// Invites everybody who can be invited, and says who can't.
    InviteMany: Post "/v1/dashboard/invitations/bulk" (()) InviteManyBody => Bare InvitedMany, Operator, Unlimited;
}

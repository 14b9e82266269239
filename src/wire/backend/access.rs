//! Who may sign up, and where sign-in may lead.

use crate::wire::{
    AllowlistIdentifierId, BlocklistIdentifierId, InstanceId, InvitationId, Millis, RedirectUrlId, object_tag,
};
use serde::{Deserialize, Serialize};

object_tag!(pub AllowlistIdentifierTag = "allowlist_identifier");
object_tag!(pub BlocklistIdentifierTag = "blocklist_identifier");
object_tag!(pub RedirectUrlTag = "redirect_url");

/// What an entry of the allow-list or block-list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdentifierType {
    /// An address, or all of a domain: `*@example.com`.
    EmailAddress,
    /// In the form of E.164.
    PhoneNumber,
    /// The address of a wallet.
    Web3Wallet,
}

/// Somebody who may sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AllowlistIdentifier {
    /// Always `allowlist_identifier`.
    pub object: AllowlistIdentifierTag,
    /// `alid_…`
    pub id: AllowlistIdentifierId,
    /// The invitation that was sent with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_id: Option<InvitationId>,
    /// Whom it names.
    pub identifier: String,
    /// What that is.
    pub identifier_type: IdentifierType,
    /// `ins_…`
    pub instance_id: InstanceId,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// Somebody who may not sign up or sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BlocklistIdentifier {
    /// Always `blocklist_identifier`.
    pub object: BlocklistIdentifierTag,
    /// `blid_…`
    pub id: BlocklistIdentifierId,
    /// Whom it names.
    pub identifier: String,
    /// What that is.
    pub identifier_type: IdentifierType,
    /// `ins_…`
    pub instance_id: InstanceId,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// A place that sign-in and sign-up may lead to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RedirectUrl {
    /// Always `redirect_url`.
    pub object: RedirectUrlTag,
    /// `ru_…`
    pub id: RedirectUrlId,
    /// `https://…`, or with a scheme of its own.
    pub url: String,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

//! Who may sign up, and where sign-in may lead.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        AllowlistIdentifierId, BlocklistIdentifierId, Deleted, Lenient, RedirectUrlId,
        backend::{AllowlistIdentifier, BlocklistIdentifier, Page, RedirectUrl},
    },
};
use serde::{Deserialize, Serialize};

/// Somebody who may sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AllowlistBody {
    /// An address, `*@example.com`, a number or a wallet.
    pub identifier: String,
    /// Send an invitation too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Lenient<bool>>,
}

/// Somebody who may not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BlocklistBody {
    /// An address, `*@example.com`, a number or a wallet.
    pub identifier: String,
}

/// A place that sign-in may lead to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RedirectUrlBody {
    /// `https://…`, or with a scheme of its own.
    pub url: String,
}

endpoints! {
    /// Who may sign up.
    ListAllowlistIdentifiers: Get "/v1/allowlist_identifiers" ((); super::ListQuery) NoBody => Listed Page<AllowlistIdentifier>, SecretKey, Backend;
    /// Adds somebody.
    CreateAllowlistIdentifier: Post "/v1/allowlist_identifiers" (()) AllowlistBody => Bare AllowlistIdentifier, SecretKey, Backend;
    /// Removes somebody.
    DeleteAllowlistIdentifier: Delete "/v1/allowlist_identifiers/{identifier_id}" (AllowlistIdentifierId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Who may not.
    ListBlocklistIdentifiers: Get "/v1/blocklist_identifiers" ((); super::ListQuery) NoBody => Bare Page<BlocklistIdentifier>, SecretKey, Backend;
    /// Adds somebody.
    CreateBlocklistIdentifier: Post "/v1/blocklist_identifiers" (()) BlocklistBody => Bare BlocklistIdentifier, SecretKey, Backend;
    /// Removes somebody.
    DeleteBlocklistIdentifier: Delete "/v1/blocklist_identifiers/{identifier_id}" (BlocklistIdentifierId) NoBody => Bare Deleted, SecretKey, Backend;
    /// Where sign-in may lead.
    ListRedirectUrls: Get "/v1/redirect_urls" ((); super::ListQuery) NoBody => Listed Page<RedirectUrl>, SecretKey, Backend;
    /// Adds one.
    CreateRedirectUrl: Post "/v1/redirect_urls" (()) RedirectUrlBody => Bare RedirectUrl, SecretKey, Backend;
    /// One of them.
    GetRedirectUrl: Get "/v1/redirect_urls/{redirect_url_id}" (RedirectUrlId) NoBody => Bare RedirectUrl, SecretKey, Backend;
    /// Removes one.
    DeleteRedirectUrl: Delete "/v1/redirect_urls/{redirect_url_id}" (RedirectUrlId) NoBody => Bare Deleted, SecretKey, Backend;
}

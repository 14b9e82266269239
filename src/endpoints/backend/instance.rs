//! The instance and its settings.

use super::{Given, given};
use crate::{
    endpoints::{NoBody, endpoints},
    token::Jwks,
    wire::{
        Deleted, DomainId, Lenient, Many,
        backend::{Domain, Instance, InstanceRestrictions, OrganizationSettings, Page},
    },
};
use serde::{Deserialize, Serialize};

/// What changes of the instance.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateInstanceBody {
    /// Addresses that take any code, for tests.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub test_mode: Given<Lenient<bool>>,
    /// Check passwords against known leaks.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub hibp: Given<Lenient<bool>>,
    /// Where users ask for help.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub support_email: Given<String>,
    /// Version of a script that we don't need.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub clerk_js_version: Given<String>,
    /// Where development runs.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub development_origin: Given<String>,
    /// Origins that may call, beside our own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_origins: Option<Many>,
    /// Ignored: browsers keep cookies here.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub cookieless_dev: Given<Lenient<bool>>,
    /// Ignored: browsers keep cookies here.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub url_based_session_syncing: Given<Lenient<bool>>,
    /// `password` or `otp`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub preferred_sign_in_strategy_when_password_required: Given<String>,
}

/// Who may sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateRestrictionsBody {
    /// Only those on the allow-list.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub allowlist: Given<Lenient<bool>>,
    /// Not those on the block-list.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub blocklist: Given<Lenient<bool>>,
    /// Both lists bind sign-up only.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub allowlist_blocklist_disabled_on_sign_in: Given<Lenient<bool>>,
    /// No `name+tag@example.com`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub block_email_subaddresses: Given<Lenient<bool>>,
    /// No throw-away addresses.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub block_disposable_email_domains: Given<Lenient<bool>>,
    /// `a.b@gmail.com` is `ab@gmail.com`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub ignore_dots_for_gmail_addresses: Given<Lenient<bool>>,
}

/// What organizations may do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateOrganizationSettingsBody {
    /// Are there organizations?
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub enabled: Given<Lenient<bool>>,
    /// Members per organization; 0: no limit.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub max_allowed_memberships: Given<Lenient<i64>>,
    /// May administrators delete theirs?
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub admin_delete_enabled: Given<Lenient<bool>>,
    /// May they claim domains?
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub domains_enabled: Given<Lenient<bool>>,
    /// Are there no short names?
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub slug_disabled: Given<Lenient<bool>>,
    /// How members of a domain join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains_enrollment_modes: Option<Many>,
    /// What who creates one becomes.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub creator_role_id: Given<String>,
    /// What who joins by domain becomes.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub domains_default_role_id: Given<String>,
}

/// A new domain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateDomainBody {
    /// Its name.
    pub name: String,
    /// Must be true: there is one primary domain.
    pub is_satellite: Lenient<bool>,
    /// Where it is reached through the app's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
}

/// What changes of a domain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateDomainBody {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is reached through the app's own address.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub proxy_url: Given<String>,
    /// Is not the root of its zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_secondary: Option<Lenient<bool>>,
}

endpoints! {
    /// The public keys of session tokens.
    GetJwks: Get "/v1/jwks" (()) NoBody => Bare Jwks, Public, Unlimited;
    /// The instance.
    GetInstance: Get "/v1/instance" (()) NoBody => Bare Instance, SecretKey, Backend;
    /// Changes it.
    UpdateInstance: Patch "/v1/instance" (()) UpdateInstanceBody => Empty (), SecretKey, Backend;
    /// Changes who may sign up.
    UpdateInstanceRestrictions: Patch "/v1/instance/restrictions" (()) UpdateRestrictionsBody => Bare InstanceRestrictions, SecretKey, Backend;
    /// What organizations may do.
    GetOrganizationSettings: Get "/v1/instance/organization_settings" (()) NoBody => Bare OrganizationSettings, SecretKey, Backend;
    /// Changes that.
    UpdateOrganizationSettings: Patch "/v1/instance/organization_settings" (()) UpdateOrganizationSettingsBody => Bare OrganizationSettings, SecretKey, Backend;
    /// The instance's domains.
    ListDomains: Get "/v1/domains" (()) NoBody => Bare Page<Domain>, SecretKey, Backend;
    /// Adds one that shares the sign-in.
    CreateDomain: Post "/v1/domains" (()) CreateDomainBody => Bare Domain, SecretKey, Backend;
    /// Changes one.
    UpdateDomain: Patch "/v1/domains/{domain_id}" (DomainId) UpdateDomainBody => Bare Domain, SecretKey, Backend;
    /// Removes one.
    DeleteDomain: Delete "/v1/domains/{domain_id}" (DomainId) NoBody => Bare Deleted, SecretKey, Backend;
}

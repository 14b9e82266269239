//! The instance and its settings.

use crate::wire::{DomainId, InstanceId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub InstanceTag = "instance");
object_tag!(pub InstanceRestrictionsTag = "instance_restrictions");
object_tag!(pub OrganizationSettingsTag = "organization_settings");
object_tag!(pub DomainTag = "domain");

/// A tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Instance {
    /// Always `instance`.
    pub object: InstanceTag,
    /// `ins_…`
    pub id: InstanceId,
    /// `development` or `production`.
    pub environment_type: String,
    /// Origins that may call, beside our own.
    pub allowed_origins: Option<Vec<String>>,
    /// Not offered: always null.
    pub workspace_id: Option<String>,
}

/// Who may sign up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InstanceRestrictions {
    /// Always `instance_restrictions`.
    pub object: InstanceRestrictionsTag,
    /// Only those on the allow-list.
    pub allowlist: bool,
    /// Not those on the block-list.
    pub blocklist: bool,
    /// Both lists bind sign-up only.
    pub allowlist_blocklist_disabled_on_sign_in: bool,
    /// No `name+tag@example.com`.
    pub block_email_subaddresses: bool,
    /// No throw-away addresses.
    pub block_disposable_email_domains: bool,
    /// `a.b@gmail.com` is `ab@gmail.com`.
    pub ignore_dots_for_gmail_addresses: bool,
}

/// What organizations may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OrganizationSettings {
    /// Always `organization_settings`.
    pub object: OrganizationSettingsTag,
    /// Are there organizations?
    pub enabled: bool,
    /// Members per organization; 0: no limit.
    pub max_allowed_memberships: i64,
    /// Roles per instance.
    pub max_allowed_roles: i64,
    /// Sets of roles per instance.
    pub max_role_sets_allowed: i64,
    /// Domains per organization.
    pub max_allowed_domains: i64,
    /// Permissions per instance.
    pub max_allowed_permissions: i64,
    /// What who creates one becomes.
    pub creator_role: String,
    /// May administrators delete theirs?
    pub admin_delete_enabled: bool,
    /// May they claim domains?
    pub domains_enabled: bool,
    /// Are there no short names?
    pub slug_disabled: bool,
    /// How members of a domain join.
    pub domains_enrollment_modes: Vec<String>,
    /// What who joins that way becomes.
    pub domains_default_role: String,
    /// The set of roles new ones begin with.
    pub initial_role_set_key: Option<String>,
}

/// A domain of the instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Domain {
    /// Always `domain`.
    pub object: DomainTag,
    /// `dmn_…`
    pub id: DomainId,
    /// Its name.
    pub name: String,
    /// Does it share the sign-in of another one?
    pub is_satellite: bool,
    /// Where its Frontend API is.
    pub frontend_api_url: String,
    /// Where its account pages are; null for satellites.
    pub accounts_portal_url: Option<String>,
    /// Where it is reached through the app's own address.
    pub proxy_url: Option<String>,
    /// Where development runs.
    pub development_origin: String,
    /// What its DNS must say.
    pub cname_targets: Option<Vec<CnameTarget>>,
}

/// A record that a domain's DNS must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CnameTarget {
    /// The name.
    pub host: String,
    /// What it points to.
    pub value: String,
    /// Does it not work without?
    pub required: bool,
}

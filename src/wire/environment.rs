//! What the instance offers: read by components and SDKs before anything else.

use super::object_tag;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

object_tag!(pub EnvironmentTag = "environment");
object_tag!(pub DisplayConfigTag = "display_config");

/// The instance's public settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Environment {
    /// Always `environment`.
    pub object: EnvironmentTag,
    /// The instance's id.
    pub id: String,
    /// How sessions behave.
    pub auth_config: AuthConfig,
    /// Names and URLs.
    pub display_config: DisplayConfig,
    /// What a user has and how one signs in.
    pub user_settings: UserSettings,
    /// Organizations.
    pub organization_settings: OrganizationSettings,
    /// True: a banner says that we are being worked on.
    pub maintenance_mode: bool,
}

/// How sessions behave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuthConfig {
    /// True: one account at a time in a browser.
    pub single_session_mode: bool,
    /// Always null: instances are claimed by whoever runs them.
    pub claimed_at: Option<i64>,
    /// True: sensitive changes ask for a factor again instead of the current password.
    pub reverification: bool,
    /// Addresses for tests take one known code.
    #[serde(default)]
    pub test_mode: bool,
}

/// Names and URLs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is named and explained in the contract, section 3.1.2")]
pub struct DisplayConfig {
    pub object: DisplayConfigTag,
    pub id: String,
    pub instance_environment_type: String,
    pub application_name: String,
    pub logo_image_url: String,
    pub favicon_image_url: String,
    pub branded: bool,
    pub show_devmode_warning: bool,
    pub preferred_sign_in_strategy: String,
    pub sign_in_url: String,
    pub sign_up_url: String,
    pub user_profile_url: String,
    pub organization_profile_url: String,
    pub create_organization_url: String,
    pub waitlist_url: String,
    pub home_url: String,
    pub after_sign_in_url: String,
    pub after_sign_up_url: String,
    pub after_sign_out_one_url: String,
    pub after_sign_out_all_url: String,
    pub after_switch_session_url: String,
    pub after_leave_organization_url: String,
    pub after_create_organization_url: String,
    pub after_join_waitlist_url: String,
    pub support_email: String,
    pub terms_url: String,
    pub privacy_policy_url: String,
    pub theme: Value,
    pub captcha_public_key: Option<String>,
    pub captcha_widget_type: Option<String>,
    pub captcha_provider: Option<String>,
    pub captcha_oauth_bypass: Vec<String>,
    pub captcha_heartbeat: bool,
}

/// What a user has and how one signs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserSettings {
    /// All ten attributes of the contract, by name.
    pub attributes: BTreeMap<String, Attribute>,
    /// Social providers, by strategy.
    pub social: BTreeMap<String, Value>,
    /// What users may do themselves.
    pub actions: UserActions,
    /// Enterprise connections.
    pub enterprise_sso: EnterpriseSsoSettings,
    /// Sign-in.
    pub sign_in: SignInSettings,
    /// Sign-up.
    pub sign_up: SignUpSettings,
    /// Who is kept out.
    #[serde(default)]
    pub restrictions: RestrictionSettings,
    /// Password rules.
    pub password_settings: PasswordSettings,
    /// Passkeys.
    pub passkey_settings: PasskeySettings,
    /// Username rules.
    pub username_settings: UsernameSettings,
    /// Protection against guessing.
    pub attack_protection: AttackProtection,
}

impl UserSettings {
    /// Is this attribute collected?
    pub fn is_enabled(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).is_some_and(|attribute| attribute.enabled)
    }

    /// Is it mandatory at sign-up?
    pub fn is_required(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).is_some_and(|attribute| attribute.enabled && attribute.required)
    }
}

/// One attribute of a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is named and explained in the contract, section 3.1.3")]
pub struct Attribute {
    pub enabled: bool,
    pub required: bool,
    pub immutable: bool,
    pub used_for_first_factor: bool,
    pub first_factors: Vec<String>,
    pub used_for_second_factor: bool,
    pub second_factors: Vec<String>,
    pub verifications: Vec<String>,
    pub verify_at_sign_up: bool,
}

/// What users may do themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserActions {
    /// Delete the own account.
    pub delete_self: bool,
    /// Create organizations.
    pub create_organization: bool,
}

/// Enterprise connections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EnterpriseSsoSettings {
    /// Offered at all?
    pub enabled: bool,
    /// Set up by members?
    pub self_serve_sso: bool,
}

/// Sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInSettings {
    /// Second factor.
    pub second_factor: SecondFactorSettings,
}

/// Second factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SecondFactorSettings {
    /// Everybody must have one.
    pub required: bool,
    /// Offered.
    pub enabled: bool,
}

/// Sign-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignUpSettings {
    /// `public`, `restricted` or `waitlist`.
    pub mode: String,
    /// Bot check.
    pub captcha_enabled: bool,
    /// Missing fields are asked for step by step.
    pub progressive: bool,
    /// Terms must be accepted.
    pub legal_consent_enabled: bool,
    /// Only listed addresses may sign up.
    pub allowlist_only: bool,
}

/// Who is kept out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RestrictionSettings {
    /// Only those on the allow-list may sign up.
    pub allowlist: Toggle,
    /// Those on the block-list may not.
    pub blocklist: Toggle,
    /// Both lists bind sign-up only.
    pub allowlist_blocklist_disabled_on_sign_in: Toggle,
    /// No `name+tag@example.com`.
    pub block_email_subaddresses: Toggle,
    /// No throw-away addresses.
    pub block_disposable_email_domains: Toggle,
}

/// Password rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is named and explained in the contract, section 3.1.3")]
pub struct PasswordSettings {
    pub min_length: u32,
    pub max_length: u32,
    pub require_special_char: bool,
    pub require_numbers: bool,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub allowed_special_characters: String,
    pub show_zxcvbn: bool,
    pub min_zxcvbn_strength: u32,
    pub disable_hibp: bool,
}

/// Passkeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PasskeySettings {
    /// Offered in the identifier field's autofill.
    pub allow_autofill: bool,
    /// A button of its own.
    pub show_sign_in_button: bool,
}

/// Username rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UsernameSettings {
    /// Characters at least.
    pub min_length: u32,
    /// Characters at most.
    pub max_length: u32,
}

/// Protection against guessing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AttackProtection {
    /// Unknown accounts and wrong passwords look alike.
    pub enumeration_protection: Toggle,
}

/// On or off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Toggle {
    /// On?
    pub enabled: bool,
}

/// Organizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OrganizationSettings {
    /// Offered at all?
    pub enabled: bool,
    /// Members one organization may have.
    pub max_allowed_memberships: u32,
    /// No personal account.
    pub force_organization_selection: bool,
}

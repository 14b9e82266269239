//! What the instance offers: read by components and SDKs before anything else.

use super::object_tag;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

object_tag!(pub EnvironmentTag = "environment");
object_tag!(pub DisplayConfigTag = "display_config");
object_tag!(pub AuthConfigTag = "auth_config");
object_tag!(pub NativeSettingsTag = "native_settings");

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

/// How people sign up and in, in short, and how sessions behave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuthConfig {
    /// Always `auth_config`.
    pub object: AuthConfigTag,
    /// `aconf_…`
    pub id: String,
    /// Given name.
    pub first_name: Requirement,
    /// Family name.
    pub last_name: Requirement,
    /// E-mail address.
    pub email_address: Requirement,
    /// Phone number.
    pub phone_number: Requirement,
    /// Username.
    pub username: Requirement,
    /// Password.
    pub password: Requirement,
    /// What a sign-up needs: of each list one.
    pub identification_requirements: Vec<Vec<String>>,
    /// What names an account at sign-in.
    pub identification_strategies: Vec<String>,
    /// What proves the first factor.
    pub first_factors: Vec<String>,
    /// What proves the second one.
    pub second_factors: Vec<String>,
    /// How an address is proven.
    pub email_address_verification_strategies: Vec<String>,
    /// Digits of a mailed code. The contract has no member for it: other clients take any length.
    #[serde(default = "usual_code_length")]
    pub email_code_length: u32,
    /// True: one account at a time in a browser.
    pub single_session_mode: bool,
    /// Mails of codes come from a sender shared with others.
    pub enhanced_email_deliverability: bool,
    /// Addresses for tests take one known code.
    pub test_mode: bool,
    /// The browser's identity travels in URLs where cookies can't.
    pub url_based_session_syncing: bool,
    /// Always null: instances are claimed by whoever runs them.
    pub claimed_at: Option<i64>,
    /// True: sensitive changes ask for a factor again instead of the current password.
    pub reverification: bool,
    /// Apps that are no web pages.
    pub native_settings: NativeSettings,
}

fn usual_code_length() -> u32 {
    6
}

/// Is something asked for at sign-up?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// No.
    Off,
    /// It may be given.
    On,
    /// It must be given.
    Required,
}

/// Apps that are no web pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NativeSettings {
    /// Always `native_settings`.
    pub object: NativeSettingsTag,
    /// May they use the Frontend API?
    pub api_enabled: bool,
    /// May a device be trusted instead of a code?
    pub trusted_device_sign_in_enabled: bool,
    /// Is that proposed after a sign-in?
    pub trusted_device_enrollment_prompt_after_sign_in_enabled: bool,
    /// Is that proposed after a sign-up?
    pub trusted_device_enrollment_prompt_after_sign_up_enabled: bool,
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
    pub logo_url: Option<String>,
    pub logo_image: Option<Value>,
    pub logo_link_url: String,
    pub favicon_image_url: String,
    pub favicon_url: Option<String>,
    pub favicon_image: Option<Value>,
    pub branded: bool,
    pub show_devmode_warning: bool,
    pub preferred_sign_in_strategy: String,
    pub sign_in_url: String,
    pub sign_up_url: String,
    pub user_profile_url: String,
    pub organization_profile_url: String,
    pub create_organization_url: String,
    pub waitlist_url: String,
    pub oauth_consent_url: String,
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
    pub help_url: Option<String>,
    pub terms_url: String,
    pub privacy_policy_url: String,
    pub theme: Value,
    pub experimental_force_oauth_first: bool,
    pub google_one_tap_client_id: Option<String>,
    pub clerk_js_version: Option<String>,
    pub captcha_public_key: Option<String>,
    pub captcha_public_key_invisible: Option<String>,
    pub captcha_widget_type: Option<String>,
    pub captcha_provider: Option<String>,
    pub captcha_oauth_bypass: Vec<String>,
    pub captcha_heartbeat: bool,
}

/// What a user has and how one signs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserSettings {
    /// All attributes of the contract, by name.
    pub attributes: BTreeMap<String, Attribute>,
    /// Social providers, by strategy.
    pub social: BTreeMap<String, Value>,
    /// What users may do themselves.
    pub actions: UserActions,
    /// Enterprise connections.
    pub enterprise_sso: EnterpriseSsoSettings,
    /// Their older name.
    pub saml: EnterpriseSsoSettings,
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
    /// Is the number of them limited? Null: they can't be created at all.
    pub create_organizations_limit: Option<bool>,
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
    /// How it looks: `smart` or `invisible`.
    pub captcha_widget_type: String,
    /// A step of the app's own comes in between.
    pub custom_action_required: bool,
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
    pub enforce_hibp_on_sign_in: bool,
    pub disable_password_reverification: bool,
}

/// Passkeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PasskeySettings {
    /// Offered in the identifier field's autofill.
    pub allow_autofill: bool,
    /// A button of its own.
    pub show_sign_in_button: bool,
    /// One is enough where a second factor is asked for.
    pub satisfies_second_factor: bool,
}

/// Username rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UsernameSettings {
    /// Characters at least.
    pub min_length: u32,
    /// Characters at most.
    pub max_length: u32,
    /// More than letters, digits, `_` and `-`?
    pub allow_extended_special_characters: bool,
    /// Digits alone?
    pub allow_numeric_usernames: bool,
}

/// Protection against guessing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AttackProtection {
    /// Unknown accounts and wrong passwords look alike.
    pub enumeration_protection: Toggle,
    /// Too many failures lock an account.
    pub user_lockout: UserLockout,
    /// Addresses and numbers are hidden until somebody signed in.
    pub pii: Toggle,
    /// Links in mails.
    pub email_link: EmailLinkProtection,
}

/// Too many failures lock an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserLockout {
    /// On?
    pub enabled: bool,
    /// Failures in a row that lock it.
    pub max_attempts: u32,
    /// How long it stays locked.
    pub duration_in_minutes: i64,
}

/// Links in mails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EmailLinkProtection {
    /// They work only in the browser that asked for them.
    pub require_same_client: bool,
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
    /// What members may do.
    pub actions: OrganizationActions,
    /// Domains of organizations.
    pub domains: OrganizationDomains,
    /// The role of whoever creates one.
    pub creator_role: String,
}

/// What members may do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OrganizationActions {
    /// Those who manage one may delete it.
    pub admin_delete: bool,
}

/// Domains of organizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OrganizationDomains {
    /// Offered at all?
    pub enabled: bool,
    /// What happens to people with an address there.
    pub enrollment_modes: Vec<String>,
    /// The role they are invited to.
    pub default_role: String,
}

//! The instance's settings: what the dashboard changes, and what the configuration says.

use crate::wire::{Millis, backend::InstanceRestrictions, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub SettingsTag = "settings");

/// All settings together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Settings {
    /// Always `settings`.
    pub object: SettingsTag,
    /// For browsers.
    pub publishable_key: String,
    /// Where the instance is reached.
    pub public_url: String,
    /// Where people find help.
    pub support_email: Option<String>,
    /// Origins that may call from a browser, beside the configured ones.
    pub allowed_origins: Vec<String>,
    /// Those of the configuration.
    pub configured_origins: Vec<String>,
    /// `password` or `otp`: what sign-in begins with; null: as the account has it.
    pub preferred_strategy: Option<String>,
    /// Do addresses for tests take one known code? Null where they can't.
    pub test_mode: Option<bool>,
    /// Who may make an account: `public`, `restricted` or `waitlist`.
    pub sign_up_mode: String,
    /// How long a session lasts at most, in milliseconds.
    pub session_lifetime: Millis,
    /// How long a session lasts that nobody uses, in milliseconds; 0: as long as one that is used.
    pub session_inactivity_timeout: Millis,
    /// Who may sign up.
    pub restrictions: InstanceRestrictions,
    /// What the configuration says.
    pub configured: Configured,
}

/// What is set in the configuration and read at the start. The first three are what counts until they are set here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the configuration")]
pub struct Configured {
    /// `public`, `restricted` or `waitlist`.
    pub sign_up_mode: String,
    /// How long a session lasts, in milliseconds.
    pub session_lifetime: Millis,
    /// How long a session lasts that nobody uses, in milliseconds; 0: as long as one that is used.
    pub session_inactivity_timeout: Millis,
    /// Are there usernames?
    pub username_enabled: bool,
    /// Does sign-up ask for one?
    pub username_required: bool,
    /// Are there first and last names?
    pub names_enabled: bool,
    /// May people delete their own account?
    pub delete_self_enabled: bool,
    /// Fewest characters of a password.
    pub password_min_length: u32,
    /// How long one session token lasts, in milliseconds.
    pub token_lifetime: Millis,
    /// Does a browser hold one session at most?
    pub single_session_mode: bool,
}

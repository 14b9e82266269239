//! `[user]`: what people have besides an e-mail address, and what they may do with it.

use super::{instance::Instance, metadata_path::MetadataPath, section::Section};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUpMode {
    /// Everybody.
    Public,
    /// Who is invited.
    Restricted,
    /// Who is invited; others may wait.
    Waitlist,
}

impl SignUpMode {
    /// The name in configuration and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
            Self::Waitlist => "waitlist",
        }
    }
}

/// The text names no mode.
#[derive(Debug)]
pub struct UnknownSignUpMode;

impl FromStr for SignUpMode {
    type Err = UnknownSignUpMode;

    fn from_str(text: &str) -> Result<Self, UnknownSignUpMode> {
        let modes = [Self::Public, Self::Restricted, Self::Waitlist];
        modes.into_iter().find(|known| known.as_str() == text).ok_or(UnknownSignUpMode)
    }
}

/// Attributes of users.
#[derive(Clone, Debug)]
pub struct User {
    /// Who may make an account.
    pub sign_up_mode: SignUpMode,
    /// Whether people may delete their own account.
    pub is_delete_self_enabled: bool,
    /// Whether there are usernames.
    pub is_username_enabled: bool,
    /// Whether sign-up asks for one.
    pub is_username_required: bool,
    /// Whether there are first and last names.
    pub is_name_enabled: bool,
    /// Whether sign-up asks for them.
    pub is_name_required: bool,
    /// Whether sign-up asks for a password.
    pub is_password_required: bool,
    /// Whether sign-up asks for consent to the terms and the privacy policy.
    pub is_legal_consent_enabled: bool,
    /// Metadata by which users can be found: `public.plan`, `private.team.id`, `unsafe.theme`.
    pub metadata_paths: Vec<MetadataPath>,
}

impl User {
    pub(super) fn read(mut section: Section<'_>, instance: &Instance) -> Self {
        let user = Self {
            sign_up_mode: section.parsed("sign_up", "public", "write \"public\", \"restricted\" or \"waitlist\""),
            is_delete_self_enabled: section.flag("delete_self", true),
            is_username_enabled: section.flag("username_enabled", true),
            is_username_required: section.flag("username_required", false),
            is_name_enabled: section.flag("names_enabled", true),
            is_name_required: section.flag("names_required", false),
            is_password_required: section.flag("password_required", true),
            is_legal_consent_enabled: section.flag("legal_consent", false),
            metadata_paths: section.list("metadata_paths", "write paths such as [\"public.plan\"]"),
        };
        if user.is_username_required && !user.is_username_enabled {
            section.problem("username_required", "asks for what username_enabled forbids", "change one of the two");
        }
        if user.is_name_required && !user.is_name_enabled {
            section.problem("names_required", "asks for what names_enabled forbids", "change one of the two");
        }
        if user.is_legal_consent_enabled && instance.terms_url.is_none() && instance.privacy_policy_url.is_none() {
            let mend = "set instance.terms_url, instance.privacy_policy_url or both";
            section.problem("legal_consent", "asks for consent to what nobody can read", mend);
        }
        user
    }
}

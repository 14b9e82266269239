//! How people sign up and in, in short.

use crate::{domain::settings::Settings, state::App};
use onehop::wire::{AuthConfig, AuthConfigTag, NativeSettings, NativeSettingsTag, Requirement};

/// What applies to this instance.
pub fn of(app: &App, settings: &Settings) -> AuthConfig {
    let user = &app.config.user;
    let name = if user.is_name_enabled { Requirement::On } else { Requirement::Off };
    let username = match (user.is_username_enabled, user.is_username_required) {
        (false, _) => Requirement::Off,
        (true, false) => Requirement::On,
        (true, true) => Requirement::Required,
    };
    let texts = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut requirements = vec![texts(&["email_address"])];
    let mut strategies = texts(&["email_address"]);
    if username == Requirement::Required {
        requirements.push(texts(&["username"]));
    }
    if username != Requirement::Off {
        strategies.push("username".to_owned());
    }
    AuthConfig {
        object: AuthConfigTag,
        id: format!("aconf_{}", app.instance.id),
        first_name: name,
        last_name: name,
        email_address: Requirement::Required,
        phone_number: Requirement::Off,
        username,
        password: Requirement::Required,
        identification_requirements: requirements,
        identification_strategies: strategies,
        first_factors: texts(&["password", "email_code", "reset_password_email_code", "ticket"]),
        second_factors: texts(&["totp", "backup_code"]),
        email_address_verification_strategies: texts(&["email_code"]),
        single_session_mode: app.config.session.single_session_mode,
        enhanced_email_deliverability: false,
        test_mode: settings.is_test_mode(app),
        url_based_session_syncing: false,
        claimed_at: None,
        reverification: true,
        native_settings: NativeSettings {
            object: NativeSettingsTag,
            api_enabled: false,
            trusted_device_sign_in_enabled: false,
            trusted_device_enrollment_prompt_after_sign_in_enabled: false,
            trusted_device_enrollment_prompt_after_sign_up_enabled: false,
        },
    }
}

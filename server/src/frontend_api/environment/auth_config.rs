//! How people sign up and in, in short.

use super::{requirement, to_u32};
use crate::{config::FirstFactor, domain::settings::Settings, state::App};
use onehop::wire::{AuthConfig, AuthConfigTag, NativeSettings, NativeSettingsTag, Requirement};

/// What applies to this instance.
pub fn of(app: &App, settings: &Settings) -> AuthConfig {
    let (user, sign_in) = (&app.config.user, &app.config.sign_in);
    let name = requirement(user.is_name_enabled, user.is_name_required);
    let username = requirement(user.is_username_enabled, user.is_username_required);
    let texts = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut requirements = vec![texts(&["email_address"])];
    if username == Requirement::Required {
        requirements.push(texts(&["username"]));
    }
    let mut factors: Vec<&str> = sign_in.first_factors.iter().copied().map(FirstFactor::as_str).collect();
    factors.extend(sign_in.has_passwords().then_some("reset_password_email_code"));
    factors.push("ticket");
    AuthConfig {
        object: AuthConfigTag,
        id: format!("aconf_{}", app.instance.id),
        first_name: name,
        last_name: name,
        email_address: Requirement::Required,
        phone_number: Requirement::Off,
        username,
        password: requirement(sign_in.has_passwords(), user.is_password_required),
        identification_requirements: requirements,
        identification_strategies: sign_in.identifiers.iter().map(|it| it.as_str().to_owned()).collect(),
        first_factors: texts(&factors),
        second_factors: texts(&["totp", "backup_code"]),
        email_address_verification_strategies: texts(&["email_code"]),
        email_code_length: to_u32(app.config.codes.length),
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

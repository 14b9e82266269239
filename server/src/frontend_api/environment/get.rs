//! `GET /v1/environment`: what the instance offers.

use super::{attributes, auth_config, to_u32};
use crate::{
    clock::MINUTE,
    config::{Config, MAX_PASSWORD_BYTES},
    domain::{
        identifiers, settings,
        settings::{Organizations, Preferred, Settings},
    },
    error::Result,
    frontend_api::{Context, Handle},
    password::CharacterKind,
    state::App,
};
use onehop::{
    endpoints::{NoBody, frontend::GetEnvironment},
    wire::{
        AttackProtection, DisplayConfig, DisplayConfigTag, EmailLinkProtection, EnterpriseSsoSettings, Environment,
        EnvironmentTag, OrganizationActions, OrganizationDomains, OrganizationSettings, PasskeySettings,
        PasswordSettings, RestrictionSettings, SecondFactorSettings, SignInSettings, SignUpSettings, Toggle,
        UserActions, UserLockout, UserSettings, UsernameSettings,
    },
};
use std::collections::BTreeMap;

/// The contract lets clients be told no more than this; 0 says "no limit told".
const LONGEST_TOLD: usize = 72;

impl Handle for GetEnvironment {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Environment> {
        environment(&cx.app).await
    }
}

/// The instance's public settings.
pub async fn environment(app: &App) -> Result<Environment> {
    let settings = settings::find(app, &mut app.read().await?).await?;
    Ok(Environment {
        object: EnvironmentTag,
        id: app.instance.id.to_string(),
        auth_config: auth_config::of(app, &settings),
        display_config: display_config(app, &settings),
        user_settings: user_settings(app, &settings),
        organization_settings: organization_settings(settings.organizations),
        maintenance_mode: false,
    })
}

fn display_config(app: &App, settings: &Settings) -> DisplayConfig {
    let instance = &app.config.instance;
    let url = |address: &str| app.config.absolute(address);
    let document = |address: &Option<String>| address.as_deref().map(url).unwrap_or_default();
    DisplayConfig {
        object: DisplayConfigTag,
        id: format!("display_config_{}", app.instance.id),
        instance_environment_type: instance.environment.as_str().to_owned(),
        application_name: instance.name.clone(),
        logo_image_url: String::new(),
        logo_url: None,
        logo_image: None,
        logo_link_url: url(&instance.home_url),
        favicon_image_url: String::new(),
        favicon_url: None,
        favicon_image: None,
        branded: false,
        show_devmode_warning: app.config.is_development(),
        preferred_sign_in_strategy: preferred(app, settings).as_str().to_owned(),
        sign_in_url: url(&instance.sign_in_url),
        sign_up_url: url(&instance.sign_up_url),
        user_profile_url: url(&instance.user_profile_url),
        organization_profile_url: String::new(),
        create_organization_url: String::new(),
        waitlist_url: url(&instance.waitlist_url),
        oauth_consent_url: String::new(),
        home_url: url(&instance.home_url),
        after_sign_in_url: url(&instance.after_sign_in_url),
        after_sign_up_url: url(&instance.after_sign_up_url),
        after_sign_out_one_url: url(&instance.after_sign_out_url),
        after_sign_out_all_url: url(&instance.after_sign_out_url),
        after_switch_session_url: url(&instance.after_sign_in_url),
        after_leave_organization_url: String::new(),
        after_create_organization_url: String::new(),
        after_join_waitlist_url: String::new(),
        support_email: settings.support_email.as_ref().or(instance.support_email.as_ref()).cloned().unwrap_or_default(),
        help_url: None,
        terms_url: document(&instance.terms_url),
        privacy_policy_url: document(&instance.privacy_policy_url),
        theme: serde_json::json!({}),
        experimental_force_oauth_first: false,
        google_one_tap_client_id: None,
        clerk_js_version: None,
        captcha_public_key: None,
        captcha_public_key_invisible: None,
        captcha_widget_type: None,
        captcha_provider: None,
        captcha_oauth_bypass: Vec::new(),
        captcha_heartbeat: false,
    }
}

/// What was chosen, as far as it is there.
fn preferred(app: &App, settings: &Settings) -> Preferred {
    let config = &app.config.sign_in;
    match (config.has_passwords(), config.has_email_codes()) {
        (true, false) => Preferred::Password,
        (false, true) => Preferred::Otp,
        _ => settings.preferred_strategy.unwrap_or(Preferred::Password),
    }
}

fn organization_settings(settings: Organizations) -> OrganizationSettings {
    OrganizationSettings {
        enabled: false,
        max_allowed_memberships: u32::try_from(settings.max_memberships).unwrap_or(u32::MAX),
        force_organization_selection: false,
        actions: OrganizationActions { admin_delete: settings.is_admin_delete_enabled },
        domains: OrganizationDomains {
            enabled: settings.are_domains_enabled,
            enrollment_modes: settings.enrollment_modes,
            default_role: Organizations::MEMBER.to_owned(),
        },
        creator_role: Organizations::CREATOR.to_owned(),
    }
}

fn user_settings(app: &App, settings: &Settings) -> UserSettings {
    let (config, rules) = (&app.config, settings.restrictions);
    let toggle = |enabled| Toggle { enabled };
    let enterprise_sso = EnterpriseSsoSettings { enabled: false, self_serve_sso: false };
    UserSettings {
        attributes: attributes::of(config),
        social: BTreeMap::new(),
        actions: UserActions {
            delete_self: config.user.is_delete_self_enabled,
            create_organization: false,
            create_organizations_limit: None,
        },
        saml: enterprise_sso.clone(),
        enterprise_sso,
        sign_in: SignInSettings { second_factor: SecondFactorSettings { required: false, enabled: true } },
        sign_up: SignUpSettings {
            mode: settings.sign_up_mode(app).as_str().to_owned(),
            captcha_enabled: false,
            captcha_widget_type: "smart".to_owned(),
            custom_action_required: false,
            progressive: true,
            legal_consent_enabled: config.user.is_legal_consent_enabled,
            allowlist_only: rules.is_allowlist_on,
        },
        restrictions: RestrictionSettings {
            allowlist: toggle(rules.is_allowlist_on),
            blocklist: toggle(rules.is_blocklist_on),
            allowlist_blocklist_disabled_on_sign_in: toggle(rules.are_lists_off_on_sign_in),
            block_email_subaddresses: toggle(rules.are_subaddresses_blocked),
            block_disposable_email_domains: toggle(rules.are_disposable_domains_blocked),
        },
        password_settings: password_settings(config),
        passkey_settings: PasskeySettings {
            allow_autofill: false,
            show_sign_in_button: false,
            satisfies_second_factor: false,
        },
        username_settings: UsernameSettings {
            min_length: to_u32(*identifiers::USERNAME.start()),
            max_length: to_u32(*identifiers::USERNAME.end()),
            allow_extended_special_characters: false,
            allow_numeric_usernames: false,
        },
        attack_protection: AttackProtection {
            enumeration_protection: toggle(false),
            user_lockout: UserLockout {
                enabled: true,
                max_attempts: config.limits.lockout_failures,
                duration_in_minutes: config.limits.lockout / MINUTE,
            },
            pii: toggle(false),
            email_link: EmailLinkProtection { require_same_client: true },
        },
    }
}

fn password_settings(config: &Config) -> PasswordSettings {
    let asks_for = |kind| config.password.characters.contains(&kind);
    let longest = config.password.max_length.min(MAX_PASSWORD_BYTES);
    PasswordSettings {
        min_length: to_u32(config.password.min_length),
        max_length: if longest > LONGEST_TOLD { 0 } else { to_u32(longest) },
        require_special_char: asks_for(CharacterKind::Special),
        require_numbers: asks_for(CharacterKind::Number),
        require_uppercase: asks_for(CharacterKind::Uppercase),
        require_lowercase: asks_for(CharacterKind::Lowercase),
        allowed_special_characters: match asks_for(CharacterKind::Special) {
            true => ('!'..='~').filter(char::is_ascii_punctuation).collect(),
            false => String::new(),
        },
        show_zxcvbn: false,
        min_zxcvbn_strength: 0,
        disable_hibp: true,
        enforce_hibp_on_sign_in: false,
        disable_password_reverification: false,
    }
}

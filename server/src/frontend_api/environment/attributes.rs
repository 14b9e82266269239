//! What a user has, and which of it is asked for.

use crate::config::{Config, Identifier};
use onehop::wire::Attribute;
use std::collections::BTreeMap;

/// All attributes: clients expect each, also those that aren't offered.
pub fn of(config: &Config) -> BTreeMap<String, Attribute> {
    let (user, sign_in) = (&config.user, &config.sign_in);
    let codes = || vec!["email_code".to_owned()];
    let email = Attribute {
        enabled: true,
        required: true,
        used_for_first_factor: sign_in.is_by(Identifier::EmailAddress),
        first_factors: if sign_in.has_email_codes() { codes() } else { Vec::new() },
        verifications: codes(),
        verify_at_sign_up: true,
        ..Attribute::default()
    };
    let password = Attribute {
        enabled: sign_in.has_passwords(),
        required: sign_in.has_passwords() && user.is_password_required,
        ..Attribute::default()
    };
    let username = Attribute {
        enabled: user.is_username_enabled,
        required: user.is_username_enabled && user.is_username_required,
        used_for_first_factor: sign_in.is_by(Identifier::Username),
        ..Attribute::default()
    };
    let name = || Attribute {
        enabled: user.is_name_enabled,
        required: user.is_name_enabled && user.is_name_required,
        ..Attribute::default()
    };
    let second_factor = |strategy: &str| Attribute {
        enabled: true,
        used_for_second_factor: true,
        second_factors: vec![strategy.to_owned()],
        ..Attribute::default()
    };
    let offered = [
        ("email_address", email),
        ("password", password),
        ("username", username),
        ("first_name", name()),
        ("last_name", name()),
        ("authenticator_app", second_factor("totp")),
        ("backup_code", second_factor("backup_code")),
    ];
    let absent = ["phone_number", "web3_wallet", "passkey", "ticket"].map(|name| (name, Attribute::default()));
    offered.into_iter().chain(absent).map(|(name, attribute)| (name.to_owned(), attribute)).collect()
}

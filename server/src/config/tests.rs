//! What holds for the configuration as a whole.

use super::*;
use secrecy::ExposeSecret;
use std::collections::BTreeSet;
use std::io::Write;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/onehop.example.toml");
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn dev() -> Overrides {
    Overrides { dev: true, ..Overrides::default() }
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// A configuration that production accepts.
fn production() -> Vec<(String, String)> {
    variables(&[
        ("ONEHOP_SERVER_PUBLIC_URL", "https://accounts.example.com"),
        ("ONEHOP_MAIL_FROM", "Example <no-reply@example.com>"),
        ("ONEHOP_MAIL_SMTP_URL", "smtps://mailer:mail-password@smtp.example.com"),
        ("ONEHOP_KEYS_ENCRYPTION_KEY", KEY),
        ("DATABASE_URL", "postgres://onehop:database-password@db.example.com/onehop"),
    ])
}

fn keys_of(errors: &ConfigErrors) -> Vec<&str> {
    errors.0.iter().map(|problem| problem.key.as_str()).collect()
}

#[test]
fn the_example_file_holds_every_setting_and_no_other() {
    let in_file: BTreeSet<String> = raw::read(Path::new(EXAMPLE)).ok().unwrap().into_keys().collect();
    let mut reader = Reader::new(None, [], dev().by_setting());
    Config::read(&mut reader);
    assert_eq!(in_file, *reader.asked());
}

#[test]
fn the_example_file_says_the_defaults() {
    let with_file = Config::load(Some(Path::new(EXAMPLE)), [], dev()).unwrap();
    let without = Config::load(None, [], dev()).unwrap();
    assert_eq!(format!("{with_file:#?}"), format!("{without:#?}"));
    assert_eq!(with_file.database.url.expose_secret(), without.database.url.expose_secret());
    let production_with_file = Config::load(Some(Path::new(EXAMPLE)), production(), Overrides::default()).unwrap();
    let production_without = Config::load(None, production(), Overrides::default()).unwrap();
    assert_eq!(format!("{production_with_file:#?}"), format!("{production_without:#?}"));
}

#[test]
fn development_needs_nothing_set() {
    let config = Config::load(None, [], dev()).unwrap();
    assert!(config.is_development());
    assert_eq!(config.server.public_origin(), "http://localhost:3000");
    assert_eq!(config.instance.frontend_api_host, "onehop.localhost:3000");
    assert_eq!(config.database.url.expose_secret(), "sqlite:./data/onehop.db");
    assert!(config.mail.smtp_url.is_none());
    assert!(matches!(config.keys.encryption_key, EncryptionKey::File { is_created: true, .. }));
}

#[test]
fn development_follows_the_port_it_listens_on() {
    let flags = Overrides { listen: Some("127.0.0.1:4010".into()), ..dev() };
    let config = Config::load(None, [], flags).unwrap();
    assert_eq!(config.server.public_origin(), "http://localhost:4010");
    assert_eq!(config.instance.frontend_api_host, "onehop.localhost:4010");
}

#[test]
fn production_without_settings_names_everything_that_is_missing() {
    let errors = Config::load(None, [], Overrides::default()).unwrap_err();
    assert_eq!(keys_of(&errors), ["server.public_url", "mail.from", "mail.smtp_url", "keys.encryption_key"]);
    assert!(errors.to_string().contains("ONEHOP_KEYS_ENCRYPTION_KEY"));
}

#[test]
fn production_refuses_the_values_of_development() {
    let mut given = production();
    given.extend(variables(&[
        ("ONEHOP_SERVER_PUBLIC_URL", "http://accounts.example.com"),
        ("ONEHOP_MAIL_FROM", "Onehop <no-reply@localhost>"),
        ("ONEHOP_INSTANCE_ALLOWED_ORIGINS", "http://app.example.com"),
    ]));
    let errors = Config::load(None, given, Overrides::default()).unwrap_err();
    assert_eq!(keys_of(&errors), ["server.public_url", "instance.allowed_origins", "mail.from"]);
}

#[test]
fn production_makes_no_key_file() {
    let mut given = production();
    given.retain(|(name, _)| name != "ONEHOP_KEYS_ENCRYPTION_KEY");
    given.push(("ONEHOP_KEYS_ENCRYPTION_KEY_FILE".into(), "/nonexistent/encryption.key".into()));
    let errors = Config::load(None, given, Overrides::default()).unwrap_err();
    assert_eq!(keys_of(&errors), ["keys.encryption_key_file"]);
}

#[test]
fn flags_beat_variables_which_beat_the_file() {
    let file = file("[server]\nlisten = '127.0.0.1:1'\ndata = 'from-file'\n[instance]\nname = 'File'\n");
    let given = variables(&[("ONEHOP_SERVER_LISTEN", "127.0.0.1:2"), ("ONEHOP_SERVER_DATA", "from-variable")]);
    let flags = Overrides { listen: Some("127.0.0.1:3".into()), ..dev() };
    let config = Config::load(Some(file.path()), given, flags).unwrap();
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.server.data, Path::new("from-variable"));
    assert_eq!(config.instance.name, "File");
}

#[test]
fn every_problem_is_reported_at_once_with_its_origin() {
    let file = file(
        "[server]\nlisten = 'here'\nlissten = 1\n[sever]\nport = 1\n[codes]\nlength = 4\n[user]\ndelete_self = 'yes'\n",
    );
    let given = variables(&[("ONEHOP_MAIL_FORM", "x"), ("ONEHOP_LIMITS_CREATE", "often"), ("PATH", "/bin")]);
    let errors = Config::load(Some(file.path()), given, dev()).unwrap_err();
    let expected = [
        "server.listen",
        "codes.length",
        "limits.create",
        "user.delete_self",
        "server.lissten",
        "sever.port",
        "ONEHOP_MAIL_FORM",
    ];
    assert_eq!(keys_of(&errors), expected);
    let text = errors.to_string();
    assert!(text.contains("server.listen (from the file): \"here\" is not valid here; write address:port"), "{text}");
    assert!(text.contains("limits.create (from ONEHOP_LIMITS_CREATE)"), "{text}");
}

#[test]
fn a_file_that_is_no_toml_is_named_with_the_line_but_without_its_text() {
    let file = file("[mail]\nsmtp_url = \"smtps://mailer:mail-password@smtp\n");
    let errors = Config::load(Some(file.path()), [], Overrides::default()).unwrap_err();
    let text = errors.to_string();
    assert_eq!(errors.0.len(), 1, "what the file may hold is not called missing: {text}");
    assert!(text.contains("line 2"), "{text}");
    assert!(!text.contains("mail-password"), "{text}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let errors = Config::load(Some(Path::new("/nonexistent.toml")), [], dev()).unwrap_err();
    assert_eq!(keys_of(&errors), ["/nonexistent.toml"]);
}

#[test]
fn neither_debug_nor_summary_shows_a_secret() {
    let config = Config::load(None, production(), Overrides::default()).unwrap();
    for text in [format!("{config:?}"), config.summary()] {
        for secret in ["mail-password", "database-password", KEY] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    assert!(config.summary().contains("postgres://db.example.com/onehop"), "{}", config.summary());
}

#[test]
fn errors_show_no_secret() {
    let given = variables(&[
        ("ONEHOP_MAIL_SMTP_URL", "http://mailer:mail-password@smtp"),
        ("ONEHOP_KEYS_ENCRYPTION_KEY", "short-secret"),
        ("DATABASE_URL", "mysql://onehop:database-password@db"),
    ]);
    let text = Config::load(None, given, dev()).unwrap_err().to_string();
    for key in ["mail.smtp_url", "keys.encryption_key", "database.url (from DATABASE_URL)"] {
        assert!(text.contains(key), "{text}");
    }
    for secret in ["mail-password", "short-secret", "database-password"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn development_relaxes_rates_but_neither_lock_out_nor_codes() {
    let development = Config::load(None, [], dev()).unwrap();
    let production = Config::load(None, production(), Overrides::default()).unwrap();
    assert_eq!(development.limits.create, production.limits.create.times(20));
    assert_eq!(development.limits.lockout_failures, production.limits.lockout_failures);
    assert_eq!(development.limits.lockout, production.limits.lockout);
    assert_eq!(development.codes.max_attempts, production.codes.max_attempts);
}

#[test]
fn peppers_come_from_a_text_or_a_file_and_are_shown_by_name() {
    let path = file(&format!("{KEY}\n"));
    let from_file = variables(&[("ONEHOP_PASSWORD_PEPPER_FILE", path.path().to_str().unwrap())]);
    let from_text = variables(&[("ONEHOP_PASSWORD_PEPPER", KEY), ("ONEHOP_PASSWORD_RETIRED_PEPPERS", "a, b")]);
    for given in [from_file, from_text] {
        let config = Config::load(None, given, dev()).unwrap();
        let name = config.password.peppers.current_id().unwrap();
        let text = format!("{}{config:?}", config.summary());
        assert!(text.contains(&format!("peppers          {name}\n")), "{text}");
        assert!(!text.contains(KEY), "{text}");
    }
    assert!(Config::load(None, [], dev()).unwrap().summary().contains("peppers          none\n"));
}

#[test]
fn peppers_that_cannot_be_read_are_problems() {
    let short = file("c2hvcnQtc2VjcmV0");
    let short = short.path().to_str().unwrap();
    for (given, key) in [
        (vec![("ONEHOP_PASSWORD_PEPPER", "short-secret")], "password.pepper"),
        (vec![("ONEHOP_PASSWORD_PEPPER_FILE", "/nonexistent")], "password.pepper_file"),
        (vec![("ONEHOP_PASSWORD_PEPPER_FILE", short)], "password.pepper_file"),
        (vec![("ONEHOP_PASSWORD_PEPPER", KEY), ("ONEHOP_PASSWORD_PEPPER_FILE", short)], "password.pepper_file"),
    ] {
        let errors = Config::load(None, variables(&given), dev()).unwrap_err();
        assert_eq!(keys_of(&errors), [key]);
        assert!(!errors.to_string().contains("secret") && !errors.to_string().contains("c2hvcnQ"), "{errors}");
    }
}

#[test]
fn pages_may_not_lead_to_foreign_places() {
    for address in ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "user"] {
        let given = variables(&[("ONEHOP_INSTANCE_HOME_URL", address)]);
        let errors = Config::load(None, given, dev()).unwrap_err();
        assert_eq!(keys_of(&errors), ["instance.home_url"], "{address}");
    }
    let given = variables(&[
        ("ONEHOP_INSTANCE_HOME_URL", "https://app.example.com/start"),
        ("ONEHOP_INSTANCE_ALLOWED_ORIGINS", "https://app.example.com, https://two.example.com"),
    ]);
    let config = Config::load(None, given, dev()).unwrap();
    assert_eq!(config.instance.allowed_origins, ["https://app.example.com", "https://two.example.com"]);
}

#[test]
fn the_host_in_the_publishable_key_has_a_dot_and_nothing_but_host_and_port() {
    for host in ["localhost:3000", "https://a.example", "a.example/x", "a.example$", "user@a.example"] {
        let given = variables(&[("ONEHOP_INSTANCE_FRONTEND_API_HOST", host)]);
        let errors = Config::load(None, given, dev()).unwrap_err();
        assert_eq!(keys_of(&errors), ["instance.frontend_api_host"], "{host}");
    }
    for host in ["accounts.example.com", "127.0.0.1:4010", "onehop.localhost:3000"] {
        let given = variables(&[("ONEHOP_INSTANCE_FRONTEND_API_HOST", host)]);
        assert_eq!(Config::load(None, given, dev()).unwrap().instance.frontend_api_host, host);
    }
}

#[test]
fn settings_that_contradict_each_other_are_problems_with_a_mend() {
    for (settings, key, mend) in [
        ("[user]\nnames_enabled = false\nnames_required = true", "user.names_required", "change one"),
        ("[user]\nlegal_consent = true", "user.legal_consent", "instance.terms_url"),
        (
            "[user]\nusername_enabled = false\n[sign_in]\nidentifiers = ['username', 'email_address']",
            "sign_in.identifiers",
            "user.username_enabled",
        ),
        ("[sign_in]\nidentifiers = ['username']", "sign_in.identifiers", "user.username_required"),
        ("[sign_in]\nfirst_factors = ['email_code']", "sign_in.first_factors", "user.password_required to false"),
        (
            "[user]\npassword_required = false\n[sign_in]\nfirst_factors = ['password']",
            "sign_in.first_factors",
            "add \"email_code\"",
        ),
        ("[sign_in]\nidentifiers = ['phone_number']", "sign_in.identifiers", "email_address"),
        ("[password]\ncharacters = ['emoji']", "password.characters", "lowercase"),
        ("[instance]\nterms_url = 'javascript:alert(1)'", "instance.terms_url", "/terms"),
        ("[instance]\nprivacy_policy_url = '//elsewhere.example'", "instance.privacy_policy_url", "http"),
    ] {
        let errors = Config::load(Some(file(settings).path()), [], dev()).unwrap_err();
        assert_eq!(keys_of(&errors), [key], "{settings}");
        assert!(errors.to_string().contains(mend), "{errors}");
    }
    for settings in [
        "[user]\nlegal_consent = true\n[instance]\nterms_url = '/terms'",
        "[user]\nlegal_consent = true\n[instance]\nprivacy_policy_url = 'https://example.com/privacy'",
        "[user]\nusername_enabled = false",
        "[user]\nusername_required = true\n[sign_in]\nidentifiers = ['username']",
        "[user]\npassword_required = false\n[sign_in]\nfirst_factors = ['email_code']",
    ] {
        assert!(Config::load(Some(file(settings).path()), [], dev()).is_ok(), "{settings}");
    }
    let config = Config::load(Some(file("[user]\nusername_enabled = false").path()), [], dev()).unwrap();
    assert_eq!(config.sign_in.identifiers, [Identifier::EmailAddress], "usernames that aren't there name nobody");
}

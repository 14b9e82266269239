//! The binary's command line: exit codes, and what is said on which stream.

use std::process::{Command, Output};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Runs the binary with these variables and no others.
fn onehop(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    command.output().expect("the binary runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn config_check_in_development_is_fine_without_any_setting() {
    let output = onehop(&["config", "check", "--dev"], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output.stdout).starts_with("configuration is fine\n"));
}

#[test]
fn config_check_sums_production_up_without_secrets() {
    let variables = [
        ("ONEHOP_SERVER_PUBLIC_URL", "https://accounts.example.com"),
        ("ONEHOP_MAIL_FROM", "Example <no-reply@example.com>"),
        ("ONEHOP_MAIL_SMTP_URL", "smtps://mailer:mail-password@smtp.example.com"),
        ("ONEHOP_KEYS_ENCRYPTION_KEY", KEY),
        ("DATABASE_URL", "postgres://onehop:database-password@db.example.com/onehop"),
    ];
    let output = onehop(&["config", "check"], &variables);
    let text = said(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    assert!(text.contains("https://accounts.example.com"), "{text}");
    for secret in ["mail-password", "database-password", KEY] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn config_check_answers_1_and_says_everything_that_is_missing() {
    let output = onehop(&["config", "check"], &[]);
    let text = said(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    for key in ["server.public_url", "mail.from", "mail.smtp_url", "keys.encryption_key"] {
        assert!(text.contains(key), "{text}");
    }
}

#[test]
fn config_check_names_a_list_of_passwords_that_is_not_there() {
    let variables = [("ONEHOP_PASSWORD_COMMON_PASSWORDS_FILE", "/nonexistent.txt")];
    let output = onehop(&["config", "check", "--dev"], &variables);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("password.common_passwords_file"), "{}", said(&output.stderr));
}

#[test]
fn serve_and_migrate_refuse_a_configuration_with_problems_by_2() {
    for command in ["serve", "migrate"] {
        let output = onehop(&[command], &[("ONEHOP_SERVER_LISSTEN", "x")]);
        let text = said(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(text.contains("ONEHOP_SERVER_LISSTEN") && text.contains("mail.from"), "{text}");
    }
}

#[test]
fn an_unknown_command_is_2() {
    assert_eq!(onehop(&["sevre"], &[]).status.code(), Some(2));
}

#[test]
fn the_configuration_file_may_be_named_by_a_variable() {
    let output = onehop(&["config", "check", "--dev"], &[("ONEHOP_CONFIG", "/nonexistent.toml")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("/nonexistent.toml"));
}

#[test]
fn operator_add_prints_a_link_for_one_address_and_nothing_else() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let add = |email: &str, more: &[&str]| {
        let folder = data.path().to_str().expect("a path");
        onehop(&[&["operator", "add", email, "--dev", "--data", folder], more].concat(), &[])
    };
    let output = add("ada@example.com", &[]);
    let text = said(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    let link = |text: &str| text.lines().find(|line| line.contains("/dashboard/setup?token=")).map(str::to_owned);
    let first = link(&text).expect("a link");
    assert!(first.starts_with("http://localhost:3000/"), "{first}");
    // Again, for the same operator: another link.
    let second = link(&said(&add("ADA@example.com", &["--remove-totp"]).stdout)).expect("a link");
    assert_ne!(first, second);
    let refused = add("not an address", &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused.stderr).contains("Enter an email address"), "{}", said(&refused.stderr));
}

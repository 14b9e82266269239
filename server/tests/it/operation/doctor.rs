//! `onehop doctor`: each failure by itself, and a healthy server.

use super::{data, err, json, out, run};
use crate::support::{Engine, TestApp, postgres};
use serde_json::Value;
use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
    thread,
};

/// 32 random bytes, for tests alone.
const KEY: &str = "fKm7hTQy2ZB0o1V9XcR4uL8sWnE6aGpJdYvC3iHkMxU=";

fn doctor(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
    command.arg("doctor").args(arguments);
    run(command, variables, "")
}

/// What it found in a data folder in development, as JSON; and that the exit code says the same.
fn in_development(data: &Path, variables: &[(&str, &str)]) -> Value {
    let folder = data.to_str().expect("a path");
    told(&doctor(&["--json", "--dev", "--data", folder], variables))
}

/// The same in production.
fn in_production(data: &Path, variables: &[(&str, &str)]) -> Value {
    let folder = data.to_str().expect("a path");
    let needed = [
        ("ONEHOP_SERVER_PUBLIC_URL", "https://accounts.example.com"),
        ("ONEHOP_MAIL_FROM", "Example <no-reply@example.com>"),
        ("ONEHOP_MAIL_SMTP_URL", "smtp://127.0.0.1:9"),
    ];
    let is_given = |name: &str| variables.iter().any(|(given, _)| *given == name);
    let mut all: Vec<_> = needed.into_iter().filter(|(name, _)| !is_given(name)).collect();
    all.extend(variables);
    if !is_given("ONEHOP_KEYS_ENCRYPTION_KEY") && !is_given("ONEHOP_KEYS_ENCRYPTION_KEY_FILE") {
        all.push(("ONEHOP_KEYS_ENCRYPTION_KEY", KEY));
    }
    told(&doctor(&["--json", "--data", folder], &all))
}

#[track_caller]
fn told(output: &Output) -> Value {
    let told = json(output);
    let code = if told["ok"] == true { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code), "{told}{}", err(output));
    told
}

/// The outcome of a check, and that whoever reads it learns what to do.
#[track_caller]
fn outcome(told: &Value, check: &str) -> String {
    let checks = told["checks"].as_array().expect("checks");
    let mine: Vec<_> = checks.iter().filter(|finding| finding["check"] == check).collect();
    let finding = mine.first().unwrap_or_else(|| panic!("{check} is not in {told:#}"));
    let status = finding["status"].as_str().expect("a status");
    assert_eq!(finding["mend"] == "", status == "OK", "{finding}");
    status.to_owned()
}

#[test]
fn a_healthy_server_has_no_failure() {
    let data = data();
    let told = in_development(data.path(), &[]);
    for check in [
        "configuration",
        "data.folder",
        "secrets.key_file",
        "site.https",
        "site.cookies",
        "site.origins",
        "site.proxies",
        "database.reachable",
        "database.version",
        "database.settings",
        "database.schema",
        "database.writable",
        "clock",
        "keys.encryption",
        "mail.server",
    ] {
        assert_eq!(outcome(&told, check), "OK", "{check}");
    }
    assert_eq!(told["ok"], true);
    let text = out(&doctor(&["--dev", "--data", data.path().to_str().expect("a path")], &[]));
    assert!(text.lines().all(|line| line.starts_with("OK ") || line.starts_with("WARN ")), "{text}");
}

#[test]
fn looking_makes_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("new");
    let told = in_development(&folder, &[]);
    assert_eq!((outcome(&told, "data.folder"), outcome(&told, "database.reachable")), ("WARN".into(), "WARN".into()));
    assert!(!folder.exists());
}

#[test]
fn a_configuration_that_cannot_be_used_fails_with_every_problem() {
    let output = doctor(&["--json"], &[]);
    let told = told(&output);
    let all = told["checks"].as_array().expect("checks");
    assert!(all.len() >= 4 && all.iter().all(|finding| finding["status"] == "FAIL"), "{told:#}");
    assert!(out(&output).contains("mail.smtp_url"));
}

#[test]
fn a_damaged_database_fails() {
    let data = data();
    fs::write(data.path().join("onehop.db"), vec![7; 8192]).expect("written");
    let told = in_development(data.path(), &[]);
    assert_eq!(outcome(&told, "database.reachable"), "FAIL", "{told:#}");
}

#[test]
fn postgres_that_is_not_there_fails_without_its_password() {
    let data = tempfile::tempdir().expect("a folder");
    let output = doctor(
        &["--json", "--dev", "--data", data.path().to_str().expect("a path")],
        &[("DATABASE_URL", "postgres://onehop:database-password@127.0.0.1:9/onehop")],
    );
    assert_eq!(outcome(&told(&output), "database.reachable"), "FAIL");
    assert!(!out(&output).contains("database-password"));
}

#[tokio::test]
async fn postgres_is_looked_at_with_its_clock() {
    use secrecy::ExposeSecret;
    let app = TestApp::start(Engine::Postgres).await;
    let (data, url) = (app.app.config.server.data.clone(), app.app.config.database.url.expose_secret().to_owned());
    let told = in_development(&data, &[("DATABASE_URL", &url)]);
    for check in ["database.version", "database.schema", "database.writable", "clock", "keys.encryption"] {
        assert_eq!(outcome(&told, check), "OK", "{told:#}");
    }
    // One that nobody has used yet.
    let mut schema = postgres::schema();
    schema.create().await;
    let told = in_development(&data, &[("DATABASE_URL", &schema.url())]);
    assert_eq!(outcome(&told, "database.schema"), "WARN", "{told:#}");
}

#[test]
fn a_database_of_another_version_is_told() {
    let data = data();
    let change = |sql: &str| {
        rusqlite::Connection::open(data.path().join("onehop.db")).expect("opened").execute(sql, []).expect("changed")
    };
    change("UPDATE _sqlx_migrations SET success = FALSE WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)");
    assert_eq!(outcome(&in_development(data.path(), &[]), "database.schema"), "WARN", "behind");
    change(
        "UPDATE _sqlx_migrations SET success = TRUE, version = 9999 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
    );
    assert_eq!(outcome(&in_development(data.path(), &[]), "database.schema"), "FAIL", "ahead");
}

#[test]
fn another_encryption_key_fails() {
    let data = data();
    let told = in_development(data.path(), &[("ONEHOP_KEYS_ENCRYPTION_KEY", KEY)]);
    assert_eq!(outcome(&told, "keys.encryption"), "FAIL");
}

#[test]
fn a_key_that_others_can_read_or_that_is_an_example_fails() {
    let data = data();
    let file = data.path().join("encryption.key");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
    assert_eq!(outcome(&in_development(data.path(), &[]), "secrets.key_file"), "FAIL");
    let example = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let told = in_development(data.path(), &[("ONEHOP_KEYS_ENCRYPTION_KEY", example)]);
    assert_eq!(outcome(&told, "secrets.encryption_key"), "FAIL");
}

#[test]
fn what_belongs_to_development_fails_in_production() {
    let data = data();
    fs::write(data.path().join("dev-keys.json"), "{}").expect("written");
    let key = data.path().join("encryption.key");
    let told = in_production(data.path(), &[("ONEHOP_KEYS_ENCRYPTION_KEY_FILE", key.to_str().expect("a path"))]);
    assert_eq!(outcome(&told, "secrets.development"), "FAIL", "{told:#}");
    assert_eq!(outcome(&told, "site.https"), "OK");
    assert_eq!(outcome(&told, "site.proxies"), "WARN", "a proxy nobody trusts");
}

#[test]
fn addresses_that_do_not_belong_together_are_told() {
    let data = data();
    let told = in_production(
        data.path(),
        &[
            ("ONEHOP_INSTANCE_FRONTEND_API_HOST", "accounts.example.org"),
            ("ONEHOP_INSTANCE_ALLOWED_ORIGINS", "https://app.example.net"),
            ("ONEHOP_SERVER_TRUSTED_PROXIES", "0.0.0.0/0"),
        ],
    );
    let outcomes = ["site.cookies", "site.origins", "site.proxies"].map(|check| outcome(&told, check));
    assert_eq!(outcomes, ["FAIL", "WARN", "FAIL"], "{told:#}");
    let beside = [("ONEHOP_INSTANCE_FRONTEND_API_HOST", "clerk.example.com")];
    assert_eq!(outcome(&in_production(data.path(), &beside), "site.cookies"), "WARN");
}

#[test]
fn changes_from_the_future_are_told() {
    let data = data();
    let database = rusqlite::Connection::open(data.path().join("onehop.db")).expect("opened");
    database.execute("UPDATE instances SET created_at = created_at + 3600000", []).expect("changed");
    drop(database);
    assert_eq!(outcome(&in_development(data.path(), &[]), "clock"), "FAIL");
}

#[test]
fn a_signing_key_that_is_overdue_is_told() {
    let data = data();
    let database = rusqlite::Connection::open(data.path().join("onehop.db")).expect("opened");
    database.execute("UPDATE signing_keys SET state_since = state_since - 100 * 86400000", []).expect("changed");
    drop(database);
    assert_eq!(outcome(&in_development(data.path(), &[]), "keys.signing"), "WARN");
}

/// A mail server that greets, knows no extension, and keeps what it was told.
fn mail_server() -> (u16, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut heard = String::new();
        stream.write_all(b"220 mail.example.com ready\r\n").expect("written");
        let mut buffer = [0; 1024];
        while let Ok(read @ 1..) = stream.read(&mut buffer) {
            let line = String::from_utf8_lossy(&buffer[..read]).into_owned();
            heard.push_str(&line);
            let answer: &[u8] = if line.starts_with("QUIT") { b"221 bye\r\n" } else { b"250 fine\r\n" };
            if stream.write_all(answer).is_err() || line.starts_with("QUIT") {
                break;
            }
        }
        heard
    });
    (port, serving)
}

#[test]
fn the_mail_server_is_greeted_and_no_mail_is_sent() {
    let data = data();
    let (port, serving) = mail_server();
    let url = format!("smtp://127.0.0.1:{port}");
    let told = in_development(data.path(), &[("ONEHOP_MAIL_SMTP_URL", &url)]);
    assert_eq!(outcome(&told, "mail.server"), "OK", "{told:#}");
    let heard = serving.join().expect("served");
    assert!(heard.starts_with("EHLO") && !heard.contains("MAIL FROM"), "{heard}");

    let told = in_development(data.path(), &[("ONEHOP_MAIL_SMTP_URL", "smtp://127.0.0.1:9")]);
    assert_eq!(outcome(&told, "mail.server"), "FAIL");
}

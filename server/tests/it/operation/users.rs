//! `onehop user`.

use super::{data, err, json, onehop, onehop_with, out};
use crate::{
    on_both,
    support::{PASSWORD, TestApp},
};
use server::{config::Config, store::audit_entries};
use std::{fs, path::Path, process::Command};

#[test]
fn a_user_is_created_shown_and_banned() {
    let data = data();
    let arguments =
        ["user", "create", "--email", "Ada@example.com", "--username", "lovelace", "--first-name", "Ada", "--json"];
    let output = onehop(data.path(), &arguments);
    let created = json(&output);
    assert_eq!(created["email_addresses"][0]["verification"]["status"], "verified", "{created}");
    assert_eq!((&created["password_enabled"], created.get("password")), (&false.into(), None));
    let id = created["id"].as_str().expect("an id");
    for name in [id, "ada@EXAMPLE.com", "LoveLace"] {
        let shown = json(&onehop(data.path(), &["user", "show", name, "--json"]));
        assert_eq!(shown["id"], id, "{name}");
    }
    let table = out(&onehop(data.path(), &["user", "show", "lovelace"]));
    assert!(
        table.contains(id) && table.contains("Ada@example.com") && table.contains("standing         active"),
        "{table}"
    );

    let banned = json(&onehop(data.path(), &["user", "ban", "lovelace", "--json"]));
    assert_eq!(banned["banned"], true);
    let again = out(&onehop(data.path(), &["user", "ban", "lovelace", "--undo"]));
    assert!(again.contains("standing         active"), "{again}");

    let unknown = onehop(data.path(), &["user", "show", "nobody@example.com"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("nobody has the id"), "{}", err(&unknown));
    let taken = onehop(data.path(), &["user", "create", "--email", "ada@example.com"]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(err(&taken).contains("belongs to another user"), "{}", err(&taken));
}

#[test]
fn passwords_come_from_standard_input_or_are_made_and_never_from_the_command_line() {
    let data = data();
    let create = |email: &str, more: &[&str], input: &str| {
        let arguments = [&["user", "create", "--email", email, "--json"], more].concat();
        onehop_with(data.path(), &arguments, &[], input)
    };
    let given = create("ada@example.com", &["--password-stdin"], &format!("{PASSWORD}\n"));
    assert_eq!(json(&given)["password_enabled"], true);
    assert!(!out(&given).contains(PASSWORD) && !err(&given).contains(PASSWORD));
    let made = json(&create("grace@example.com", &["--generate-password"], ""));
    assert!(made["password"].as_str().is_some_and(|password| password.len() >= 40), "{made}");

    // The rules of the Backend API hold here too.
    let weak = create("eve@example.com", &["--password-stdin"], "password\n");
    assert_eq!(weak.status.code(), Some(1));
    assert!(err(&weak).to_lowercase().contains("password"), "{}", err(&weak));
    assert_eq!(create("eve@example.com", &["--password-stdin"], "").status.code(), Some(1));
    let help = out(&onehop(data.path(), &["user", "create", "--help"]));
    assert!(!help.contains("--password <"), "{help}");
}

/// A configuration file that leads the binary to a test's database.
fn file(app: &TestApp, folder: &Path) -> std::path::PathBuf {
    use secrecy::ExposeSecret;
    let Config { database, server, .. } = &app.app.config;
    let path = folder.join("onehop.toml");
    let url = database.url.expose_secret();
    let text = format!("[database]\nurl = '{url}'\n[server]\ndata = '{}'\n", server.data.display());
    fs::write(&path, text).expect("written");
    path
}

on_both! {
    async fn what_the_command_line_does_is_in_the_feed_and_the_audit_log_and_ends_sessions(app: TestApp) {
        let folder = tempfile::tempdir().expect("a folder");
        let config = file(&app, folder.path());
        let browser = app.signed_up("ada@example.com").await;
        let last = app.last_event().await;
        let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
        command.args(["user", "ban", "ada@example.com", "--dev", "--config"]).arg(&config);
        let output = super::run(command, &[], "");
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));

        let kinds: Vec<_> = app.events_after(last).await.into_iter().map(|event| event.kind).collect();
        assert!(kinds.contains(&"user.updated".to_owned()) && kinds.contains(&"session.revoked".to_owned()), "{kinds:?}");
        assert_eq!(browser.get("/v1/me").await.status, 401, "signed out");
        let entries = audit_entries::list(&mut app.read().await, app.instance(), &Default::default(), None, 10).await;
        let entries = entries.expect("the log");
        assert_eq!(entries.len(), 1, "{entries:?}");
        let entry = &entries[0];
        assert_eq!((entry.actor_kind.as_str(), entry.actor_name.as_str()), ("command_line", "Command line"));
        assert_eq!((entry.action.as_str(), entry.changes.as_str()), ("user.ban", r#"["banned"]"#));
    }
}

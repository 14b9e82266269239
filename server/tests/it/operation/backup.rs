//! `onehop backup`, and what it is for: the restored copy works.

use super::{data, err, onehop, onehop_with, out};
use crate::support::{Engine, PASSWORD, TestApp};
use server::{config::Config, http::Readiness, random::SystemRandom, store::Store};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

/// Backs up while people sign up, and starts a server on the copy.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_made_under_writes_is_restored_whole_and_people_sign_in_to_it() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.signed_up("ada@example.com").await;
    let (is_over, made) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(1)));
    let writing = {
        let (backend, is_over, made) = (app.backend(), is_over.clone(), made.clone());
        tokio::spawn(async move {
            while !is_over.load(Ordering::SeqCst) {
                let number = made.load(Ordering::SeqCst);
                backend.user(&format!("person{number}@example.com")).await;
                made.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    while made.load(Ordering::SeqCst) < 20 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let target = tempfile::tempdir().expect("a folder");
    let file = target.path().join("onehop.db");
    let folder = app.app.config.server.data.clone();
    let before = made.load(Ordering::SeqCst);
    let arguments = ["backup".to_owned(), file.display().to_string()];
    let output =
        tokio::task::spawn_blocking(move || onehop(&folder, &[&arguments[0], &arguments[1]])).await.expect("run");
    let after = made.load(Ordering::SeqCst);
    is_over.store(true, Ordering::SeqCst);
    writing.await.expect("written");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));

    // Private, with the key beside it, and it says to keep them apart.
    let key = target.path().join("onehop.db.key");
    for file in [&file, &key] {
        assert_eq!(fs::metadata(file).expect("a file").permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    assert!(out(&output).contains("Keep it apart from the backup"), "{}", out(&output));
    // One moment's state: everybody who was told so before it, nobody twice, and at most one who was not told yet.
    let users = Store::check_sqlite(&file).expect("readable").expect("whole");
    assert!((before..=after + 1).contains(&users), "{before} ≤ {users} ≤ {after} + 1");
    assert!(users < made.load(Ordering::SeqCst) + 1);

    // Restored as the README says: the copy becomes onehop.db, the key encryption.key.
    fs::rename(&key, target.path().join("encryption.key")).expect("renamed");
    let mut config = Config::development(target.path());
    config.password.argon2_memory_kib = 12_288;
    config.password.argon2_iterations = 1;
    let (restored, secret) =
        server::open(config, app.clock.clone(), Arc::new(SystemRandom)).await.expect("the copy opens");
    assert!(secret.is_none(), "it is the same instance");
    assert_eq!(restored.instance.id, app.app.instance.id);
    let readiness = Readiness::default();
    readiness.set(true);
    let browser = app.client().at(server::Platform::new(restored.clone(), readiness).router());
    app.sign_in(&browser, "ada@example.com", PASSWORD).await;
    let me = browser.get("/v1/me").await.ok();
    assert_eq!(me.response()["email_addresses"][0]["email_address"], "ada@example.com");
    restored.store.close().await;
}

#[test]
fn nothing_is_overwritten_and_nothing_half_made_is_left() {
    let data = data();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copy.db");
    let path = file.to_str().expect("a path");
    fs::write(&file, "precious").expect("written");
    let output = onehop(data.path(), &["backup", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("overwrites nothing"), "{}", err(&output));
    assert_eq!(fs::read_to_string(&file).expect("there"), "precious");

    fs::remove_file(&file).expect("removed");
    fs::write(folder.path().join("copy.db.key"), "precious").expect("written");
    assert_eq!(onehop(data.path(), &["backup", path]).status.code(), Some(1), "nor the key");
    assert!(!file.exists());
    let output = onehop(data.path(), &["backup", path, "--without-key"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("encryption.key"), "it says what is missing: {}", out(&output));

    let empty = tempfile::tempdir().expect("a folder");
    let elsewhere = folder.path().join("other.db");
    let output = onehop(empty.path(), &["backup", elsewhere.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("there is no database"), "{}", err(&output));
    assert!(!elsewhere.exists() && !empty.path().join("onehop.db").exists());
}

#[test]
fn postgres_is_told_its_own_command_without_the_password() {
    let data = tempfile::tempdir().expect("a folder");
    let variables = [("DATABASE_URL", "postgres://onehop:database-password@db.example.com/onehop")];
    let output = onehop_with(data.path(), &["backup", "copy.dump"], &variables, "");
    let said = err(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("pg_dump --format=custom --file=copy.dump 'postgres://onehop@db.example.com/onehop'"),
        "{said}"
    );
    assert!(!said.contains("database-password"), "{said}");
}

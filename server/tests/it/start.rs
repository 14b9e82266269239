//! Starting: what the first start makes, what later ones keep, and when a start is refused.

use crate::support::{ENGINES, Engine, START, TestApp, postgres};
use secrecy::SecretString;
use server::{
    clock::ManualClock,
    config::Config,
    config::EncryptionKey,
    random::SystemRandom,
    store::{secret_keys, signing_keys},
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command, sync::Arc};

const OTHER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

async fn open(config: Config) -> Result<(server::state::App, Option<server::keys::SecretKey>), String> {
    let clock = Arc::new(ManualClock::new(START));
    server::open(config, clock, Arc::new(SystemRandom)).await.map_err(|error| error.to_string())
}

/// Every file below a folder with its bytes, so that a change can't hide.
fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        // The shared-memory file is SQLite's lock table, not data.
        .filter(|path| path.is_file() && path.extension().is_none_or(|ending| ending != "db-shm"))
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        // SQLite makes an empty log when it opens a database.
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_second_start_keeps_instance_and_signing_key() {
    let data = tempfile::tempdir().expect("a folder");
    let (first, secret) = open(Config::development(data.path())).await.expect("the first start");
    assert!(secret.is_some(), "the first start makes a secret key");
    let (id, kid) = (first.instance.id.clone(), first.signing.get().current().kid().to_owned());
    first.store.close().await;
    let (second, secret) = open(Config::development(data.path())).await.expect("the second start");
    assert_eq!((second.instance.id.clone(), second.signing.get().current().kid().to_owned()), (id, kid));
    assert!(secret.is_none(), "a secret key is made once");
}

#[tokio::test]
async fn a_wrong_encryption_key_refuses_to_start_and_writes_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let (app, _) = open(Config::development(data.path())).await.expect("the first start");
    app.store.close().await;
    drop(app);
    let before = snapshot(data.path());

    let mut config = Config::development(data.path());
    config.keys.encryption_key = EncryptionKey::Given(SecretString::from(OTHER_KEY));
    let error = open(config).await.err().expect("must be refused");
    assert!(error.contains("the encryption key is not the one"), "{error}");
    assert!(snapshot(data.path()) == before, "a refused start leaves every file as it was");
}

#[tokio::test]
async fn a_lost_key_file_is_not_replaced_beside_data_it_could_not_open() {
    let data = tempfile::tempdir().expect("a folder");
    let (app, _) = open(Config::development(data.path())).await.expect("the first start");
    app.store.close().await;
    let key = data.path().join("encryption.key");
    fs::remove_file(&key).expect("the key file");
    assert!(open(Config::development(data.path())).await.is_err());
    assert!(!key.exists());
}

#[tokio::test]
async fn secret_keys_are_stored_hashed_and_signing_keys_sealed() {
    for engine in ENGINES {
        let app = TestApp::start(engine).await;
        let mut conn = app.read().await;
        let instance = app.instance().clone();
        let made = {
            let mut conn = app.app.write().await.expect("a transaction");
            let config = &app.app.config;
            let made =
                server::domain::instance::add_secret_key(&mut conn, config, &instance, "test", &SystemRandom, START)
                    .await;
            conn.commit().await.expect("committed");
            made.expect("a key")
        };
        assert!(secret_keys::find_live(&mut conn, &instance, &made.hash).await.expect("a look-up").is_some());
        let value = secrecy::ExposeSecret::expose_secret(&made.value);
        assert!(
            secret_keys::find_live(&mut conn, &instance, value).await.expect("a look-up").is_none(),
            "on {engine:?}"
        );
        let sealed = signing_keys::get_current(&mut conn, &instance).await.expect("the key").sealed_private_key;
        assert!(sealed.starts_with("v1."), "sealed on {engine:?}");
    }
}

#[tokio::test]
async fn two_nodes_that_start_together_make_one_instance() {
    let mut schema = postgres::schema();
    schema.create().await;
    let (data_one, data_two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let config = |data: &Path| {
        let mut config = Config::development(data);
        config.database.url = SecretString::from(schema.url());
        config.keys.encryption_key = EncryptionKey::Given(SecretString::from(OTHER_KEY));
        config
    };
    let (one, two) = tokio::join!(open(config(data_one.path())), open(config(data_two.path())));
    let ((one, first), (two, second)) = (one.expect("one node"), two.expect("the other node"));
    assert_ne!(first.is_some(), second.is_some(), "one of them made it");
    assert_eq!(one.instance.id, two.instance.id);
    assert_eq!(one.signing.get().current().kid(), two.signing.get().current().kid());
}

/// Starts the binary, waits until it listens, stops it, and gives what it said.
fn run_binary(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onehop"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env_clear()
        .envs(variables.iter().copied())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    for _ in 0..200 {
        if data.join("onehop.db").exists() && child.try_wait().expect("the process").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1_500));
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Command::new("kill").arg(child.id().to_string()).status().expect("kill");
    let output = child.wait_with_output().expect("the process ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said)
}

#[test]
fn development_writes_dev_keys_for_its_owner_only_and_prints_the_addresses() {
    let data = tempfile::tempdir().expect("a folder");
    let (is_fine, said) = run_binary(data.path(), &["--dev"], &[]);
    assert!(is_fine, "{said}");
    let file = data.path().join("dev-keys.json");
    assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
    let keys: serde_json::Value = serde_json::from_slice(&fs::read(&file).expect("the file")).expect("JSON");
    for name in ["publishable_key", "secret_key", "frontend_api", "jwks_url"] {
        assert!(keys[name].as_str().is_some_and(|value| !value.is_empty()), "{name}");
    }
    assert!(said.contains("/sign-in") && said.contains("/dev/mailbox"), "{said}");
    let secret = keys["secret_key"].as_str().expect("a key");
    assert!(!said.contains(secret), "the secret key is not printed where a file holds it");
}

#[test]
fn production_writes_no_dev_keys() {
    let data = tempfile::tempdir().expect("a folder");
    let variables = [
        ("ONEHOP_SERVER_PUBLIC_URL", "https://accounts.example.com"),
        ("ONEHOP_MAIL_FROM", "Example <no-reply@example.com>"),
        ("ONEHOP_MAIL_SMTP_URL", "smtps://mailer:mail-password@smtp.example.com"),
        ("ONEHOP_KEYS_ENCRYPTION_KEY", OTHER_KEY),
        ("ONEHOP_SERVER_SHUTDOWN_PAUSE_SECONDS", "0"),
    ];
    let (is_fine, said) = run_binary(data.path(), &[], &variables);
    assert!(is_fine, "{said}");
    assert!(data.path().join("onehop.db").exists(), "it did start: {said}");
    assert!(!data.path().join("dev-keys.json").exists());
    assert!(!said.contains("mail-password"), "{said}");
}

#[tokio::test]
async fn health_is_live_always_and_ready_while_the_database_answers() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.client();
    assert_eq!(client.get("/health/live").await.json["status"], "live");
    assert_eq!(client.get("/health/ready").await.status, 200);
    app.app.store.close().await;
    assert_eq!(client.get("/health/live").await.status, 200);
    assert_eq!(client.get("/health/ready").await.status, 503);
}

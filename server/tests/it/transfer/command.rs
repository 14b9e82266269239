//! The commands, as an operator runs them.

use super::Files;
use crate::support::{Engine, TestApp};
use std::{
    path::Path,
    process::{Command, Output},
};

fn onehop(data: &Path, arguments: &[&str], passphrase: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
    command.args(arguments).args(["--dev", "--data"]).arg(data).env_clear();
    command.envs(passphrase.map(|passphrase| ("ONEHOP_PASSPHRASE", passphrase)));
    command.output().expect("the binary runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn import_and_export_say_what_they_did() {
    let app = TestApp::start(Engine::Sqlite).await;
    let data = app.app.config.server.data.clone();
    let files = Files::new();
    let fine = files.write("fine.jsonl", "{\"id\":\"user_1\",\"primary_email_address\":\"ada@example.com\"}\n");
    let bad = files.write("bad.jsonl", "{\"id\":\"user_2\",\"primary_email_address\":\"bad\"}\n");
    let (fine, bad, out) = (fine.to_string_lossy(), bad.to_string_lossy(), files.path("out.jsonl"));
    let out = out.to_string_lossy();

    let dry = onehop(&data, &["import", &fine, "--dry-run"], None);
    assert_eq!(said(&dry.stdout), "1 rows (clerk): 1 users would be added, 0 rejected\n", "{}", said(&dry.stderr));
    let done = onehop(&data, &["import", &fine, "--format", "clerk"], None);
    assert_eq!(
        (done.status.code(), said(&done.stdout).as_str()),
        (Some(0), "1 rows (clerk): 1 users added, 0 rejected\n")
    );
    let rejected = onehop(&data, &["import", &bad], None);
    assert_eq!(rejected.status.code(), Some(1), "somebody has to look at it");
    assert!(said(&rejected.stderr).contains("bad.jsonl.rejected.jsonl"), "{}", said(&rejected.stderr));

    let open = onehop(&data, &["export", &out], None);
    assert_eq!(open.status.code(), Some(1));
    assert!(said(&open.stderr).contains("ONEHOP_PASSPHRASE"), "{}", said(&open.stderr));
    let phrase = files.write("passphrase", "a passphrase of many words\n");
    let done = onehop(&data, &["export", &out, "--passphrase-file", &phrase.to_string_lossy()], None);
    assert_eq!(said(&done.stdout), format!("1 users written to {out}\n"), "{}", said(&done.stderr));
    let again = onehop(&data, &["import", &out, "--dry-run"], Some("a passphrase of many words"));
    assert_eq!(said(&again.stdout), "1 rows (onehop): 0 users would be added, 1 rejected\n", "{}", said(&again.stderr));
}

#[test]
fn without_an_instance_there_is_nothing_to_import_into() {
    let (data, files) = (tempfile::tempdir().expect("a folder"), Files::new());
    let file = files.write("users.jsonl", "{\"id\":\"user_1\",\"primary_email_address\":\"ada@example.com\"}\n");
    let output = onehop(data.path(), &["import", &file.to_string_lossy()], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("run `onehop serve` once"), "{}", said(&output.stderr));
    assert!(!data.path().join("encryption.key").exists(), "nothing was made");
}

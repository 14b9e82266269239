//! What is exported and imported again is the same.

use super::{BCRYPT, BCRYPT_PASSWORD, Files, of, rejected, row_of, run, users_count};
use crate::support::{ENGINES, PASSWORD, TestApp};
use secrecy::SecretString;
use serde_json::{Value, json};
use server::{
    clock::DAY,
    domain::second_factors,
    store::backup_codes,
    transfer::{self, Import},
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const PASSPHRASE: &str = "a passphrase of many words";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// People with everything that people can have.
async fn furnish(app: &TestApp) -> Vec<String> {
    let backend = app.backend();
    let bodies = [
        json!({
            "email_address": ["Ada@example.com", "held@example.com", "unproven@example.com"], "email_address_identification_status": ["verified", "reserved", "unverified"],
            "phone_number": ["+12025550101", "+12025550102"], "phone_number_identification_status": ["verified", "unverified"],
            "web3_wallet": ["0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B"], "username": "Ada_L", "first_name": "Ada", "last_name": "Łovelace 🦊", "locale": "en-GB",
            "external_id": "customer-1", "password": PASSWORD, "totp_secret": SECRET, "backup_codes": ["alpha-code-1", "bravo-code-2"],
            "public_metadata": {"plan": "pro", "nested": {"b": [1, 2.5, null, "ü"]}}, "private_metadata": {"creditLimit": 5}, "unsafe_metadata": {"color": "red"},
            "created_at": "2021-03-05T16:34:16.775Z", "legal_accepted_at": "2021-03-05T16:34:16.775Z", "create_organizations_limit": 3, "delete_self_enabled": false,
        }),
        json!({"email_address": ["bea@example.com"], "password_digest": BCRYPT, "password_hasher": "bcrypt", "banned": true, "bypass_client_trust": true}),
        json!({"username": "cem_without_mail", "skip_password_requirement": true, "locked": true, "create_organization_enabled": false}),
        json!({"skip_user_requirement": true}),
    ];
    let mut ids = Vec::new();
    for body in bodies {
        app.advance(1_500);
        ids.push(backend.post("/v1/users", body).await.ok().json["id"].as_str().expect("an id").to_owned());
    }
    let path = format!("/v1/users/{}/password/set_compromised", ids[1]);
    backend.post(&path, json!({})).await.ok();
    ids
}

async fn export(app: &TestApp, to: &Path) -> i64 {
    transfer::export(&app.app, to, &SecretString::from(PASSPHRASE)).await.expect("exported").users
}

fn import_of(file: &Path, passphrase: Option<&str>) -> Import {
    Import { passphrase: passphrase.map(SecretString::from), ..of(file.to_owned()) }
}

/// The users of an export, without what is sealed anew each time.
fn users_in(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).expect("the file");
    let lines = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).expect("JSON")["user"].clone());
    lines.collect()
}

/// What is sealed, opened.
async fn secrets_of(app: &TestApp, id: &str) -> (Option<String>, Option<Vec<u8>>, Vec<String>) {
    let row = row_of(app, id).await;
    let totp = second_factors::open(&app.app, &row).expect("opened").map(|secret| secret.to_vec());
    let codes = backup_codes::list(&mut app.read().await, app.instance(), &row.id).await.expect("the codes");
    (row.password_digest, totp, codes.into_iter().map(|code| code.digest).collect())
}

#[tokio::test]
async fn users_are_the_same_after_an_export_and_an_import_on_and_between_both_databases() {
    for from in ENGINES {
        for to in ENGINES {
            eprintln!("from {from:?} to {to:?}");
            let (source, target, files) = (TestApp::start(from).await, TestApp::start(to).await, Files::new());
            let ids = furnish(&source).await;
            let shown: Vec<Value> = shown(&source, &ids).await;
            target.advance(source.now() - target.now());
            let file = files.path("users.jsonl");
            assert_eq!(export(&source, &file).await, 4);
            let done = run(&target, &import_of(&file, Some(PASSPHRASE))).await;
            assert_eq!((done.created, done.rejected_file), (4, None));

            let again = files.path("again.jsonl");
            assert_eq!(export(&target, &again).await, 4);
            assert_eq!(users_in(&again), users_in(&file));
            assert_eq!(users_in(&file).len(), 4);
            for id in &ids {
                assert_eq!(secrets_of(&target, id).await, secrets_of(&source, id).await);
            }
            assert_eq!(self::shown(&target, &ids).await, shown, "the Backend API shows the same");
            assert_eq!(
                target.backend().get("/v1/users?query=lace").await.ok().json[0]["id"],
                ids[0].as_str(),
                "found by name"
            );
        }
    }
}

async fn shown(app: &TestApp, ids: &[String]) -> Vec<Value> {
    let mut users = Vec::new();
    for id in ids {
        users.push(app.backend().get(&format!("/v1/users/{id}")).await.ok().json);
    }
    users
}

crate::on_both! {
    async fn people_sign_in_as_before(app: TestApp) {
        let files = Files::new();
        let file = files.path("users.jsonl");
        let ids = furnish(&app).await;
        export(&app, &file).await;
        let new = TestApp::start(crate::support::Engine::Sqlite).await;
        new.advance(DAY);
        run(&new, &import_of(&file, Some(PASSPHRASE))).await;
        new.backend().post(&format!("/v1/users/{}/unban", ids[1]), json!({})).await.ok();
        new.backend().post(&format!("/v1/users/{}/password/unset_compromised", ids[1]), json!({})).await.ok();
        new.sign_in(&new.client(), "bea@example.com", BCRYPT_PASSWORD).await;

        let client = new.client();
        let half = client.post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await.ok();
        assert_eq!(half.response()["status"], "needs_second_factor", "and not with less than before");
        let path = format!("/v1/client/sign_ins/{}/attempt_second_factor", half.id());
        let whole = client.post(&path, &[("strategy", "backup_code"), ("code", "bravo-code-2")]).await.ok();
        assert_eq!(whole.response()["status"], "complete");
    }
}

crate::on_both! {
    async fn an_export_tells_no_secret_and_opens_with_its_passphrase_only(app: TestApp) {
        let files = Files::new();
        let file = files.path("users.jsonl");
        let ids = furnish(&app).await;
        let short = transfer::export(&app.app, &file, &SecretString::from("short")).await;
        assert!(short.is_err() && !file.exists(), "a short passphrase is none");
        export(&app, &file).await;
        let text = fs::read_to_string(&file).expect("the file");
        assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
        for id in &ids {
            let (digest, _, codes) = secrets_of(&app, id).await;
            for secret in digest.iter().chain(&codes) {
                assert!(!text.contains(secret.as_str()));
            }
        }
        assert!(!text.contains(SECRET) && !text.contains("$argon2") && !text.contains(PASSPHRASE));

        let empty = TestApp::start(crate::support::Engine::Sqlite).await;
        for wrong in [None, Some("a passphrase of other words")] {
            assert!(transfer::import(&empty.app, &import_of(&file, wrong), |_| ()).await.is_err());
        }
        assert_eq!(users_count(&empty).await, 0);

        // A line whose secrets belong to somebody else is refused, and so is one that was changed beyond the rules.
        let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let sealed = lines[2]["sealed"].clone();
        lines[3]["sealed"] = sealed;
        lines[1]["user"]["email_addresses"][0]["email_address"] = json!("no address");
        let changed = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        let changed = files.write("changed.jsonl", &changed);
        let done = run(&empty, &import_of(&changed, Some(PASSPHRASE))).await;
        assert_eq!((done.created, done.rejected()), (2, 2));
        assert_eq!(rejected(&changed)[1]["reason"], "its secrets don't open");

        // Where they came from they are already.
        let done = run(&app, &import_of(&file, Some(PASSPHRASE))).await;
        assert_eq!((done.created, done.rejected()), (0, 4));
        assert_eq!(users_count(&app).await, 4);
    }
}

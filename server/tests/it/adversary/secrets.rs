//! Thirty secrets through every flow: afterwards none of them is in the database's files, its log, what the server logged,
//! what it answered to others or put into mails, plain or encoded.

use crate::support::{Engine, Log, OPERATOR_PASSWORD, PASSWORD, Reply, SECRET_KEY, TestApp, other_than};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use http::Method;
use serde_json::{Value, json};
use server::clock::DAY;
use std::{fs, path::Path};

const NEW: &str = "canari dans la mine grise";
const THIRD: &str = "kanarienvogel im tiefen bergwerk";

/// A secret, and where it may stand in the clear.
struct Secret {
    name: String,
    value: String,
    /// Codes wait in the mailbox until their mail is sent.
    is_in_mail: bool,
}

#[derive(Default)]
struct Vault(Vec<Secret>);

impl Vault {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(Secret { name: name.to_owned(), value: value.to_owned(), is_in_mail: false });
    }

    fn mailed(&mut self, name: &str, value: &str) {
        self.0.push(Secret { name: name.to_owned(), value: value.to_owned(), is_in_mail: true });
    }
}

/// The ways in which a secret is still the secret.
fn forms(value: &str) -> Vec<String> {
    let bytes = value.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut list = vec![
        value.to_owned(),
        hex.to_uppercase(),
        hex,
        STANDARD.encode(bytes),
        STANDARD_NO_PAD.encode(bytes),
        URL_SAFE_NO_PAD.encode(bytes),
    ];
    list.push(form_urlencoded::byte_serialize(bytes).collect());
    list.push(percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string());
    list.push(serde_json::to_string(value).expect("JSON").trim_matches('"').to_owned());
    list.push(value.chars().rev().collect());
    list
}

/// All needles are ASCII, which no reading of broken letters changes.
fn has(hay: &str, needle: &str) -> bool {
    hay.contains(needle)
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.is_file() && !path.ends_with("encryption.key"))
        .map(|path| {
            let bytes = fs::read(&path).expect("a file");
            (path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Everything that people, backends and operators do with secrets, right and wrong.
async fn live(app: &TestApp, vault: &mut Vault) -> Vec<Reply> {
    let (mut others, backend) = (Vec::new(), app.backend());
    vault.add("a password", PASSWORD);
    vault.add("a new password", NEW);
    vault.add("a password that was refused", THIRD);
    vault.add("the secret key", SECRET_KEY);
    vault.add("an operator's password", OPERATOR_PASSWORD);
    let browser = app.client();
    let begun =
        browser.post("/v1/client/sign_ups", &[("email_address", "ada@example.com"), ("password", PASSWORD)]).await.ok();
    vault.add("a client's token before the sign-up", &browser.cookie("__client").expect("a cookie"));
    let path = format!("/v1/client/sign_ups/{}", begun.id());
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
    let code = app.code_to("ada@example.com").await;
    others.push(browser.post(&format!("{path}/attempt_verification"), &[("code", other_than(&code))]).await);
    browser.post(&format!("{path}/attempt_verification"), &[("code", &code)]).await.ok();
    vault.add("a client's token", &browser.cookie("__client").expect("a cookie"));
    vault.add("a session's token", &browser.cookie("__session").expect("a cookie"));
    vault.add("a device's name", browser.cookie("__onehop_device").expect("a cookie").as_str());
    let user = browser.get("/v1/me").await.ok().id();
    let totp = text(&browser.post("/v1/me/totp", &[]).await.ok().response()["secret"]);
    let proven = browser.post("/v1/me/totp/attempt_verification", &[("code", &app.totp_code(&totp))]).await.ok();
    vault.add("an app's secret", &totp);
    for (number, code) in proven.response()["backup_codes"].as_array().expect("codes").iter().enumerate() {
        vault.add(&format!("backup code {number}"), code.as_str().expect("a code"));
    }
    others.push(browser.post("/v1/me/change_password", &[("current_password", THIRD), ("new_password", NEW)]).await);
    others.push(browser.post("/v1/me/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await);
    let key = text(&backend.post("/v1/api_keys", json!({"name": "A key", "subject": user})).await.ok().json["secret"]);
    vault.add("a user's key", &key);
    others.push(backend.post("/v1/api_keys/verify", json!({"secret": key})).await);
    let ticket = text(&backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok().json["token"]);
    vault.add("a sign-in token", &ticket);
    app.client().post("/v1/client/sign_ins", &[("strategy", "ticket"), ("ticket", &ticket)]).await;
    let actor = text(
        &backend.post("/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "user_x"}})).await.ok().json["token"],
    );
    vault.add("an actor token", &actor);
    let quiet =
        backend.post("/v1/invitations", json!({"email_address": "quiet@example.com", "notify": false})).await.ok();
    vault.add("an invitation's ticket", &crate::support::ticket_of(&quiet.json));
    let loud = backend.post("/v1/invitations", json!({"email_address": "loud@example.com"})).await.ok();
    vault.mailed("a mailed ticket", &crate::support::ticket_of(&loud.json));
    let testing = text(&backend.post("/v1/testing_tokens", json!({})).await.ok().json["token"]);
    vault.add("a testing token", &testing);
    let signing = json!({"name": "third-party", "claims": {}, "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": "a secret that signs for a third party"});
    others.push(backend.post("/v1/jwt_templates", signing).await);
    vault.add("a template's key", "a secret that signs for a third party");
    let link = app.operator_link(Some("operator@example.com")).await;
    vault.add("an operator's link", &link);
    let operator = app.nobody();
    operator.post("/v1/dashboard/link", json!({"token": link, "password": OPERATOR_PASSWORD})).await.ok();
    vault.add("an operator's token", &operator.client.cookie("__dash").expect("a cookie"));
    let made = operator.post("/v1/dashboard/secret_keys", json!({"name": "Another"})).await;
    if let Some(secret) = made.json["secret"].as_str() {
        vault.add("another secret key", secret);
    }
    // In places where nobody looks for secrets: paths, queries, headers, broken bodies.
    let key = format!("Bearer {SECRET_KEY}");
    for (path, headers) in [
        (format!("/v1/me?password={THIRD}&token={ticket}").replace(' ', "+"), vec![("x-token", actor.as_str())]),
        (format!("/v1/nothing/{ticket}"), vec![("authorization", &*key)]),
        (format!("/v1/tickets/accept?ticket={actor}"), vec![]),
        (format!("/sign-in?__clerk_ticket={actor}"), vec![]),
    ] {
        app.client().raw(Method::GET, &path, &headers, "").await;
    }
    for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded"] {
        let body = format!(r#"{{"password":"{THIRD}","ticket":"{actor}","#);
        others.push(app.client().send(Method::POST, "/v1/client/sign_ins", Some(kind), body).await);
    }
    others.push(
        app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", THIRD)]).await,
    );
    others.push(
        app.client()
            .post(
                "/forms/v1/client/sign_ins",
                &[("identifier", "ada@example.com"), ("password", THIRD), ("_then", "/user"), ("_back", "/sign-in")],
            )
            .await,
    );
    app.advance(DAY);
    others.push(browser.get("/v1/me").await);
    others.push(backend.get("/v1/users").await);
    others.push(operator.get("/v1/dashboard/operator").await);
    others
}

#[tokio::test]
async fn no_secret_is_in_a_file_the_log_an_answer_or_a_mail() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (log, mut vault) = (Log::default(), Vault::default());
    let guard = log.listen();
    let others = live(&app, &mut vault).await;
    drop(guard);
    assert!(vault.0.len() >= 30, "{} secrets", vault.0.len());
    let folder = app.app.config.server.data.clone();
    let stored = files(&folder);
    assert!(stored.iter().any(|(_, bytes)| has(bytes, "ada@example.com")), "the database's files were read");
    let mails: String = {
        let mut list = String::new();
        for address in ["ada@example.com", "quiet@example.com", "loud@example.com"] {
            list.extend(app.mails_to(address).await.into_iter().map(|(subject, text)| subject + &text));
        }
        list
    };
    assert!(mails.contains("password"), "mails were read");
    let mut places: Vec<(String, String)> = stored;
    places.push(("the log".to_owned(), log.text()));
    places.push(("the mails".to_owned(), mails));
    places.push((
        "the change feed".to_owned(),
        app.events_after(0).await.into_iter().map(|event| event.data).collect::<String>(),
    ));
    let answers: String =
        others.iter().map(|reply| format!("{:?} {}", reply.headers.get("location"), reply.text)).collect();
    places.push(("an answer".to_owned(), answers));
    for secret in &vault.0 {
        for (place, bytes) in &places {
            // The mailbox is a table of the database.
            if secret.is_in_mail && !["the log", "an answer", "the change feed"].contains(&place.as_str()) {
                continue;
            }
            for form in forms(&secret.value) {
                assert!(!has(bytes, &form), "{} is in {place} as {form}", secret.name);
            }
        }
    }
}

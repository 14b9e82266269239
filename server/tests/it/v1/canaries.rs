//! Secrets stay where they belong: not in replies, not in the change feed, not in the log, not in other people's hands.

use crate::{
    on_both,
    support::{Log, PASSWORD, Reply, TestApp, TestClient, other_than},
};
use http::Method;
use server::store::Value;

const CANARY: &str = "kanarienvogel im bergwerk";
const NEW: &str = "canari dans la mine grise";

/// Replies, and the secrets that were in play.
#[derive(Default)]
struct Watch {
    replies: Vec<Reply>,
    codes: Vec<String>,
    client_tokens: Vec<String>,
    jwts: Vec<String>,
}

impl Watch {
    async fn post(&mut self, client: &TestClient, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = client.post(path, fields).await;
        let id = reply.json["response"]["id"].as_str().unwrap_or_default().to_owned();
        self.client_tokens.extend(client.cookie("__client"));
        self.jwts.extend(client.cookie("__session"));
        self.replies.push(reply);
        id
    }

    async fn code(&mut self, app: &TestApp, email: &str) -> String {
        let code = app.code_to(email).await;
        self.codes.push(code.clone());
        code
    }
}

/// A life with every kind of secret, right and wrong ones.
async fn live(app: &TestApp, watch: &mut Watch) {
    let browser = app.client();
    let fields = [("email_address", "ada@example.com"), ("password", CANARY)];
    let id = watch.post(&browser, "/v1/client/sign_ups", &fields).await;
    watch
        .post(&browser, &format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")])
        .await;
    let code = watch.code(app, "ada@example.com").await;
    let attempt = format!("/v1/client/sign_ups/{id}/attempt_verification");
    watch.post(&browser, &attempt, &[("code", other_than(&code))]).await;
    watch.post(&browser, &attempt, &[("code", &code)]).await;
    watch.post(&browser, "/v1/me/change_password", &[("current_password", "wrong"), ("new_password", NEW)]).await;
    watch.post(&browser, "/v1/me/change_password", &[("current_password", CANARY), ("new_password", NEW)]).await;
    watch
        .post(&browser, &format!("/v1/me?password={CANARY}&_method=PATCH").replace(' ', "+"), &[("username", "x")])
        .await;

    let phone = app.client();
    watch.post(&phone, "/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", CANARY)]).await;
    let id = watch.post(&phone, "/v1/client/sign_ins", &[("identifier", "ada@example.com")]).await;
    app.advance(1);
    watch
        .post(
            &phone,
            &format!("/v1/client/sign_ins/{id}/prepare_first_factor"),
            &[("strategy", "reset_password_email_code")],
        )
        .await;
    let code = watch.code(app, "ada@example.com").await;
    app.advance(5_000);
    watch
        .post(
            &phone,
            &format!("/v1/client/sign_ins/{id}/attempt_first_factor"),
            &[("strategy", "reset_password_email_code"), ("code", &code)],
        )
        .await;
    watch.post(&phone, &format!("/v1/client/sign_ins/{id}/reset_password"), &[("password", CANARY)]).await;
    let broken = phone
        .send(Method::POST, "/v1/client/sign_ins", Some("application/json"), format!(r#"{{"password":"{CANARY}","#))
        .await;
    watch.replies.push(broken);
    let session = app.session_of(&phone).await;
    watch.post(&phone, &format!("/v1/client/sessions/{session}/tokens"), &[]).await;
    watch.post(&phone, &format!("/v1/client/sessions/{session}/remove"), &[]).await;
}

on_both! {
    async fn no_secret_is_in_a_reply_an_event_or_the_log(app: TestApp) {
        let (log, mut watch) = (Log::default(), Watch::default());
        let guard = log.listen();
        live(&app, &mut watch).await;
        drop(guard);
        let events: String = app.events_after(0).await.into_iter().map(|event| event.data).collect();
        let log = log.text();
        assert!(log.lines().count() >= watch.replies.len(), "the log was captured");
        assert!(events.contains("ada@example.com"), "the feed was captured");
        let bodies: String = watch.replies.iter().map(|reply| reply.text.as_str()).collect();
        assert!(watch.replies.iter().filter(|reply| reply.status == 200).count() >= 8, "the life was lived");

        for secret in [CANARY, NEW, "kanarienvogel", "$argon2", "password_digest", "code_hash", "token_hash"] {
            for (place, text) in [("a reply", &bodies), ("an event", &events), ("the log", &log)] {
                assert!(!text.contains(secret), "{secret} is in {place}");
            }
        }
        watch.client_tokens.dedup();
        assert!(watch.client_tokens.len() >= 4 && watch.jwts.len() >= 4 && watch.codes.len() == 2);
        for secret in &watch.client_tokens {
            assert!(![&bodies, &events, &log].into_iter().any(|text| text.contains(secret.as_str())), "a client token is only in its cookie");
        }
        for secret in &watch.jwts {
            assert!(![&events, &log].into_iter().any(|text| text.contains(secret.as_str())), "a session token is in no record");
        }
        for code in &watch.codes {
            let quoted = format!("\"{code}\"");
            assert!(![&bodies, &events, &log].into_iter().any(|text| text.contains(&quoted) || text.contains(&format!(" {code} "))), "a code is only in its mail");
        }
    }
}

on_both! {
    async fn codes_passwords_and_tokens_are_stored_as_hashes_only(app: TestApp) {
        let mut watch = Watch::default();
        live(&app, &mut watch).await;
        let client = app.client();
        let id = app.open_sign_up(&client, "grace@example.com").await;
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("grace@example.com").await;
        let token = client.cookie("__client").expect("set");
        let found = "UPDATE verifications SET attempts = attempts WHERE code_hash LIKE $1";
        assert_eq!(app.execute(found, vec![Value::Text(format!("%{code}%"))]).await, 0);
        let found = "UPDATE clients SET updated_at = updated_at WHERE token_hash LIKE $1 OR previous_token_hash LIKE $1";
        assert_eq!(app.execute(found, vec![Value::Text(format!("%{token}%"))]).await, 0);
        for table in [
            "UPDATE users SET version = version WHERE password_digest LIKE $1 OR password_digest NOT LIKE '$argon2id$%'",
            "UPDATE sign_ups SET status = status WHERE password_digest LIKE $1 OR password_digest NOT LIKE '$argon2id$%'",
        ] {
            assert_eq!(app.execute(table, vec![Value::Text(format!("%{PASSWORD}%"))]).await, 0, "{table}");
        }
        let kept = "UPDATE sign_ups SET status = status WHERE status = 'complete' AND password_digest IS NOT NULL";
        assert_eq!(app.execute(kept, vec![]).await, 0, "a finished sign-up forgets its digest");
    }
}

on_both! {
    async fn what_is_told_once_is_in_no_event_no_log_and_no_other_reply(app: TestApp) {
        let log = Log::default();
        let guard = log.listen();
        let browser = app.signed_up("ada@example.com").await;
        let begun = browser.post("/v1/me/totp", &[]).await.ok();
        let secret = begun.response()["secret"].as_str().expect("a secret").to_owned();
        let code = app.totp_code(&secret);
        let proven = browser.post("/v1/me/totp/attempt_verification", &[("code", &code)]).await.ok();
        let first: Vec<String> = serde_json::from_value(proven.response()["backup_codes"].clone()).expect("codes");
        let renewed = browser.post("/v1/me/backup_codes", &[]).await.ok();
        let second: Vec<String> = serde_json::from_value(renewed.response()["codes"].clone()).expect("codes");
        let me = browser.get("/v1/me").await.ok();
        let key = serde_json::json!({"name": "A key", "subject": me.id()});
        let key = app.backend().post("/v1/api_keys", key).await.ok().json["secret"].as_str().expect("a key").to_owned();
        let verified = app.backend().post("/v1/api_keys/verify", serde_json::json!({"secret": key})).await.ok();
        drop(guard);
        let events: String = app.events_after(0).await.into_iter().map(|event| event.data).collect();
        let shown = [me.text, verified.text, events, log.text()];
        assert!(shown.iter().all(|text| text.contains("user_") || text.contains("GET")), "all was captured");
        for secret in [secret, key].iter().chain(&first).chain(&second) {
            assert!(!shown.iter().any(|text| text.contains(secret.as_str())), "told once");
            let stored = "UPDATE users SET version = version WHERE sealed_totp_secret LIKE $1";
            assert_eq!(app.execute(stored, vec![Value::Text(format!("%{secret}%"))]).await, 0);
            let stored = "UPDATE backup_codes SET position = position WHERE digest LIKE $1 OR digest NOT LIKE '$argon2id$%'";
            assert_eq!(app.execute(stored, vec![Value::Text(format!("%{secret}%"))]).await, 0);
        }
    }
}

on_both! {
    async fn nothing_of_one_person_reaches_another(app: TestApp) {
        let ada = app.signed_up("canary-ada@example.com").await;
        ada.patch("/v1/me", &[("first_name", "Canaria"), ("username", "canary_ada"), ("unsafe_metadata", r#"{"canary":1}"#)]).await.ok();
        let email = app.add_email(&ada, "canary-two@example.com").await;
        let (session, me) = (app.session_of(&ada).await, ada.get("/v1/me").await.ok().id());
        let eve = app.signed_up("eve@example.com").await;
        let paths = [
            "/v1/client".to_owned(),
            "/v1/me".to_owned(),
            format!("/v1/me?_clerk_session_id={session}"),
            format!("/v1/client/sessions/{session}"),
            format!("/v1/me/email_addresses/{email}"),
            "/v1/me/sessions/active".to_owned(),
            format!("/v1/me/sessions/active?user_id={me}"),
        ];
        for path in paths {
            let reply = eve.get(&path).await;
            assert!(!reply.text.to_lowercase().contains("canar"), "{path}: {}", reply.text);
        }
        for (path, fields) in [
            (format!("/v1/client/sessions/{session}/touch"), vec![]),
            (format!("/v1/client/sessions/{session}/tokens"), vec![]),
            (format!("/v1/me/email_addresses/{email}/prepare_verification"), vec![("strategy", "email_code")]),
            (format!("/v1/me/sessions/{session}/revoke"), vec![]),
            ("/v1/client/sign_ins".to_owned(), vec![("identifier", "canary_ada")]),
        ] {
            let reply = eve.post(&path, &fields).await;
            let text = reply.text.to_lowercase().replace("canary_ada", "");
            assert!(!text.contains("canar"), "{path}: {}", reply.text);
        }
    }
}

//! From the moment somebody is banned, locked, deleted or signed out by others, nothing succeeds that was begun before,
//! and their last token ends within its minute.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use serde_json::json;
use server::clock::SECOND;
use tokio::task::JoinSet;

/// What ends somebody's access.
const ENDS: [&str; 5] = ["ban", "delete", "revoke", "remove_own", "leave"];

/// A person with everything that lets somebody in already begun.
struct Subject {
    user: String,
    session: String,
    browser: TestClient,
    jwt: String,
    api_key: String,
    ticket: String,
    actor: String,
    halfway: (TestClient, String),
    with_code: (TestClient, String, String),
}

impl Subject {
    async fn new(app: &TestApp, email: &str) -> Self {
        app.advance(1);
        let browser = app.signed_up(email).await;
        let (session, user) = (app.session_of(&browser).await, browser.get("/v1/me").await.ok().id());
        let jwt = browser.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok().json["jwt"]
            .as_str()
            .expect("a token")
            .to_owned();
        let backend = app.backend();
        let text = |reply: Reply, name: &str| reply.json[name].as_str().expect("a text").to_owned();
        let api_key =
            text(backend.post("/v1/api_keys", json!({"name": "A key", "subject": user})).await.ok(), "secret");
        let ticket = text(backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok(), "token");
        let actor = text(
            backend.post("/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "user_x"}})).await.ok(),
            "token",
        );
        let halfway = app.client();
        let id = app.open_sign_in(&halfway, email).await;
        let other = app.client();
        let begun = app.open_sign_in(&other, email).await;
        app.advance(1);
        other
            .post(&format!("/v1/client/sign_ins/{begun}/prepare_first_factor"), &[("strategy", "email_code")])
            .await
            .ok();
        let code = app.code_to(email).await;
        Self {
            user,
            session,
            browser,
            jwt,
            api_key,
            ticket,
            actor,
            halfway: (halfway, id),
            with_code: (other, begun, code),
        }
    }

    async fn end(&self, app: &TestApp, how: &str) {
        let backend = app.backend();
        let user = &self.user;
        match how {
            "ban" => backend.post(&format!("/v1/users/{user}/ban"), json!({})).await,
            "delete" => backend.delete(&format!("/v1/users/{user}")).await,
            "revoke" => backend.post(&format!("/v1/sessions/{}/revoke", self.session), json!({})).await,
            "remove_own" => self.browser.fork().delete("/v1/me").await,
            _ => self.browser.fork().delete("/v1/client/sessions").await,
        }
        .ok();
    }

    /// What the session could do, and no longer can.
    fn by_session(&self) -> Vec<(Method, String, Vec<(&'static str, String)>)> {
        let session = &self.session;
        let field = |name, value: &str| vec![(name, value.to_owned())];
        vec![
            (Method::GET, "/v1/me".into(), vec![]),
            (Method::GET, "/v1/me/email_addresses".into(), vec![]),
            (Method::GET, "/v1/me/sessions/active".into(), vec![]),
            (Method::PATCH, "/v1/me".into(), field("first_name", "Late")),
            (Method::PATCH, "/v1/me/metadata".into(), field("unsafe_metadata", "{\"late\":1}")),
            (Method::POST, "/v1/me/email_addresses".into(), field("email_address", "late@example.com")),
            (Method::POST, "/v1/me/totp".into(), vec![]),
            (Method::DELETE, "/v1/me".into(), vec![]),
            (Method::POST, format!("/v1/client/sessions/{session}/tokens"), vec![]),
            (Method::POST, format!("/v1/client/sessions/{session}/touch"), vec![]),
        ]
    }

    /// Other ways in, for those whom not only a session was taken from.
    async fn by_account(&self, app: &TestApp) -> Vec<(&'static str, Reply)> {
        let mut list = Vec::new();
        for (what, ticket) in [("a sign-in token", &self.ticket), ("an actor token", &self.actor)] {
            list.push((
                what,
                app.client().post("/v1/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket)]).await,
            ));
        }
        let (client, id) = &self.halfway;
        let fields = [("strategy", "password"), ("password", PASSWORD)];
        list.push((
            "a password",
            client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await,
        ));
        let (client, id, code) = &self.with_code;
        let fields = [("strategy", "email_code"), ("code", code.as_str())];
        list.push(("a code", client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await));
        let backend = app.backend();
        list.push(("a key", backend.post("/v1/api_keys/verify", json!({"secret": self.api_key})).await));
        list.push(("a session by a backend", backend.post("/v1/sessions", json!({"user_id": self.user})).await));
        list.push((
            "a token by a backend",
            backend.post(&format!("/v1/sessions/{}/tokens", self.session), json!({})).await,
        ));
        list.push(("a new ticket", backend.post("/v1/sign_in_tokens", json!({"user_id": self.user})).await));
        list
    }
}

fn fields<'a>(list: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    list.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

on_both! {
    async fn nothing_succeeds_after_the_end(app: TestApp) {
        for how in ENDS {
            let subject = Subject::new(&app, &format!("{}@example.com", how.replace('_', "-"))).await;
            let (old, before) = (subject.browser.fork(), app.now() / SECOND);
            subject.end(&app, how).await;
            let changes = app.last_event().await;
            for (method, path, body) in subject.by_session() {
                for client in [&old, &subject.browser] {
                    let reply = client.call(&method, &path, &fields(&body)).await;
                    assert!([401, 403, 404].contains(&reply.status.as_u16()), "{how}: {method} {path}: {} {}", reply.status, reply.text);
                }
            }
            let client = old.get("/v1/client").await.ok();
            assert!(client.response().is_null() || client.response()["sessions"].as_array().is_some_and(Vec::is_empty) || how == "ban", "{how}: {}", client.text);
            assert!(!client.text.contains("\"jwt\":\"ey"), "{how}: no token is handed out: {}", client.text);
            if ["ban", "delete", "remove_own"].contains(&how) {
                for (what, reply) in subject.by_account(&app).await {
                    let is_refused = reply.status.is_client_error();
                    // A backend may make a ticket for whom it has banned; nobody gets in by it.
                    assert!(is_refused || (what == "a new ticket" && how == "ban"), "{how}: {what}: {} {}", reply.status, reply.text);
                }
            }
            assert!(app.events_after(changes).await.iter().all(|event| !event.kind.starts_with("session.created") && event.kind != "user.updated"), "{how}");
            let verifier = &app.app.verifier;
            assert!(verifier.verify(&subject.jwt, before + 65).is_err(), "{how}: the last token ends with its minute and the leeway");
        }
    }
}

on_both! {
    async fn a_lock_lets_nobody_new_in_and_leaves_those_who_are_in(app: TestApp) {
        let subject = Subject::new(&app, "ada@example.com").await;
        app.backend().post(&format!("/v1/users/{}/lock", subject.user), json!({})).await.ok();
        for (what, reply) in subject.by_account(&app).await {
            let is_of_people = ["a password", "a code", "a sign-in token"].contains(&what);
            assert!(!is_of_people || reply.status == 403, "{what}: {} {}", reply.status, reply.text);
        }
        // Otherwise anybody who guesses wrong could put the owner out.
        subject.browser.get("/v1/me").await.ok();
    }
}

on_both! {
    parallel async fn under_load_no_call_that_begins_after_the_ban_succeeds(app: TestApp) {
        for round in 0..super::times(3, 30) {
            let subject = Subject::new(&app, &format!("ada{round}@example.com")).await;
            let (flag, mut tasks) = (std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)), JoinSet::new());
            for number in 0..8 {
                let (flag, client, session) = (flag.clone(), subject.browser.fork(), subject.session.clone());
                tasks.spawn(async move {
                    let mut late = Vec::new();
                    for _ in 0..30 {
                        let is_after = flag.load(std::sync::atomic::Ordering::SeqCst);
                        let reply = match number % 3 {
                            0 => client.get("/v1/me").await,
                            1 => client.post(&format!("/v1/client/sessions/{session}/tokens?debug=skip_cache"), &[]).await,
                            _ => client.patch("/v1/me", &[("first_name", "Late")]).await,
                        };
                        if is_after && reply.status == 200 {
                            late.push(reply.text);
                        }
                    }
                    late
                });
            }
            tokio::task::yield_now().await;
            subject.end(&app, ENDS[round % 3]).await;
            flag.store(true, std::sync::atomic::Ordering::SeqCst);
            let late: Vec<String> = tasks.join_all().await.concat();
            assert!(late.is_empty(), "{}: {late:?}", ENDS[round % 3]);
        }
    }
}

//! Two people with marked data: whoever comes with the ids of the other learns nothing that an unknown id wouldn't tell.
//! And two instances: what belongs to one is worth nothing at the other.

use crate::{
    on_both,
    support::{Engine, Log, PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use onehop::endpoints::Verb;
use serde_json::{Value, json};

const MARK: &str = "canary-a7f3";

struct Person {
    browser: TestClient,
    ids: Vec<(&'static str, String)>,
}

/// Somebody with one of each thing, all of it marked.
async fn person(app: &TestApp, mark: &str) -> Person {
    app.advance(1);
    let browser = app.signed_up(&format!("{mark}@example.com")).await;
    browser
        .patch("/v1/me", &[("first_name", mark), ("last_name", mark), ("username", &mark.replace('-', "_"))])
        .await
        .ok();
    browser.patch("/v1/me/metadata", &[("unsafe_metadata", &json!({"mark": mark}).to_string())]).await.ok();
    let user = browser.get("/v1/me").await.ok().id();
    let email = app.add_email(&browser, &format!("{mark}-two@example.com")).await;
    app.advance(1);
    browser
        .post(&format!("/v1/me/email_addresses/{email}/prepare_verification"), &[("strategy", "email_code")])
        .await
        .ok();
    let sign_up =
        browser.post("/v1/client/sign_ups", &[("email_address", &format!("{mark}-three@example.com"))]).await.ok().id();
    let sign_in = browser.post("/v1/client/sign_ins", &[]).await.ok().id();
    let number = if mark == MARK { "+442079460101" } else { "+442079460202" };
    let wallet = if mark == MARK {
        "0x00000000000000000000000000000000000000a1"
    } else {
        "0x00000000000000000000000000000000000000b2"
    };
    let ids = vec![
        ("{session_id}", app.session_of(&browser).await),
        ("{email_address_id}", email),
        ("{phone_number_id}", app.add_phone(&browser, number).await),
        ("{web3_wallet_id}", app.add_wallet(&browser, wallet).await),
        ("{sign_up_id}", sign_up),
        ("{sign_in_id}", sign_in),
        ("{user_id}", user),
        ("{client_id}", browser.get("/v1/client").await.ok().response()["id"].as_str().expect("an id").to_owned()),
    ];
    Person { browser, ids }
}

/// Ids of the right shape that nobody has.
fn unknown(ids: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    ids.iter()
        .map(|(name, id)| {
            (
                *name,
                id.split_once('_')
                    .map_or("nobody".to_owned(), |(kind, rest)| format!("{kind}_{}", "0".repeat(rest.len()))),
            )
        })
        .collect()
}

fn filled(path: &str, ids: &[(&'static str, String)]) -> String {
    ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id)).replace("{template}", "third-party")
}

fn method(verb: Verb) -> Method {
    verb.as_str().parse().expect("a method")
}

/// What an answer says, without what is the caller's own or new each time.
fn gist(reply: &Reply, ids: &[(&'static str, String)]) -> String {
    let mut body = reply.json.clone();
    body["clerk_trace_id"] = Value::Null;
    body["client"] = Value::Null;
    body["meta"] = Value::Null;
    ids.iter().fold(format!("{} {body}", reply.status), |text, (name, id)| text.replace(id.as_str(), name))
}

on_both! {
    async fn the_others_ids_tell_no_more_than_unknown_ones(app: TestApp) {
        app.backend().post("/v1/jwt_templates", json!({"name": "third-party", "claims": {}})).await.ok();
        let owner = person(&app, MARK).await;
        let eve = person(&app, "evelyn").await;
        let (nobody, log) = (unknown(&owner.ids), Log::default());
        let before = owner.browser.get("/v1/me").await.ok().text;
        let guard = log.listen();
        let mut asked = 0;
        for route in server::frontend_api::routes().list {
            let bodies: [&[(&str, &str)]; 2] = [&[], &[("strategy", "email_code"), ("code", "424242"), ("password", PASSWORD), ("first_name", "Eve")]];
            let has_id = route.path.contains("_id}");
            // Signs eve out or away: nothing with an id in it.
            if !has_id && route.verb == Verb::Delete {
                continue;
            }
            for body in bodies {
                let query = |ids: &[(&'static str, String)]| format!("?_clerk_session_id={}", filled("{session_id}", ids));
                for suffix in ["path", "query"] {
                    let at = |ids: &[(&'static str, String)]| if suffix == "query" { filled(route.path, &eve.ids) + &query(ids) } else { filled(route.path, ids) };
                    if suffix == "path" && !has_id || suffix == "query" && (route.verb != Verb::Get || has_id) {
                        continue;
                    }
                    let theirs = eve.browser.fork().call(&method(route.verb), &at(&owner.ids), body).await;
                    let unknown = eve.browser.fork().call(&method(route.verb), &at(&nobody), body).await;
                    assert_eq!(gist(&theirs, &owner.ids), gist(&unknown, &nobody), "{} {}", route.verb.as_str(), route.path);
                    assert!(!theirs.text.to_lowercase().contains(MARK), "{} {}: {}", route.verb.as_str(), route.path, theirs.text);
                    asked += 1;
                }
            }
        }
        // Ids in bodies.
        let id = |name: &str| owner.ids.iter().find(|(found, _)| *found == name).expect("an id").1.clone();
        for (name, id) in [("primary_email_address_id", id("{email_address_id}")), ("primary_phone_number_id", id("{phone_number_id}")), ("primary_web3_wallet_id", id("{web3_wallet_id}")), ("user_id", id("{user_id}")), ("session_id", id("{session_id}"))] {
            let reply = eve.browser.patch("/v1/me", &[(name, &id)]).await;
            assert!(!reply.text.contains(MARK), "{name}: {}", reply.text);
            asked += 1;
        }
        drop(guard);
        assert!(asked >= 50, "{asked}");
        assert!(!log.text().contains(MARK), "nor does the log");
        assert_eq!(owner.browser.get("/v1/me").await.ok().text, before, "and nothing of the owner's was changed");
        assert_eq!(app.mails_to(&format!("{MARK}-two@example.com")).await.len(), 1, "nor mailed");
    }
}

#[tokio::test]
async fn two_instances_share_nothing() {
    let here = TestApp::start(Engine::Sqlite).await;
    // Tests lay out instances from one template; the other one is made anew, as in life.
    let data = tempfile::tempdir().expect("a folder");
    let clock = std::sync::Arc::new(server::clock::ManualClock::new(crate::support::START));
    let opened = server::open(
        server::config::Config::development(data.path()),
        clock,
        std::sync::Arc::new(server::random::SystemRandom),
    )
    .await;
    let (other, _) = opened.expect("the server opens");
    let router = server::Platform::new(other.clone(), server::http::Readiness::default()).router();
    let person = person(&here, MARK).await;
    let backend = here.backend();
    let user = filled("{user_id}", &person.ids);
    let secret = |value: &Value, name: &str| value[name].as_str().expect("a secret").to_owned();
    let ticket = secret(&backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok().json, "token");
    let key =
        secret(&backend.post("/v1/api_keys", json!({"name": "A key", "subject": user})).await.ok().json, "secret");
    let client = person.browser.at(router.clone());
    assert_eq!(client.get("/v1/me").await.status, 401, "a client's cookie");
    assert!(client.get("/v1/client").await.ok().response().is_null());
    let bearer = format!("Bearer {}", crate::support::SECRET_KEY);
    for path in ["/v1/users".to_owned(), format!("/v1/users/{user}"), "/v1/instance".to_owned()] {
        let reply = super::ask(&router, Method::GET, &path, &[("authorization", &bearer)], "").await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (401, "clerk_key_invalid"), "{path}");
    }
    let taken = super::ask(
        &router,
        Method::POST,
        "/v1/client/sign_ins",
        &[super::ORIGIN, super::FORM],
        super::form(&[("strategy", "ticket"), ("ticket", &ticket)]),
    )
    .await;
    assert!(taken.status.is_client_error(), "a ticket: {}", taken.text);
    let operator = here.operator().await;
    let at = operator.client.at(router.clone());
    assert_eq!(at.get("/dashboard/api/v1/users").await.status, 401, "an operator's cookie");
    let session = filled("{session_id}", &person.ids);
    let jwt =
        secret(&person.browser.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok().json, "jwt");
    assert!(other.verifier.verify(&jwt, here.now() / 1_000).is_err(), "a token");
    let body = json!({"secret": key}).to_string();
    let verified =
        super::ask(&router, Method::POST, "/v1/api_keys/verify", &[super::JSON, ("authorization", &bearer)], body)
            .await;
    assert_eq!(verified.status, 401);
}

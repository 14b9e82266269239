//! Every writable body with every name that the APIs know, of right and wrong kinds: only what the contract lists for
//! that route ever changes.

use crate::on_both;
use crate::support::{PASSWORD, SECRET_KEY, TestApp, TestClient};
use http::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Names of members anywhere in the description of both APIs, and a few that other products know.
async fn names(app: &TestApp) -> BTreeSet<String> {
    let text = app.client().get("/openapi.json").await.ok().text;
    let mut names = BTreeSet::new();
    collect(&serde_json::from_str(&text).expect("JSON"), &mut names);
    let more = [
        "role",
        "roles",
        "is_admin",
        "admin",
        "owner_id",
        "org_id",
        "organization_id",
        "user_id",
        "id",
        "object",
        "instance_id",
        "version",
        "created_at",
        "updated_at",
        "verified",
        "email_verified",
        "password_digest",
        "sealed_totp_secret",
        "locked",
        "banned",
        "lockout_expires_in_seconds",
        "__proto__",
        "constructor",
        "permissions",
        "scopes",
        "two_factor_enabled",
        "session_id",
        "client_id",
        "status",
        "created_session_id",
        "created_user_id",
        "abandon_at",
        "expire_at",
        "actor",
        "act",
        "sub",
        "external_id",
        "public_metadata",
        "private_metadata",
        "deleted",
        "create_organization_enabled",
    ];
    names.extend(more.map(str::to_owned));
    names
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                names.extend(properties.keys().cloned());
            }
            members.values().for_each(|value| collect(value, names));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}

fn values() -> Vec<Value> {
    vec![
        json!("Mallory"),
        json!(true),
        json!(0),
        json!(4_102_444_800_000_i64),
        json!({"evil": true}),
        json!(["evil"]),
        json!("verified"),
        json!("user_admin"),
        json!(-1),
        Value::Null,
    ]
}

/// All that is known about a person, as operators see it, flat.
async fn all_of(app: &TestApp, user: &str) -> Map<String, Value> {
    let mut all = app.backend().get(&format!("/v1/users/{user}")).await.ok().json.as_object().expect("a user").clone();
    all.remove("updated_at");
    all.remove("last_active_at");
    let sessions = app.backend().get(&format!("/v1/sessions?user_id={user}")).await.ok().json;
    let list = sessions.as_array().or_else(|| sessions["data"].as_array()).cloned().unwrap_or_default();
    let sessions: Vec<Value> = list
        .iter()
        .map(|session| {
            json!([session["id"], session["status"], session["user_id"], session["actor"], session["expire_at"]])
        })
        .collect();
    all.insert("sessions".to_owned(), Value::Array(sessions));
    let right = app.backend().post(&format!("/v1/users/{user}/verify_password"), json!({"password": PASSWORD})).await;
    all.insert("password".to_owned(), json!(right.status == 200));
    all
}

fn changed(before: &Map<String, Value>, after: &Map<String, Value>) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

async fn send(client: &TestClient, method: &Method, path: &str, body: &Map<String, Value>) -> u16 {
    let reply = client.json(method.clone(), path, Value::Object(body.clone())).await;
    assert!(!reply.status.is_server_error(), "{path}: {} {}", reply.status, reply.text);
    reply.status.as_u16()
}

on_both! {
    async fn a_person_changes_what_is_listed_and_nothing_else(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let user = browser.get("/v1/me").await.ok().id();
        let names = names(&app).await;
        assert!(names.len() >= 150, "{} names", names.len());
        let routes: [(Method, &str, &[&str]); 4] = [
            (Method::PATCH, "/v1/me", &["username", "first_name", "last_name", "primary_email_address_id", "primary_phone_number_id", "primary_web3_wallet_id", "unsafe_metadata"]),
            (Method::PATCH, "/v1/me/metadata", &["unsafe_metadata"]),
            (Method::POST, "/v1/client/sign_ins", &["identifier", "strategy", "password", "ticket"]),
            (Method::POST, "/v1/me/email_addresses", &["email_address"]),
        ];
        for (method, path, listed) in routes {
            for value in values().into_iter().step_by(super::times(2, 1)) {
                let before = all_of(&app, &user).await;
                // All that isn't listed at once: the call is made, and nothing follows from them.
                let others: Map<String, Value> = names.iter().filter(|name| !listed.contains(&name.as_str())).map(|name| (name.clone(), value.clone())).collect();
                send(&browser, &method, path, &others).await;
                assert_eq!(changed(&before, &all_of(&app, &user).await), BTreeSet::new(), "{path} with {value}");
            }
            // One by one, as right values of the right kind beside what the route wants.
            for name in listed {
                for value in values().into_iter().step_by(super::times(3, 1)) {
                    let before = all_of(&app, &user).await;
                    send(&browser, &method, path, &Map::from_iter([((*name).to_owned(), value.clone())])).await;
                    let mut changed = changed(&before, &all_of(&app, &user).await);
                    changed.remove(*name);
                    changed.remove("email_addresses");
                    // A picture of initials follows from a name.
                    if ["username", "first_name", "last_name"].contains(name) {
                        changed.retain(|name| name != "image_url" && name != "profile_image_url");
                    }
                    assert_eq!(changed, BTreeSet::new(), "{path} with {name}: {value}");
                }
            }
        }
    }
}

on_both! {
    async fn a_sign_up_gives_nobody_more_than_an_account(app: TestApp) {
        let names = names(&app).await;
        let plain = app.signed_up("plain@example.com").await;
        let plain = all_of(&app, &plain.get("/v1/me").await.ok().id()).await;
        let listed = ["email_address", "username", "password", "first_name", "last_name", "unsafe_metadata", "legal_accepted", "locale", "strategy", "ticket"];
        for (number, value) in values().into_iter().enumerate() {
            app.advance(1);
            let (client, email) = (app.client(), format!("person{number}@example.com"));
            let mut body: Map<String, Value> = names.iter().filter(|name| !listed.contains(&name.as_str())).map(|name| (name.clone(), value.clone())).collect();
            body.insert("email_address".to_owned(), json!(email));
            body.insert("password".to_owned(), json!(PASSWORD));
            let begun = client.json(Method::POST, "/v1/client/sign_ups", Value::Object(body.clone())).await;
            let begun = begun.ok();
            assert_eq!(begun.response()["status"], "missing_requirements", "{}", begun.text);
            let path = format!("/v1/client/sign_ups/{}", begun.id());
            body.remove("password");
            client.json(Method::PATCH, &path, Value::Object(body.clone())).await;
            body.insert("strategy".to_owned(), json!("email_code"));
            body.remove("email_address");
            client.json(Method::POST, &format!("{path}/prepare_verification"), Value::Object(body.clone())).await.ok();
            body.insert("code".to_owned(), json!(app.code_to(&email).await));
            let done = client.json(Method::POST, &format!("{path}/attempt_verification"), Value::Object(body)).await.ok();
            assert_eq!(done.response()["status"], "complete");
            let made = all_of(&app, &client.get("/v1/me").await.ok().id()).await;
            let own = ["id", "created_at", "email_addresses", "primary_email_address_id", "last_sign_in_at", "sessions", "image_url", "profile_image_url", "password_last_updated_at", "mfa_enabled_at"];
            let more: Vec<String> = changed(&plain, &made).into_iter().filter(|name| !own.contains(&name.as_str())).collect();
            assert!(more.is_empty(), "{value} gave more: {more:?}");
        }
    }
}

#[tokio::test]
async fn a_session_says_whose_call_it_is_and_no_body_does() {
    let app = TestApp::start(crate::support::Engine::Sqlite).await;
    let (ada, eve) = (app.signed_up("ada@example.com").await, app.signed_up("eve@example.com").await);
    let victim = ada.get("/v1/me").await.ok().id();
    let (session, before) = (app.session_of(&ada).await, all_of(&app, &victim).await);
    let key = format!("Bearer {SECRET_KEY}x");
    for route in server::frontend_api::routes()
        .list
        .iter()
        .filter(|route| !route.path.contains('{') && route.verb != onehop::endpoints::Verb::Get)
    {
        let body = json!({
            "user_id": victim, "owner_id": victim, "subject": victim, "sub": victim, "session_id": session, "_clerk_session_id": session, "client_id": "client_x", "actor": {"sub": victim}, "act": victim,
            "identifier": "ada@example.com", "strategy": "impersonation", "email_address_verified": true, "first_name": "Mallory", "unsafe_metadata": {"evil": true}, "user": {"id": victim}
        });
        let headers = [
            super::ORIGIN,
            super::JSON,
            ("x-user-id", &*victim),
            ("x-clerk-user-id", &*victim),
            ("x-authenticated-user", &*victim),
            ("authorization", &*key),
        ];
        for with in [&headers[..5], &headers[..2]] {
            eve.fork().raw(route.verb.as_str().parse().expect("a method"), route.path, with, body.to_string()).await;
        }
        assert_eq!(
            changed(&before, &all_of(&app, &victim).await),
            BTreeSet::new(),
            "{} {}",
            route.verb.as_str(),
            route.path
        );
    }
}

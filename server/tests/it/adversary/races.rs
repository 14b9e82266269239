//! Fifty calls at the same moment for one thing that can be had once: one gets it, in every round, on both databases.
//!
//! What is counted is who was let in, never a time. A call that is told to try again (503) has got nothing.

use super::{FORM, JSON, ORIGIN, form, times};
use crate::{
    on_both,
    support::{PASSWORD, Reply, SECRET_KEY, TestApp, TestClient, ticket_of},
};
use http::Method;
use serde_json::{Value, json};
use server::{
    clock::{DAY, MINUTE},
    config::Rate,
};
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};

/// Calls at once.
const MANY: usize = 50;

/// One call of a race.
struct Call {
    client: TestClient,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Call {
    fn form(client: TestClient, path: &str, fields: &[(&str, &str)]) -> Self {
        let headers = [ORIGIN, FORM].map(|(name, value)| (name, value.to_owned())).into();
        Self { client, path: path.to_owned(), headers, body: form(fields) }
    }

    fn backend(app: &TestApp, path: &str, body: &Value) -> Self {
        let key = ("authorization", format!("Bearer {SECRET_KEY}"));
        Self {
            client: app.client(),
            path: path.to_owned(),
            headers: vec![(JSON.0, JSON.1.to_owned()), key],
            body: body.to_string(),
        }
    }
}

/// All of them at once: each is ready before the first goes.
async fn race(calls: impl IntoIterator<Item = Call>) -> Vec<Reply> {
    let calls: Vec<Call> = calls.into_iter().collect();
    let (start, mut tasks) = (Arc::new(Barrier::new(calls.len())), JoinSet::new());
    for call in calls {
        let start = start.clone();
        tasks.spawn(async move {
            let headers: Vec<_> = call.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            start.wait().await;
            call.client.raw(Method::POST, &call.path, &headers, call.body).await
        });
    }
    tasks.join_all().await
}

/// Exactly one must have been let in; nobody may have seen a fault of ours.
#[track_caller]
fn one_wins(replies: &[Reply], what: &str) {
    let outcomes: Vec<_> = replies
        .iter()
        .map(|reply| (reply.status.as_u16(), reply.json["errors"][0]["code"].as_str().unwrap_or_default()))
        .collect();
    let winners = outcomes.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(winners, 1, "{what}: {outcomes:?}");
    assert!(outcomes.iter().all(|(status, _)| *status < 500 || *status == 503), "{what}: {outcomes:?}");
}

async fn count(app: &TestApp, after: i64, kind: &str) -> usize {
    app.events_after(after).await.iter().filter(|event| event.kind == kind).count()
}

/// In the same browser, as by many clicks.
fn same(client: &TestClient, path: &str, fields: &[(&str, &str)]) -> Vec<Call> {
    (0..MANY).map(|_| Call::form(client.fork(), path, fields)).collect()
}

/// In as many browsers.
fn many(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Vec<Call> {
    (0..MANY).map(|_| Call::form(app.client(), path, fields)).collect()
}

on_both! {
    parallel async fn a_code_of_a_sign_up(app: TestApp) {
        for round in 0..times(20, 200) {
            app.advance(1);
            let (client, email) = (app.client(), format!("ada{round}@example.com"));
            let id = app.open_sign_up(&client, &email).await;
            client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
            let (before, code) = (app.last_event().await, app.code_to(&email).await);
            let replies = race(same(&client, &format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", &code)])).await;
            one_wins(&replies, "a sign-up's code");
            assert!(count(&app, before, "user.created").await <= 1);
        }
    }
}

on_both! {
    parallel async fn a_code_of_a_sign_in_and_of_an_address(app: TestApp, |config| {
        config.codes.sends_per_hour = 10_000;
        config.codes.sends_per_day = 10_000;
    }) {
        app.signed_up("ada@example.com").await;
        for round in 0..times(20, 200) {
            app.advance(DAY);
            let client = app.client();
            let id = app.open_sign_in(&client, "ada@example.com").await;
            client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
            let (before, code) = (app.last_event().await, app.code_to("ada@example.com").await);
            let path = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
            let replies = race(same(&client, &path, &[("strategy", "email_code"), ("code", &code)])).await;
            one_wins(&replies, "a sign-in's code");
            assert_eq!(count(&app, before, "session.created").await, 1);
            if round % 7 > 0 {
                continue;
            }
            let owner = app.client();
            // Who came too late may have been counted, and made the account wait a moment.
            app.advance(MINUTE);
            app.sign_in(&owner, "ada@example.com", PASSWORD).await;
            let email = format!("more{round}@example.com");
            let id = app.add_email(&owner, &email).await;
            app.advance(1);
            owner.post(&format!("/v1/me/email_addresses/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
            let code = app.code_to(&email).await;
            let replies = race(same(&owner, &format!("/v1/me/email_addresses/{id}/attempt_verification"), &[("code", &code)])).await;
            one_wins(&replies, "an address's code");
        }
    }
}

on_both! {
    parallel async fn a_sign_in_token_and_an_actor_token(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        for _ in 0..times(20, 200) {
            for (path, body) in [
                ("/v1/sign_in_tokens", json!({"user_id": user})),
                ("/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "user_operator"}})),
            ] {
                let token = backend.post(path, body).await.ok().json;
                let before = app.last_event().await;
                let fields = [("strategy", "ticket"), ("ticket", token["token"].as_str().expect("a ticket"))];
                one_wins(&race(many(&app, "/v1/client/sign_ins", &fields)).await, path);
                assert_eq!(count(&app, before, "session.created").await, 1, "{path}");
            }
        }
    }
}

on_both! {
    parallel async fn an_invitation(app: TestApp) {
        for round in 0..times(4, 40) {
            let body = json!({"email_address": format!("guest{round}@example.com"), "notify": false});
            let invitation = app.backend().post("/v1/invitations", body).await.ok().json;
            let before = app.last_event().await;
            let fields = [("strategy", "ticket"), ("ticket", &*ticket_of(&invitation)), ("password", PASSWORD)];
            // Each of them costs a hash.
            let replies = race((0..6).map(|_| Call::form(app.client(), "/v1/client/sign_ups", &fields))).await;
            one_wins(&replies, "an invitation");
            assert_eq!(count(&app, before, "user.created").await, 1);
        }
    }
}

/// A person with an authenticator app; its secret, and the backup codes.
async fn with_app(app: &TestApp, email: &str) -> (String, Vec<String>) {
    let browser = app.signed_up(email).await;
    let begun = browser.post("/v1/me/totp", &[]).await.ok();
    let secret = begun.response()["secret"].as_str().expect("a secret").to_owned();
    let proven = browser.post("/v1/me/totp/attempt_verification", &[("code", &app.totp_code(&secret))]).await.ok();
    let codes = serde_json::from_value(proven.response()["backup_codes"].clone()).expect("codes");
    (secret, codes)
}

/// Browsers that have got as far as the second factor: paths of their attempts.
async fn before_the_second(app: &TestApp, email: &str, browsers: usize) -> Vec<(TestClient, String)> {
    let mut list = Vec::new();
    for _ in 0..browsers {
        let client = app.client();
        let reply = client.post("/v1/client/sign_ins", &[("identifier", email), ("password", PASSWORD)]).await.ok();
        assert_eq!(reply.response()["status"], "needs_second_factor");
        let path = format!("/v1/client/sign_ins/{}/attempt_second_factor", reply.id());
        list.push((client, path));
    }
    list
}

on_both! {
    parallel async fn a_step_of_an_authenticator_app(app: TestApp) {
        let (secret, _) = with_app(&app, "ada@example.com").await;
        for _ in 0..times(20, 200) {
            // Two attempts in two browsers: one code must not let both in. The losers count as guesses of that day.
            app.advance(DAY);
            let attempts = before_the_second(&app, "ada@example.com", 2).await;
            let (before, code) = (app.last_event().await, app.totp_code(&secret));
            let fields = [("strategy", "totp"), ("code", &*code)];
            let calls = (0..MANY).map(|number| {
                let (client, path) = &attempts[number % 2];
                Call::form(client.fork(), path, &fields)
            });
            one_wins(&race(calls).await, "a step");
            assert_eq!(count(&app, before, "session.created").await, 1);
        }
    }
}

on_both! {
    parallel async fn a_backup_code(app: TestApp) {
        let (_, codes) = with_app(&app, "ada@example.com").await;
        // Each try costs a hash, so these rounds are smaller.
        for code in codes.iter().take(times(4, 8)) {
            app.advance(DAY);
            let attempts = before_the_second(&app, "ada@example.com", 2).await;
            let before = app.last_event().await;
            let fields = [("strategy", "backup_code"), ("code", code.as_str())];
            let calls = (0..8).map(|number| {
                let (client, path) = &attempts[number % 2];
                Call::form(client.fork(), path, &fields)
            });
            one_wins(&race(calls).await, "a backup code");
            assert_eq!(count(&app, before, "session.created").await, 1);
        }
    }
}

on_both! {
    parallel async fn a_reset_of_a_password(app: TestApp, |config| {
        config.codes.sends_per_hour = 10_000;
        config.codes.sends_per_day = 10_000;
    }) {
        app.signed_up("ada@example.com").await;
        for round in 0..times(4, 40) {
            app.advance(DAY);
            let client = app.client();
            let id = app.open_sign_in(&client, "ada@example.com").await;
            let strategy = ("strategy", "reset_password_email_code");
            client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[strategy]).await.ok();
            let code = app.code_to("ada@example.com").await;
            let attempt = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
            one_wins(&race(same(&client, &attempt, &[strategy, ("code", &code)])).await, "a reset's code");
            let (before, path) = (app.last_event().await, format!("/v1/client/sign_ins/{id}/reset_password"));
            let passwords: Vec<String> = (0..6).map(|number| format!("seven quiet harbours {round} {number}")).collect();
            let calls = passwords.iter().map(|password| Call::form(client.fork(), &path, &[("password", password)]));
            one_wins(&race(calls).await, "a new password");
            assert_eq!(count(&app, before, "session.created").await, 1);
        }
    }
}

on_both! {
    parallel async fn a_username(app: TestApp) {
        let mut browsers = Vec::new();
        for number in 0..MANY {
            let user = app.backend().user(&format!("person{number}@example.com")).await;
            let token = app.backend().post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok().json;
            let client = app.client();
            client.post("/v1/client/sign_ins", &[("strategy", "ticket"), ("ticket", token["token"].as_str().expect("a ticket"))]).await.ok();
            browsers.push(client);
        }
        for round in 0..times(20, 200) {
            // The same name in other letters is the same name.
            let calls = browsers.iter().enumerate().map(|(number, client)| {
                let name = if number % 2 == 0 { format!("Countess{round}") } else { format!("countess{round}") };
                Call::form(client.fork(), "/v1/me?_method=PATCH", &[("username", &name)])
            });
            one_wins(&race(calls).await, "a username");
        }
    }
}

on_both! {
    parallel async fn an_address_that_a_backend_gives_away(app: TestApp) {
        for round in 0..times(20, 200) {
            let before = app.last_event().await;
            let calls = (0..MANY).map(|number| {
                let email = if number % 2 == 0 { format!("Ada{round}@example.com") } else { format!("ada{round}@Example.com") };
                Call::backend(&app, "/v1/users", &json!({"email_address": [email]}))
            });
            one_wins(&race(calls).await, "an address");
            assert_eq!(count(&app, before, "user.created").await, 1);
        }
    }
}

on_both! {
    parallel async fn what_may_be_there_once_is_there_once(app: TestApp) {
        for round in 0..times(5, 50) {
            for (path, body) in [
                ("/v1/redirect_urls", json!({"url": format!("https://app{round}.example.com/callback")})),
                ("/v1/jwt_templates", json!({"name": format!("template-{round}"), "claims": {}})),
                ("/v1/invitations", json!({"email_address": format!("guest{round}@example.com"), "notify": false})),
                ("/v1/blocklist_identifiers", json!({"identifier": format!("bad{round}@example.com")})),
            ] {
                let replies = race((0..10).map(|_| Call::backend(&app, path, &body))).await;
                one_wins(&replies, path);
            }
        }
    }
}

on_both! {
    parallel async fn a_link_for_an_operator(app: TestApp) {
        app.operator().await;
        for _ in 0..times(3, 20) {
            let token = app.operator_link(Some("operator@example.com")).await;
            let body = json!({"token": token, "password": crate::support::OPERATOR_PASSWORD}).to_string();
            let calls = (0..8).map(|_| Call {
                client: app.client(),
                path: "/dashboard/api/v1/dashboard/link".to_owned(),
                headers: [ORIGIN, JSON].map(|(name, value)| (name, value.to_owned())).into(),
                body: body.clone(),
            });
            one_wins(&race(calls).await, "a link");
        }
    }
}

on_both! {
    parallel async fn a_place_on_the_waiting_list(app: TestApp, |config| config.user.sign_up_mode = server::config::SignUpMode::Waitlist) {
        for round in 0..times(5, 50) {
            let replies = race(many(&app, "/v1/waitlist", &[("email_address", &format!("ada{round}@example.com"))])).await;
            assert!(replies.iter().all(|reply| reply.status == 200 || reply.status == 503), "{:?}", replies[0].text);
            let list = app.backend().get("/v1/waitlist_entries?limit=500").await.ok().json;
            assert_eq!(list["total_count"], round + 1, "one entry for one address");
        }
    }
}

on_both! {
    parallel async fn a_bucket_with_five_tokens(app: TestApp, |config| {
        config.limits.is_enabled = true;
        config.limits.create = "5/10s".parse::<Rate>().expect("a rate");
    }) {
        for _ in 0..times(20, 200) {
            app.advance(60_000);
            let replies = race(many(&app, "/v1/client/sign_ins", &[])).await;
            let started = replies.iter().filter(|reply| reply.status == 200).count();
            assert!(started <= 5, "{started} were started where five may be");
            assert!(replies.iter().all(|reply| [200, 429, 503].contains(&reply.status.as_u16())));
            assert!(started >= 1, "and some are let in");
        }
    }
}

on_both! {
    parallel async fn a_client_gets_one_new_token_a_day(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for _ in 0..times(20, 200) {
            app.advance(DAY + 1);
            let old = browser.cookie("__client").expect("a token");
            let mut tasks = JoinSet::new();
            for _ in 0..MANY {
                let client = browser.fork();
                tasks.spawn(async move { (client.get("/v1/client").await, client) });
            }
            let done = tasks.join_all().await;
            let new: Vec<String> = done.iter().filter_map(|(_, client)| client.cookie("__client").filter(|token| *token != old)).collect();
            assert!(new.len() <= 1, "{} new tokens at once", new.len());
            for token in new {
                browser.set_cookie("__client", &token);
            }
            assert!(done.iter().all(|(reply, _)| reply.status == 200));
        }
    }
}

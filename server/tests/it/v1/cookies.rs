//! The cookies of the contract, section 4.5: names, attributes, rotation.

use crate::{
    on_both,
    support::{Engine, PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use server::clock::{DAY, MINUTE, SECOND};
use tokio::task::JoinSet;

/// The attributes of a Set-Cookie line, sorted, without name and value.
fn attributes(line: &str) -> Vec<String> {
    let mut attributes: Vec<String> = line.split(';').skip(1).map(|part| part.trim().to_owned()).collect();
    attributes.sort_unstable();
    attributes
}

fn value(line: &str) -> &str {
    line.split_once('=').expect("a cookie").1.split(';').next().expect("a value")
}

/// Name, value and attributes of each cookie a reply sets.
fn written(reply: &Reply, name: &str) -> (String, Vec<String>) {
    let line = reply.set_cookie(name).unwrap_or_else(|| panic!("{name} is set: {:?}", reply.set_cookies()));
    (value(line).to_owned(), attributes(line))
}

on_both! {
    async fn a_sign_in_sets_each_cookie_once_under_both_names(app: TestApp) {
        let reply = app.sign_up(&app.client(), "ada@example.com").await;
        let suffix = &app.app.instance.cookie_suffix;
        let mut names: Vec<_> = reply.set_cookies().iter().map(|line| line.split('=').next().expect("a name").to_owned()).collect();
        names.sort_unstable();
        let mut expected: Vec<String> = ["__client", "__client_uat", "__onehop_device", "__session"].map(str::to_owned).into();
        expected.extend([format!("__client_uat_{suffix}"), format!("__session_{suffix}")]);
        expected.sort_unstable();
        assert_eq!(names, expected);
        for base in ["__session", "__client_uat"] {
            assert_eq!(written(&reply, base), written(&reply, &format!("{base}_{suffix}")), "both names say the same");
        }
        assert_eq!(written(&reply, "__client_uat").0, (app.now() / SECOND).to_string(), "seconds");
    }
}

on_both! {
    async fn on_http_the_attributes_are_these(app: TestApp) {
        let reply = app.sign_up(&app.client(), "ada@example.com").await;
        assert_eq!(written(&reply, "__client").1, ["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=Lax"]);
        assert_eq!(written(&reply, "__session").1, ["HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Lax"]);
        assert_eq!(written(&reply, "__client_uat").1, ["Max-Age=31536000", "Path=/", "SameSite=Lax"]);
    }
}

#[tokio::test]
async fn on_https_every_cookie_is_secure() {
    let app = TestApp::start_with(Engine::Sqlite, |config| {
        config.server.public_url = "https://accounts.example.com".parse().expect("a URL")
    })
    .await;
    let browser = app.client();
    let reply = app.sign_up(&browser, "ada@example.com").await;
    assert_eq!(reply.set_cookies().len(), 6);
    let out = browser.delete("/v1/client").await.ok();
    for line in reply.set_cookies().into_iter().chain(out.set_cookies()) {
        assert!(attributes(line).contains(&"Secure".to_owned()), "{line}");
    }
}

on_both! {
    async fn the_client_token_is_256_bits_and_kept_only_as_a_hash(app: TestApp) {
        let browser = app.client();
        app.sign_up(&browser, "ada@example.com").await;
        let token = browser.cookie("__client").expect("set");
        assert_eq!(token.len(), 43, "32 bytes as base64url");
        let found = app.execute("UPDATE clients SET user_agent = NULL WHERE token_hash = $1 OR previous_token_hash = $1", vec![(&token).into()]).await;
        assert_eq!(found, 0, "the token itself is nowhere");
    }
}

on_both! {
    async fn sign_out_sets_uat_to_zero_and_drops_the_session_cookie(app: TestApp) {
        let suffix = app.app.instance.cookie_suffix.clone();
        for number in 0..4 {
            let email = format!("p{number}@example.com");
            let browser = app.signed_up(&email).await;
            let id = app.session_of(&browser).await;
            let reply = match number {
                0 => browser.delete("/v1/client/sessions").await.ok(),
                1 => browser.post(&format!("/v1/client/sessions/{id}/remove"), &[]).await.ok(),
                2 => browser.post(&format!("/v1/client/sessions/{id}/end"), &[]).await.ok(),
                _ => browser.delete("/v1/me").await.ok(),
            };
            for name in ["__client_uat".to_owned(), format!("__client_uat_{suffix}")] {
                let (value, attributes) = written(&reply, &name);
                assert_eq!(value, "0");
                assert!(!attributes.contains(&"Max-Age=0".to_owned()), "set to 0, not deleted");
            }
            for name in ["__session".to_owned(), format!("__session_{suffix}")] {
                assert!(written(&reply, &name).1.contains(&"Max-Age=0".to_owned()), "{name}");
            }
        }
    }
}

on_both! {
    async fn the_token_is_rotated_at_each_sign_in_and_sign_out(app: TestApp) {
        let browser = app.client();
        let mut seen = Vec::new();
        let mut is_new = |browser: &crate::support::TestClient, what: &str| {
            let token = browser.cookie("__client").expect("set");
            assert!(!seen.contains(&token), "{what} rotates");
            seen.push(token);
        };
        browser.form(Method::PUT, "/v1/client", &[]).await.ok();
        is_new(&browser, "the first client");
        app.sign_up(&browser, "ada@example.com").await;
        is_new(&browser, "a sign-up");
        let id = app.session_of(&browser).await;
        browser.post(&format!("/v1/client/sessions/{id}/remove"), &[]).await.ok();
        is_new(&browser, "a sign-out");
        app.sign_in(&browser, "ada@example.com", PASSWORD).await;
        is_new(&browser, "a sign-in");
        browser.post("/v1/me/change_password", &[("current_password", PASSWORD), ("new_password", "a wholly different phrase")]).await.ok();
        is_new(&browser, "a new password");
        browser.delete("/v1/client/sessions").await.ok();
        is_new(&browser, "signing everybody out");
    }
}

on_both! {
    async fn the_old_token_works_for_thirty_seconds_and_not_after(app: TestApp) {
        let browser = app.client();
        browser.form(Method::PUT, "/v1/client", &[]).await.ok();
        let old = browser.fork();
        app.sign_up(&browser, "ada@example.com").await;
        assert_ne!(old.cookie("__client"), browser.cookie("__client"));
        app.advance(30 * SECOND - 1);
        old.get("/v1/me").await.ok();
        app.advance(1);
        old.get("/v1/me").await.refused(401, "authentication_invalid", None);
        assert!(old.get("/v1/client").await.ok().response().is_null());
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_planted_client_token_is_worth_nothing_after_the_sign_in(app: TestApp) {
        let attacker = app.client();
        attacker.form(Method::PUT, "/v1/client", &[]).await.ok();
        let victim = attacker.fork();
        app.sign_up(&victim, "ada@example.com").await;
        app.advance(31 * SECOND);
        assert!(attacker.get("/v1/client").await.ok().response().is_null());
    }
}

on_both! {
    async fn errors_set_no_sign_in_cookies(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let reply = browser.patch("/v1/me", &[("username", "x")]).await;
        reply.refused_with_client(422, "form_username_invalid_length", Some("username"));
        assert!(reply.set_cookies().is_empty(), "{:?}", reply.set_cookies());
    }
}

on_both! {
    async fn every_cookie_is_small_enough_for_every_browser(app: TestApp) {
        let reply = app.sign_up(&app.client(), "ada@example.com").await;
        assert!(reply.set_cookies().iter().all(|line| line.len() <= 4_096));
    }
}

/// What a browser calls by itself, again and again: verb and path.
fn regular_calls(session: &str) -> [(Method, String); 5] {
    [
        (Method::GET, "/v1/client".to_owned()),
        (Method::POST, format!("/v1/client/sessions/{session}/tokens")),
        (Method::POST, format!("/v1/client/sessions/{session}/touch")),
        (Method::PUT, "/v1/client".to_owned()),
        // A page: the session layer in front of it asks for the client, and passes the cookie on.
        (Method::GET, "/".to_owned()),
    ]
}

on_both! {
    async fn the_token_is_renewed_once_a_day_by_each_call_that_browsers_make_regularly(app: TestApp) {
        for number in 0..5 {
            let browser = app.signed_up(&format!("p{number}@example.com")).await;
            let (verb, path) = &regular_calls(&app.session_of(&browser).await)[number];
            let old = browser.cookie("__client");
            app.advance(DAY - 1);
            assert!(browser.call(verb, path, &[]).await.ok().set_cookie("__client").is_none(), "{path}: not yet a day");
            app.advance(1);
            assert!(browser.get("/v1/me").await.ok().set_cookies().is_empty(), "other calls don't renew");
            let (value, attributes) = written(&browser.call(verb, path, &[]).await.ok(), "__client");
            assert_ne!(Some(value), old, "{path}");
            assert_eq!(attributes, ["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=Lax"]);
            browser.get("/v1/me").await.ok();
            assert!(browser.call(verb, path, &[]).await.ok().set_cookie("__client").is_none(), "{path}: once");
        }
    }
}

/// Signed in for a day, with a new token since a moment ago: this window has it, the other one still has the old one.
async fn renewed(app: &TestApp) -> (TestClient, TestClient) {
    let browser = app.signed_up("ada@example.com").await;
    app.advance(DAY);
    let old = browser.fork();
    browser.get("/v1/client").await.ok();
    assert_ne!(browser.cookie("__client"), old.cookie("__client"));
    (browser, old)
}

on_both! {
    async fn a_renewed_token_ends_the_old_one_thirty_seconds_after_it_is_first_seen(app: TestApp) {
        let (browser, old) = renewed(&app).await;
        app.advance(MINUTE);
        browser.get("/v1/me").await.ok();
        app.advance(30 * SECOND - 1);
        browser.get("/v1/me").await.ok();
        old.get("/v1/me").await.ok();
        app.advance(1);
        old.get("/v1/me").await.refused(401, "authentication_invalid", None);
        assert!(old.get("/v1/client").await.ok().response().is_null());
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_lost_reply_with_a_renewed_token_signs_nobody_out(app: TestApp) {
        let (lost, browser) = renewed(&app).await;
        app.advance(5 * MINUTE - 1);
        assert!(browser.get("/v1/client").await.ok().set_cookies().iter().all(|line| !line.starts_with("__client=")), "it may still arrive");
        app.advance(1);
        let old = browser.fork();
        written(&browser.get("/v1/client").await.ok(), "__client");
        lost.get("/v1/me").await.refused(401, "authentication_invalid", None);
        app.advance(3 * DAY);
        old.get("/v1/me").await.ok();
        browser.get("/v1/me").await.ok();
        app.advance(30 * SECOND);
        old.get("/v1/me").await.refused(401, "authentication_invalid", None);
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_sign_in_leaves_an_old_token_thirty_seconds_even_where_the_renewed_one_got_lost(app: TestApp) {
        let (lost, browser) = renewed(&app).await;
        let old = browser.fork();
        app.advance(MINUTE);
        app.sign_up(&browser, "grace@example.com").await;
        lost.get("/v1/me").await.refused(401, "authentication_invalid", None);
        app.advance(30 * SECOND - 1);
        old.get("/v1/me").await.ok();
        app.advance(1);
        old.get("/v1/client").await.ok();
        old.get("/v1/me").await.refused(401, "authentication_invalid", None);
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    parallel async fn of_many_calls_at_once_one_renews_the_token_and_none_is_signed_out(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/tokens", app.session_of(&browser).await);
        app.advance(DAY);
        let mut calls = JoinSet::new();
        for _ in 0..20 {
            let (window, path) = (browser.fork(), path.clone());
            calls.spawn(async move { (window.post(&path, &[]).await.ok().set_cookie("__client").is_some(), window) });
        }
        let windows = calls.join_all().await;
        assert_eq!(windows.iter().filter(|(is_renewed, _)| *is_renewed).count(), 1);
        for (_, window) in &windows {
            window.post(&path, &[]).await.ok();
        }
        app.advance(30 * SECOND);
        for (is_renewed, window) in &windows {
            assert_eq!(window.get("/v1/me").await.status.is_success(), *is_renewed, "the new one is in use: the old one is over");
        }
    }
}

on_both! {
    async fn a_refused_call_leaves_no_token_of_a_client_that_was_never_made(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let visitor = app.client();
        let reply = visitor.post("/v1/client/sign_ups", &[("email_address", "ada@example.com")]).await;
        reply.refused(422, "form_identifier_exists", Some("email_address"));
        assert!(reply.set_cookies().is_empty(), "{:?}", reply.set_cookies());
    }
}

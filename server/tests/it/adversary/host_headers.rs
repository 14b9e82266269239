//! No header decides what our mails, links and pages say about where we are.

use super::{FORM, JSON, ORIGIN, form};
use crate::support::{Engine, PASSWORD, Reply, SECRET_KEY, TestApp, TestClient};
use http::Method;
use serde_json::json;

const EVIL: &str = "evil.example";

/// What proxies, frameworks and attackers put there.
const TRICKS: [&[(&str, &str)]; 34] = [
    &[("host", EVIL)],
    &[("host", "evil.example:80")],
    &[("host", "localhost:3000.evil.example")],
    &[("host", "localhost:3000@evil.example")],
    &[("host", "localhost:3000"), ("host", EVIL)],
    &[("host", EVIL), ("host", "localhost:3000")],
    &[("host", "")],
    &[("host", "localhost:3000 evil.example")],
    &[("host", "[::1]:3000")],
    &[("x-forwarded-host", EVIL)],
    &[("x-forwarded-host", "localhost:3000, evil.example")],
    &[("x-forwarded-host", "evil.example, localhost:3000")],
    &[("x-forwarded-host", EVIL), ("x-forwarded-proto", "https")],
    &[("x-forwarded-proto", "https")],
    &[("x-forwarded-proto", "javascript")],
    &[("x-forwarded-port", "1337")],
    &[("x-forwarded-prefix", "//evil.example/")],
    &[("x-forwarded-server", EVIL)],
    &[("x-forwarded-for", "6.6.6.6")],
    &[("x-forwarded-scheme", "https"), ("x-forwarded-ssl", "on")],
    &[("forwarded", "host=evil.example;proto=https;for=6.6.6.6")],
    &[("forwarded", "for=1.1.1.1;host=\"evil.example\"")],
    &[("x-original-host", EVIL)],
    &[("x-host", EVIL)],
    &[("x-http-host-override", EVIL)],
    &[("x-original-url", "//evil.example/sign-in")],
    &[("x-rewrite-url", "//evil.example/sign-in")],
    &[("x-proxy-url", "https://evil.example")],
    &[("base-url", "https://evil.example")],
    &[("x-real-ip", "6.6.6.6"), ("true-client-ip", "6.6.6.6"), ("cf-connecting-ip", "6.6.6.6")],
    &[("via", "1.1 evil.example"), ("x-forwarded", EVIL)],
    &[("referer", "https://evil.example/sign-in")],
    &[("x-http-method-override", "DELETE"), ("x-method-override", "DELETE"), ("x-http-method", "DELETE")],
    &[
        ("clerk-proxy-url", "https://evil.example"),
        ("x-clerk-proxy-url", "https://evil.example"),
        ("clerk-secret-key", "x"),
    ],
];

/// A text without what differs from one run to the next: ids, tickets, codes, times.
fn masked(text: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let mut out = String::new();
    for word in text.split_inclusive(|letter| !is_part(letter)) {
        let name = word.trim_end_matches(|letter| !is_part(letter));
        let rest = &word[name.len()..];
        let is_made = name.len() >= 16 || name.bytes().any(|byte| byte.is_ascii_digit());
        out.push_str(if is_made { "#" } else { name });
        out.push_str(rest);
    }
    out
}

/// Sends a form with these headers beside the usual ones.
async fn post(
    client: &TestClient,
    method: Method,
    path: &str,
    extra: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Reply {
    let headers: Vec<_> = [ORIGIN, FORM].into_iter().chain(extra.iter().copied()).collect();
    client.raw(method, path, &headers, form(fields)).await
}

async fn backend(app: &TestApp, path: &str, extra: &[(&str, &str)], body: serde_json::Value) -> Reply {
    let key = format!("Bearer {SECRET_KEY}");
    let headers: Vec<_> = [JSON, ("authorization", &*key)].into_iter().chain(extra.iter().copied()).collect();
    app.client().raw(Method::POST, path, &headers, body.to_string()).await.ok()
}

/// Every way to make a mail or an address: what was answered, and what was mailed.
async fn life(app: &TestApp, name: &str, extra: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let email = format!("{name}@example.com");
    let (browser, mut said) = (app.client(), Vec::new());
    let code = vec![("strategy", "email_code")];
    let begun = post(
        &browser,
        Method::POST,
        "/v1/client/sign_ups",
        extra,
        &[("email_address", &email), ("password", PASSWORD)],
    )
    .await;
    let id = begun.ok().id();
    let prepared =
        post(&browser, Method::POST, &format!("/v1/client/sign_ups/{id}/prepare_verification"), extra, &code).await;
    said.push(("prepare a sign-up", prepared.ok().text));
    let first = app.code_to(&email).await;
    app.advance(1);
    let done = post(
        &browser,
        Method::POST,
        &format!("/v1/client/sign_ups/{id}/attempt_verification"),
        extra,
        &[("code", &first)],
    )
    .await
    .ok();
    said.push(("complete a sign-up", done.text));
    for path in
        ["/v1/me", "/v1/environment", "/v1/client", "/.well-known/jwks.json", "/sign-in", "/user", "/v1/nothing"]
    {
        let reply = browser.raw(Method::GET, path, extra, "").await;
        said.push((path, format!("{} {:?} {}", reply.status, reply.header("location"), reply.text)));
    }
    for strategy in ["email_code", "reset_password_email_code"] {
        let other = app.client();
        let id = post(&other, Method::POST, "/v1/client/sign_ins", extra, &[("identifier", &email)]).await.ok().id();
        let path = format!("/v1/client/sign_ins/{id}/prepare_first_factor");
        app.advance(1);
        said.push((strategy, post(&other, Method::POST, &path, extra, &[("strategy", strategy)]).await.ok().text));
    }
    let second = format!("{name}-two@example.com");
    let added = post(&browser, Method::POST, "/v1/me/email_addresses", extra, &[("email_address", &second)]).await.ok();
    let path = format!("/v1/me/email_addresses/{}/prepare_verification", added.id());
    said.push(("prepare an address", post(&browser, Method::POST, &path, extra, &code).await.ok().text));
    let changed = [("current_password", PASSWORD), ("new_password", "a wholly different phrase")];
    said.push((
        "change the password",
        post(&browser, Method::POST, "/v1/me/change_password", extra, &changed).await.ok().text,
    ));
    let user = browser.get("/v1/me").await.ok().id();
    let invited = format!("{name}-guest@example.com");
    let invitation = backend(app, "/v1/invitations", extra, json!({"email_address": invited})).await;
    for (what, path, body) in [
        ("a sign-in token", "/v1/sign_in_tokens", json!({"user_id": user})),
        ("an actor token", "/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "user_x"}})),
    ] {
        said.push((what, backend(app, path, extra, body).await.text));
    }
    let ticket = crate::support::ticket_of(&invitation.json);
    said.push(("an invitation", invitation.text));
    let led = browser.raw(Method::GET, &format!("/v1/tickets/accept?ticket={ticket}"), extra, "").await;
    said.push(("a ticket's page", format!("{} {:?}", led.status, led.header("location"))));
    let fields = [("identifier", &*email), ("password", "wrong"), ("_then", "/user"), ("_back", "/sign-in")];
    let form = post(&app.client(), Method::POST, "/forms/v1/client/sign_ins", extra, &fields).await;
    said.push(("a form", format!("{} {:?}", form.status, form.header("location"))));
    for address in [email, second, invited] {
        for (subject, text) in app.mails_to(&address).await {
            said.push(("a mail", format!("{subject}\n{text}")));
        }
    }
    said.into_iter().map(|(what, text)| (what, masked(&text.replace(name, "NAME")))).collect()
}

#[tokio::test]
async fn mails_links_and_pages_are_the_same_whatever_the_headers_say() {
    let app = TestApp::start(Engine::Sqlite).await;
    let plain = life(&app, "tame", &[]).await;
    assert!(plain.iter().filter(|(what, _)| *what == "a mail").count() >= 6, "the mails were read");
    for (number, trick) in TRICKS.iter().enumerate() {
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let name = format!("trick{}{}", letters[number / 10], letters[number % 10]);
        let tricked = life(&app, &name, trick).await;
        assert_eq!(plain.len(), tricked.len(), "{trick:?}");
        for ((what, expected), (_, found)) in plain.iter().zip(&tricked) {
            assert!(!found.contains("evil"), "{what} after {trick:?}: {found}");
            assert_eq!(expected, found, "{what} after {trick:?}");
        }
    }
}

#[tokio::test]
async fn an_absolute_request_line_changes_nothing_either() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.client();
    let plain = client.get("/v1/environment").await.ok().text;
    let absolute = client.get("http://evil.example/v1/environment").await.ok().text;
    assert_eq!(plain, absolute);
    let led = client.get("http://evil.example/user").await;
    assert_eq!((led.status.as_u16(), led.header("location")), (303, Some("/sign-in?redirect_url=%2Fuser")));
}

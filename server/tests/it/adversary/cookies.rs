//! Every cookie that is ever set, by any route: what it is called, what it says, and who may read it.

use crate::support::{Engine, OPERATOR_PASSWORD, PASSWORD, Reply, TestApp};
use serde_json::json;
use std::collections::BTreeSet;

/// Name without suffix, what scripts may read of it, and the shape of its value.
const KNOWN: [(&str, bool, &str, fn(&str) -> bool); 7] = [
    ("__client", true, "Lax", is_random),
    ("__session", true, "Lax", is_token),
    ("__client_uat", false, "Lax", is_number),
    ("__onehop_device", true, "Lax", is_opaque),
    ("__onehop_flash", true, "Lax", |_| true),
    ("__dash", true, "Strict", is_random),
    ("__dash_flash", true, "Strict", is_opaque),
];

fn is_random(value: &str) -> bool {
    value.is_empty() || value.len() >= 43 && is_opaque(value)
}

fn is_token(value: &str) -> bool {
    value.is_empty() || value.split('.').count() == 3 && is_opaque(value)
}

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nothing that anybody typed.
fn is_opaque(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=~%:!".contains(&byte))
}

fn check(line: &str, is_https: bool, seen: &mut BTreeSet<String>) {
    assert!(line.len() <= 4_096, "{} bytes: {line}", line.len());
    let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
    let (name, value) = pair.split_once('=').expect("a name");
    let bare = name
        .strip_prefix("__Host-")
        .map_or_else(|| name.to_owned(), |rest| format!("__{}", rest.trim_start_matches('_')));
    let row = KNOWN.iter().find(|(known, ..)| {
        bare == *known || bare.strip_prefix(known).is_some_and(|rest| rest.len() == 9 && rest.starts_with('_'))
    });
    let (known, is_hidden, site, is_fine) = row.unwrap_or_else(|| panic!("an unknown cookie: {line}"));
    let attributes: Vec<&str> = attributes.split(';').map(str::trim).collect();
    assert_eq!(attributes.contains(&"HttpOnly"), *is_hidden, "{line}");
    // What takes a cookie away has nothing to keep secret.
    assert_eq!(attributes.contains(&"Secure") || (is_https && attributes.contains(&"Max-Age=0")), is_https, "{line}");
    assert!(attributes.contains(&"Path=/"), "{line}");
    assert!(attributes.contains(&&*format!("SameSite={site}")), "{line}");
    assert!(!attributes.iter().any(|attribute| attribute.to_lowercase().starts_with("domain")), "{line}");
    let age = attributes
        .iter()
        .find_map(|attribute| attribute.strip_prefix("Max-Age="))
        .map(|age| age.parse::<i64>().expect("seconds"));
    assert!(age.is_some_and(|age| (0..=400 * 86_400).contains(&age)), "{line}");
    assert!(is_fine(value), "{line}");
    assert!(!value.contains("example"), "says something: {line}");
    seen.insert((*known).to_owned());
}

async fn replies(app: &TestApp) -> Vec<Reply> {
    let (browser, mut list) = (app.client(), Vec::new());
    list.push(app.sign_up(&browser, "ada@example.com").await);
    list.push(browser.get("/user").await);
    list.push(browser.get("/v1/me").await);
    app.advance(86_400_000);
    list.push(browser.get("/v1/client").await);
    let session = app.session_of(&browser).await;
    list.push(browser.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await);
    list.push(browser.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await);
    list.push(
        browser
            .post(
                "/v1/me/change_password",
                &[("current_password", PASSWORD), ("new_password", "a wholly different phrase")],
            )
            .await,
    );
    let fields = [
        ("identifier", "nobody@example.com"),
        ("password", "wrong"),
        ("_then", "/user"),
        ("_back", "/sign-in"),
        ("_form", "sign-in"),
    ];
    let flashed = app.client();
    list.push(flashed.post("/forms/v1/client/sign_ins", &fields).await);
    list.push(flashed.get("/sign-in").await);
    list.push(browser.post(&format!("/v1/client/sessions/{session}/remove"), &[]).await);
    list.push(browser.delete("/v1/client").await);
    list.push(app.client().get("/sign-in").await);
    app.operator_as("ada@example.com").await;
    let operator = app.nobody();
    let body = json!({"email_address": "ada@example.com", "password": OPERATOR_PASSWORD});
    list.push(operator.post("/v1/dashboard/session", body).await);
    list.push(
        operator.form("/v1/users", &[("email_address[]", "not an address"), ("_back", "/dashboard/users")]).await,
    );
    list.push(operator.get("/v1/users").await);
    list.push(operator.delete("/v1/dashboard/session").await);
    list
}

#[tokio::test]
async fn every_cookie_is_known_small_and_says_nothing() {
    for is_https in [false, true] {
        let app = TestApp::start_with(Engine::Sqlite, |config| {
            if is_https {
                config.server.public_url = "https://app.example.com".parse().expect("an address");
            }
        })
        .await;
        let mut seen = BTreeSet::new();
        for reply in replies(&app).await {
            for line in reply.set_cookies() {
                check(line, is_https, &mut seen);
            }
        }
        assert!(
            ["__client", "__session", "__client_uat", "__onehop_device", "__dash"]
                .iter()
                .all(|name| seen.contains(*name)),
            "{seen:?}"
        );
    }
}

#[tokio::test]
async fn the_headers_that_protect_a_reader_are_on_every_answer() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = app.signed_up("ada@example.com").await;
    let operator = app.operator().await;
    let paths = [
        "/",
        "/sign-in",
        "/sign-up",
        "/user",
        "/user/security",
        "/nothing",
        "/dashboard",
        "/dashboard/users",
        "/dashboard/sign-in",
        "/dashboard/keys",
        "/v1/me",
        "/v1/client",
        "/v1/environment",
        "/v1/nothing",
        "/v1/users",
        "/openapi.json",
        "/.well-known/jwks.json",
        "/dev/mailbox",
        "/pkg/nothing.js",
        "/v1/tickets/accept",
        "/healthz",
        "/api/who_am_i",
    ];
    for path in paths {
        for client in [&browser, &operator.client, &app.client()] {
            let reply = client.get(path).await;
            let header = |name: &str| reply.header(name).unwrap_or_default();
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert!(
                ["strict-origin-when-cross-origin", "no-referrer", "same-origin"].contains(&header("referrer-policy")),
                "{path}: {}",
                header("referrer-policy")
            );
            let (kind, policy) = (header("content-type"), header("content-security-policy"));
            if kind.starts_with("text/html") || kind.starts_with("application/json") {
                assert!(
                    policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"),
                    "{path}: {policy}"
                );
                assert!(
                    !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
                    "{path}: {policy}"
                );
            }
            if kind.starts_with("text/html") {
                // What a policy doesn't say about objects follows from its default, which is none.
                let objects = policy.split(';').map(str::trim).find(|rule| rule.starts_with("object-src"));
                assert!(policy.contains("base-uri 'none'"), "{path}: {policy}");
                assert!(objects.is_none_or(|rule| rule == "object-src 'none'"), "{path}: {policy}");
            }
            assert!(header("server").is_empty() && header("x-powered-by").is_empty(), "{path} says what it runs on");
        }
    }
}

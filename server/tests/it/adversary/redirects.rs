//! Nobody is led to a stranger's site: not by a query, a form, a ticket or an invitation, however the address is written.

mod addresses;

use super::{Answer, FORM, ORIGIN, OWN, ask, form, try_ask};
use crate::support::{Engine, PASSWORD, TestApp};
use addresses::payloads;
use http::Method;
use serde_json::{Value, json};
use url::Url;

const ALLOWED: &str = "https://app.example.com";
const LISTED: &str = "my-app://callback";

/// Where a browser on a page of ours goes, told by another reader of addresses than the one that let it pass.
fn leaves(location: &str) -> bool {
    if location == LISTED {
        return false;
    }
    if location.bytes().any(|byte| byte < 0x20 || byte == 0x7f) {
        return true;
    }
    let base = Url::parse(&format!("{OWN}/sign-in")).expect("our page");
    let Ok(url) = base.join(location) else { return true };
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let origin = url.origin().ascii_serialization();
    !is_anonymous || !["http", "https"].contains(&url.scheme()) || (origin != OWN && origin != ALLOWED)
}

#[test]
fn the_judge_knows_a_stranger_when_it_sees_one() {
    for address in [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "http:\\\\evil.example",
        "javascript:alert(1)",
        "http://localhost:3000@evil.example",
        "/\t/evil.example",
    ] {
        assert!(leaves(address), "{address:?}");
    }
    for address in ["/", "/user?a=//evil.example", "https://app.example.com/x", "http://localhost:3000/", LISTED] {
        assert!(!leaves(address), "{address:?}");
    }
    assert!(payloads().len() >= 400, "{}", payloads().len());
    assert!(payloads().iter().filter(|payload| leaves(payload)).count() >= 300);
}

async fn start() -> TestApp {
    let app = TestApp::start_with(Engine::Sqlite, |config| {
        config.instance.allowed_origins = vec![ALLOWED.to_owned()];
        config.session.single_session_mode = true;
    })
    .await;
    app.backend().post("/v1/redirect_urls", json!({"url": LISTED})).await.ok();
    app
}

fn encoded(payload: &str) -> String {
    form_urlencoded::byte_serialize(payload.as_bytes()).collect()
}

#[track_caller]
fn check(answer: &Answer, place: &str, payload: &str) {
    assert!(!answer.status.is_server_error(), "{place} {payload:?}: {}", answer.status);
    for name in ["location", "content-location", "refresh"] {
        for value in answer.headers.get_all(name) {
            let value = value.to_str().expect("text");
            assert!(!leaves(value), "{place} leads to {value:?} after {payload:?}");
        }
    }
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()).collect();
    assert!(!cookies.contains(&"a=b"), "{place} {payload:?}: {cookies:?}");
}

#[tokio::test]
async fn whoever_is_signed_in_is_led_on_within_the_list_alone() {
    let app = start().await;
    let browser = app.signed_up("ada@example.com").await;
    let (router, cookies) = (app.router(), browser.cookie_header());
    let mut led = 0;
    for payload in payloads() {
        for page in ["/sign-in", "/sign-up"] {
            let twice = format!("%2Fuser&redirect_url={}", encoded(&payload));
            let all = [encoded(&payload), twice, payload.replace(' ', "+")];
            for value in &all[..if page == "/sign-in" { 3 } else { 1 }] {
                let path = format!("{page}?redirect_url={value}");
                let headers = [("cookie", &*cookies)];
                let Some(answer) = try_ask(&router, &Method::GET, &path, &headers, "").await else { continue };
                assert_eq!(answer.status, 303, "{path}: somebody is signed in");
                check(&answer, page, &payload);
                led += 1;
            }
        }
    }
    assert!(led >= 2_000, "{led}");
    let fine =
        ask(&router, Method::GET, "/sign-in?redirect_url=my-app%3A%2F%2Fcallback", &[("cookie", &cookies)], "").await;
    assert_eq!(fine.header("location"), Some(LISTED), "what is listed is followed");
}

#[tokio::test]
async fn forms_lead_within_the_list_alone() {
    let app = start().await;
    app.signed_up("ada@example.com").await;
    let (router, mut passed) = (app.router(), Vec::new());
    let post = async |path: &str, fields: &[(&str, &str)]| {
        ask(&router, Method::POST, path, &[ORIGIN, FORM], form(fields)).await
    };
    for payload in payloads() {
        for (path, name, other) in [
            ("/forms/v1/nothing", "_then", "_back"),
            ("/forms/v1/nothing", "_back", "_then"),
            ("/forms/v1/me", "_back", "_then"),
            ("/forms/v1/client/sign_ins", "_then", "_back"),
            ("/dashboard/forms/v1/dashboard/session", "_then", "_back"),
            ("/dashboard/forms/v1/dashboard/session", "_back", "_then"),
            ("/dashboard/forms/v1/users", "_back", "_then"),
        ] {
            check(&post(path, &[(name, &payload), (other, "/user")]).await, &format!("{path} {name}"), &payload);
        }
        let answer = post("/forms/v1/nothing", &[("_then", "/user"), ("_back", "/user"), ("_done", &payload)]).await;
        check(&answer, "_done", &payload);
        if answer.status == 303 {
            passed.push(payload);
        }
    }
    // Percent signs stay percent signs in a path: what passes is written strangely and stays with us.
    assert!(passed.len() < payloads().len() / 4, "few pass: {passed:?}");
    assert!(passed.iter().all(|payload| !leaves(payload)), "{passed:?}");
    for payload in passed.iter().map(String::as_str).chain([LISTED]) {
        app.advance(60_000);
        let fields = [
            ("identifier", "ada@example.com"),
            ("password", PASSWORD),
            ("_then", "/user"),
            ("_back", "/user"),
            ("_done", payload),
        ];
        let answer = post("/forms/v1/client/sign_ins", &fields).await;
        check(&answer, "_done", payload);
        assert_eq!(answer.header("location"), Some(payload), "a sign-in that is complete ends where it was meant to");
    }
}

#[tokio::test]
async fn the_dashboard_leads_within_itself() {
    let app = start().await;
    let operator = app.operator().await;
    let cookies = operator.client.cookie_header();
    let router = app.router();
    for payload in payloads() {
        for page in ["/dashboard/sign-in", "/dashboard/prove"] {
            let path = format!("{page}?then={}", encoded(&payload));
            let answer = ask(&router, Method::GET, &path, &[("cookie", &cookies)], "").await;
            check(&answer, page, &payload);
            let place = answer.header("location").unwrap_or("/dashboard");
            assert!(place == "/dashboard" || place.starts_with("/dashboard/"), "{place} after {payload:?}");
        }
    }
}

/// Every address that a page of ours could send its reader to.
fn targets(html: &str) -> Vec<String> {
    let mut list = Vec::new();
    for name in [
        " href=\"",
        " action=\"",
        " formaction=\"",
        " src=\"",
        "name=\"_done\" value=\"",
        "name=\"_then\" value=\"",
        "name=\"_back\" value=\"",
    ] {
        for rest in html.split(name).skip(1) {
            let value = rest.split('"').next().unwrap_or_default();
            list.push(
                value
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#x27;", "'")
                    .replace("&amp;", "&"),
            );
        }
    }
    list
}

#[tokio::test]
async fn no_page_has_a_link_or_form_that_leads_elsewhere() {
    let app = start().await;
    let router = app.router();
    let mut seen = 0;
    for payload in payloads().into_iter().step_by(super::times(4, 1)) {
        for page in ["/sign-in", "/sign-up"] {
            let path = format!("{page}?redirect_url={}", encoded(&payload));
            let answer = ask(&router, Method::GET, &path, &[], "").await;
            check(&answer, page, &payload);
            for target in targets(&answer.text) {
                assert!(!leaves(&target), "{page} shows {target:?} after {payload:?}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 1_000, "{seen} links and fields were looked at");
}

#[tokio::test]
async fn tickets_and_invitations_lead_within_the_list_alone() {
    let app = start().await;
    let (router, backend) = (app.router(), app.backend());
    let user = backend.user("ada@example.com").await;
    let token = backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok().json;
    let ticket = token["token"].as_str().expect("a ticket").to_owned();
    for (number, payload) in payloads().into_iter().enumerate() {
        for path in [
            format!("/v1/tickets/accept?ticket={ticket}&redirect_url={}", encoded(&payload)),
            format!("/v1/tickets/accept?redirect_url={0}&ticket={0}", encoded(&payload)),
        ] {
            check(&ask(&router, Method::GET, &path, &[], "").await, "/v1/tickets/accept", &payload);
        }
        let body =
            json!({"email_address": format!("guest{number}@example.com"), "redirect_url": payload, "notify": false});
        let reply = backend.post("/v1/invitations", body).await;
        if let Some(url) = reply.json["url"].as_str() {
            let url = url.split('?').next().unwrap_or_default().trim_end_matches('/');
            assert!(!leaves(url) || url == LISTED, "{url} after {payload:?}");
        } else {
            assert!(reply.status.is_client_error() || payload.trim().is_empty(), "{payload:?}: {}", reply.text);
        }
        // Listed are addresses that lead somewhere, and no others.
        let listed = backend.post("/v1/redirect_urls", json!({"url": payload})).await;
        if let Some(url) = listed.json["url"].as_str() {
            let parsed = Url::parse(url).expect("an address");
            let scheme = parsed.scheme();
            assert!(
                !["javascript", "data", "vbscript", "blob", "file", "about", "view-source", "filesystem"]
                    .contains(&scheme),
                "{url:?}"
            );
            assert!(parsed.username().is_empty() && !url.contains(['\\', '\t', '\n', ' ']), "{url:?}");
            let id = listed.json["id"].as_str().expect("an id");
            backend.delete(&format!("/v1/redirect_urls/{id}")).await.ok();
        }
    }
    // What a person's browser sends along is no address that anybody is led to.
    let browser = app.client();
    for name in ["redirect_url", "action_complete_redirect_url", "after_sign_in_url", "return_to", "next"] {
        let reply = browser
            .post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), (name, "https://evil.example")])
            .await
            .ok();
        assert!(!reply.text.contains("evil.example"), "{name}: {}", reply.text);
        assert_eq!(reply.response()["first_factor_verification"]["external_verification_redirect_url"], Value::Null);
    }
}

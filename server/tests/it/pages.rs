//! Pages, their forms and server functions: what a browser without scripts gets.

mod html;
mod invitations;
mod languages;
mod tickets;

use crate::support::{Engine, PASSWORD, TestApp, TestClient};
use html::{follow, post_from, see_other, submit};
use http::{Method, StatusCode};
use serde_json::json;
use server::clock::SECOND;

const ELSEWHERE: &str = "https://elsewhere.example";

async fn start() -> TestApp {
    TestApp::start(Engine::Sqlite).await
}

/// Ada, signed up and signed in by forms alone.
async fn signed_up(site: &TestApp) -> TestClient {
    let browser = site.client();
    let page = browser.get("/sign-up").await;
    let typed = [
        ("first_name", "Ada"),
        ("last_name", "Lovelace"),
        ("email_address", "ada@example.com"),
        ("password", PASSWORD),
    ];
    let page = follow(&browser, &submit(&browser, &page, "sign_up.start", &typed).await).await;
    let page = follow(&browser, &submit(&browser, &page, "sign_up.prepare", &[]).await).await;
    let code = site.code_to("ada@example.com").await;
    let done = submit(&browser, &page, "sign_up.code", &[("code", &code)]).await;
    assert_eq!(see_other(&done), "/");
    browser
}

#[tokio::test]
async fn sign_up_works_by_forms_alone_and_ends_signed_in() {
    let site = start().await;
    let browser = signed_up(&site).await;
    let page = browser.get("/user").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("ada@example.com"), "{}", page.text);
}

#[tokio::test]
async fn the_first_html_has_the_name_and_no_token() {
    let site = start().await;
    let browser = signed_up(&site).await;
    let page = browser.get("/").await;
    assert!(page.text.contains("Ada Lovelace"));
    // The server function's answer is in it too.
    assert!(page.text.contains("Token expires"), "{}", page.text);
    let token = browser.cookie("__session").expect("a session cookie");
    assert!(!page.text.contains(token.as_str()) && !page.text.contains("eyJ"));
    assert!(!page.text.contains(browser.cookie("__client").unwrap().as_str()));
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
}

#[tokio::test]
async fn the_profile_leads_visitors_to_sign_in_and_back() {
    let site = start().await;
    let page = site.client().get("/user/security?panel=password").await;
    assert_eq!(see_other(&page), "/sign-in?redirect_url=%2Fuser%2Fsecurity%3Fpanel%3Dpassword");
}

#[tokio::test]
async fn with_one_session_per_browser_the_way_in_is_closed_to_who_is_in() {
    let site = TestApp::start_with(Engine::Sqlite, |config| config.session.single_session_mode = true).await;
    let browser = signed_up(&site).await;
    assert_eq!(see_other(&browser.get("/sign-in?redirect_url=/user/security").await), "/user/security");
    for elsewhere in
        ["//elsewhere.example", "https://elsewhere.example", "/%5Celsewhere.example", "/%09/elsewhere.example"]
    {
        let page = browser.get(&format!("/sign-up?redirect_url={elsewhere}")).await;
        assert_eq!(see_other(&page), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_second_account_may_sign_in_where_several_are_allowed() {
    let site = start().await;
    let browser = signed_up(&site).await;
    assert_eq!(browser.get("/sign-in?add=1").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_error_is_shown_once_with_what_was_typed_but_no_password() {
    let site = start().await;
    let browser = site.client();
    let page = browser.get("/sign-up").await;
    let typed = [("email_address", "not-an-address"), ("password", PASSWORD)];
    let answer = submit(&browser, &page, "sign_up.start", &typed).await;
    let page = follow(&browser, &answer).await;
    assert!(page.text.contains("aria-invalid=\"true\""), "{}", page.text);
    assert!(page.text.contains("not-an-address") && !page.text.contains(PASSWORD));
    let page = browser.get("/sign-up").await;
    assert!(!page.text.contains("aria-invalid=\"true\"") && !page.text.contains("not-an-address"));
}

/// Ada's other device.
async fn elsewhere(site: &TestApp, password: &str) -> TestClient {
    let device = site.client();
    site.sign_in(&device, "ada@example.com", password).await.ok();
    device
}

#[tokio::test]
async fn a_box_without_its_tick_says_no() {
    let site = start().await;
    let browser = signed_up(&site).await;
    let other = elsewhere(&site, PASSWORD).await;
    let fields = [("current_password", PASSWORD), ("new_password", "a-second-fine-password")];
    let page = browser.get("/user/security?panel=password").await;
    submit(&browser, &page, "user.password", &fields).await;
    other.get("/v1/me").await.ok();

    let fields = [("current_password", "a-second-fine-password"), ("new_password", "a-third-fine-password")];
    let ticked = [&fields[..], &[("sign_out_of_other_sessions", "true")]].concat();
    let page = browser.get("/user/security?panel=password").await;
    submit(&browser, &page, "user.password", &ticked).await;
    assert_eq!(other.get("/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_reset_without_its_tick_leaves_other_devices_signed_in() {
    let site = start().await;
    let other = signed_up(&site).await;
    let browser = site.client();
    let page = browser.get("/sign-in").await;
    let page =
        follow(&browser, &submit(&browser, &page, "sign_in.start", &[("identifier", "ada@example.com")]).await).await;
    assert!(page.text.contains("Enter your password"), "{}", page.text);
    let page = browser.get("/sign-in?method=reset").await;
    let page = follow(&browser, &submit(&browser, &page, "sign_in.prepare", &[]).await).await;
    let code = site.code_to("ada@example.com").await;
    let page = follow(&browser, &submit(&browser, &page, "sign_in.code", &[("code", &code)]).await).await;
    // What was unticked stays so when something else is refused.
    let page = follow(&browser, &submit(&browser, &page, "sign_in.new_password", &[("password", "short")]).await).await;
    let checkbox = page.text.split("<input").find(|input| input.contains("type=\"checkbox\"")).expect("a checkbox");
    assert!(!checkbox.split('>').next().is_some_and(|tag| tag.contains(" checked")), "{checkbox}");
    let done = submit(&browser, &page, "sign_in.new_password", &[("password", "a-second-fine-password")]).await;
    assert_eq!(see_other(&done), "/");
    other.get("/v1/me").await.ok();
}

#[tokio::test]
async fn forms_lead_to_pages_of_this_site_only() {
    let site = start().await;
    let browser = site.client();
    for name in ["_then", "_back", "_done"] {
        for elsewhere in [
            "//elsewhere.example",
            "https://elsewhere.example/",
            "/\\elsewhere.example",
            "/\t/elsewhere.example",
            "javascript:1",
        ] {
            let mut fields = vec![("_then", "/"), ("_back", "/"), ("_done", "/")];
            fields.retain(|field| field.0 != name);
            fields.push((name, elsewhere));
            let answer = browser.post("/forms/v1/client/sign_ins", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {elsewhere}");
            assert!(answer.header("location").is_none());
        }
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = start().await;
    let browser = signed_up(&site).await;
    let fields = [("_then", "/"), ("_back", "/"), ("_method", "DELETE")];
    let answer = post_from(&browser, ELSEWHERE, "/forms/v1/client/sessions", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(browser.get("/").await.text.contains("Ada Lovelace"));
    let answer = browser.post("/forms/v1/client/sessions", &fields).await;
    assert_eq!(see_other(&answer), "/");
    assert!(!browser.get("/").await.text.contains("Ada Lovelace"));
}

#[tokio::test]
async fn a_form_that_needs_a_session_leads_to_sign_in_and_back() {
    let site = start().await;
    let fields = [("_then", "/user"), ("_back", "/user?panel=profile"), ("_method", "PATCH"), ("first_name", "Ada")];
    let answer = site.client().post("/forms/v1/me", &fields).await;
    assert_eq!(see_other(&answer), "/sign-in?redirect_url=%2Fuser%3Fpanel%3Dprofile");
}

#[tokio::test]
async fn the_bridge_reaches_nothing_but_the_api() {
    let site = start().await;
    for path in ["/forms/dev/mailbox", "/forms/", "/forms//v1/me", "/forms/v1"] {
        let answer = site.client().post(path, &[("_then", "/"), ("_back", "/")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = site.client().post("/forms/v1/nothing/here", &[("_then", "/then"), ("_back", "/back")]).await;
    assert_eq!(see_other(&answer), "/back");
}

#[tokio::test]
async fn long_forms_are_refused() {
    let site = start().await;
    let long = "x".repeat(70_000);
    let answer =
        site.client().post("/forms/v1/client/sign_ins", &[("_then", "/"), ("_back", "/"), ("identifier", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn each_page_has_its_own_nonce_and_allows_nothing_inline() {
    let site = start().await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in ["/", "/sign-in", "/sign-up", "/nowhere"] {
        let page = site.client().get(path).await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("style-src 'self';"));
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonces.insert(nonce.to_owned()));
        let scripts = page.text.matches("<script").count();
        assert_eq!(page.text.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "scripts and nothing else");
        assert!(!page.text.contains(" style=\"") && !page.text.contains("<style"), "{path}");
    }
}

#[tokio::test]
async fn the_mailbox_shows_mails_in_the_frame_of_all_pages() {
    let site = TestApp::start_with(Engine::Sqlite, |config| config.instance.name = "Tea & Co".into()).await;
    let empty = site.client().get("/dev/mailbox").await;
    assert!(empty.text.starts_with("<!DOCTYPE html>") && empty.text.contains("No mail yet"), "{}", empty.text);
    signed_up(&site).await;
    let page = site.client().get("/dev/mailbox").await;
    for part in ["pg-brand-mark", "Tea &amp; Co", "ada@example.com", " UTC"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert!(!page.text.contains("<script"));
}

#[tokio::test]
async fn an_unknown_address_is_a_404_with_a_page() {
    let site = start().await;
    let page = site.client().get("/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("Page not found") && page.text.contains("</html>"));
}

async fn who_am_i(browser: &TestClient) -> (StatusCode, String) {
    let reply = browser.json(Method::POST, "/api/who_am_i", json!({})).await;
    (reply.status, reply.text)
}

#[tokio::test]
async fn the_server_function_answers_from_the_token() {
    let site = start().await;
    let browser = signed_up(&site).await;
    browser.get("/").await.ok();
    let (status, answer) = who_am_i(&browser).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert!(answer["user_id"].as_str().unwrap().starts_with("user_"));
    assert_eq!(answer["expires_at"].as_i64().unwrap() - answer["issued_at"].as_i64().unwrap(), 60);
    assert_eq!(answer["factor_age_minutes"], 0);
}

#[tokio::test]
async fn the_server_function_tells_missing_expired_and_forged_apart() {
    let refused = |why: &str| (StatusCode::UNAUTHORIZED, format!(r#"{{"Refused":"{why}"}}"#));
    let site = start().await;
    let browser = signed_up(&site).await;
    let token = browser.cookie("__session").unwrap();
    assert_eq!(who_am_i(&site.client()).await, refused("missing"));

    let (signed, _) = token.rsplit_once('.').unwrap();
    browser.set_cookie("__session", &format!("{signed}.{}", "A".repeat(342)));
    assert_eq!(who_am_i(&browser).await, refused("invalid"));

    browser.set_cookie("__session", &token);
    site.advance(70 * SECOND);
    assert_eq!(who_am_i(&browser).await, refused("expired"));
    // A page renews it, so that its own calls are let in.
    browser.get("/").await.ok();
    assert_eq!(who_am_i(&browser).await.0, StatusCode::OK);
}

#[tokio::test]
async fn server_functions_take_json_from_our_own_pages_only() {
    let site = start().await;
    let browser = signed_up(&site).await;
    let answer = browser.post("/api/who_am_i", &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = post_from(&browser, ELSEWHERE, "/api/who_am_i", &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_ne!(browser.get("/api/who_am_i").await.status, StatusCode::OK);
}

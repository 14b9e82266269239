//! Invitations and listed redirects on the pages: without scripts.

use super::html::{follow, see_other, submit};
use crate::support::{Engine, PASSWORD, TestApp, TestClient};
use http::{Method, StatusCode};
use serde_json::json;
use server::{clock::DAY, config::SignUpMode};

const LISTED: &str = "https://app.example.com/callback?a=b";

/// The page of an invitation, as a path.
async fn invitation(site: &TestApp) -> String {
    let made = site.backend().post("/v1/invitations", json!({"email_address": "ada@example.com"})).await.ok().json;
    let url = made["url"].as_str().expect("a page");
    url.strip_prefix("http://localhost:3000").expect("a page of ours").to_owned()
}

#[tokio::test]
async fn an_invitation_is_accepted_by_forms_alone_with_the_address_fixed_where_sign_up_is_closed() {
    let site = TestApp::start_with(Engine::Sqlite, |config| config.user.sign_up_mode = SignUpMode::Restricted).await;
    let url = invitation(&site).await;
    let browser = site.client();
    let before = site.last_event().await;
    let page = browser.get(&url).await;
    assert!(page.text.contains("You are invited") && page.text.contains(r#"method="post""#), "{}", page.text);
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert!(page.set_cookies().iter().all(|cookie| !cookie.starts_with("__client=")), "looking begins nothing");
    let opened = submit(&browser, &page, "sign_up.ticket", &[]).await;
    assert_eq!(see_other(&opened), "/sign-up", "the ticket leaves the address");
    let page = follow(&browser, &opened).await;
    assert!(page.text.contains("Accept your invitation"), "{}", page.text);
    let field = page.text.split("<input").find(|input| input.contains(r#"name="email_address""#)).expect("the address");
    let field = field.split('>').next().unwrap_or_default();
    assert!(field.contains(r#"value="ada@example.com""#) && field.contains("readonly"), "{field}");
    // Another address is refused, whatever the form says.
    let typed = [("email_address", "eve@example.com"), ("password", PASSWORD)];
    let page = follow(&browser, &submit(&browser, &page, "sign_up.start", &typed).await).await;
    assert!(page.text.contains("This invitation is for another email address"), "{}", page.text);
    assert_eq!(site.last_event().await, before);
    let typed = [("first_name", "Ada"), ("email_address", "ada@example.com"), ("password", PASSWORD)];
    let done = submit(&browser, &page, "sign_up.start", &typed).await;
    assert_eq!(see_other(&done), "/");
    assert!(browser.get("/user").await.text.contains("ada@example.com"));
}

#[tokio::test]
async fn without_an_invitation_a_closed_sign_up_shows_no_form() {
    for (mode, words) in
        [(SignUpMode::Restricted, "New accounts are made by invitation only"), (SignUpMode::Waitlist, "waiting list")]
    {
        let site = TestApp::start_with(Engine::Sqlite, |config| config.user.sign_up_mode = mode).await;
        let page = site.client().get("/sign-up").await;
        assert!(page.text.contains(words) && !page.text.contains(r#"name="password""#), "{}", page.text);
    }
}

#[tokio::test]
async fn an_invitation_that_is_no_good_says_so_and_leaves_the_usual_way() {
    let site = TestApp::start(Engine::Sqlite).await;
    let url = invitation(&site).await;
    let browser = site.client();
    let page = browser.get(&url).await;
    site.advance(30 * DAY);
    let page = follow(&browser, &submit(&browser, &page, "sign_up.ticket", &[]).await).await;
    assert!(page.text.contains("This link has expired") && page.text.contains("Create your account"), "{}", page.text);
    let page = browser.get("/sign-up?__clerk_ticket=%3Cscript%3Ealert%281%29").await;
    assert!(!page.text.contains("<script>alert(1)"), "{}", page.text);
    let page = follow(&browser, &submit(&browser, &page, "sign_up.ticket", &[]).await).await;
    assert!(page.text.contains("This link is not valid, or was used already"), "{}", page.text);
}

/// Signs Ada up by forms that lead to `redirect_url`; the last answer.
async fn sign_up_then(site: &TestApp, browser: &TestClient, page: &str) -> crate::support::Reply {
    let typed = [("email_address", "ada@example.com"), ("password", PASSWORD)];
    let page = browser.get(page).await;
    let page = follow(browser, &submit(browser, &page, "sign_up.start", &typed).await).await;
    let page = follow(browser, &submit(browser, &page, "sign_up.prepare", &[]).await).await;
    let code = site.code_to("ada@example.com").await;
    submit(browser, &page, "sign_up.code", &[("code", &code)]).await
}

fn page_for(path: &str, url: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("redirect_url", url).finish();
    format!("{path}?{query}")
}

#[tokio::test]
async fn pages_lead_to_a_listed_redirect_and_to_nothing_near_it() {
    let site = TestApp::start(Engine::Sqlite).await;
    let backend = site.backend();
    for url in [LISTED, "my-app://callback"] {
        backend.post("/v1/redirect_urls", json!({"url": url})).await.ok();
    }
    let browser = site.client();
    let page = browser.get(&page_for("/sign-up", LISTED)).await;
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("form-action 'self' https://app.example.com;"), "{policy}");
    assert_eq!(see_other(&sign_up_then(&site, &browser, &page_for("/sign-up", LISTED)).await), LISTED);
    let sign_in = async |url: &str| {
        let browser = site.client();
        let page = browser.get(&page_for("/sign-in", url)).await;
        let policy = page.header("content-security-policy").expect("a policy").to_owned();
        let page =
            follow(&browser, &submit(&browser, &page, "sign_in.start", &[("identifier", "ada@example.com")]).await)
                .await;
        let done = submit(&browser, &page, "sign_in.password", &[("password", PASSWORD)]).await;
        (see_other(&done).to_owned(), policy)
    };
    assert_eq!(sign_in(LISTED).await.0, LISTED);
    let (target, policy) = sign_in("my-app://callback").await;
    assert_eq!(target, "my-app://callback");
    assert!(policy.contains("form-action 'self' my-app:;"), "{policy}");
    for near in [
        "https://app.example.com/callback",
        "https://app.example.com/callback?a=b&c=d",
        "https://evil.example/",
        "my-app://other",
        "javascript://x/%0aalert(1)",
    ] {
        let (target, policy) = sign_in(near).await;
        assert_eq!(target, "/", "{near}");
        assert!(policy.contains("form-action 'self';"), "{policy}");
    }
}

#[tokio::test]
async fn a_form_ends_at_a_listed_redirect_only_while_it_is_listed() {
    let site = TestApp::start(Engine::Sqlite).await;
    let browser = site.signed_up("ada@example.com").await;
    let fields = [("_then", "/then"), ("_back", "/back"), ("_done", LISTED), ("identifier", "nobody@example.com")];
    let refused = browser.post("/forms/v1/client/sign_ins", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = site.backend().post("/v1/redirect_urls", json!({"url": LISTED})).await.ok().json;
    assert_eq!(see_other(&browser.post("/forms/v1/client/sign_ins", &fields).await), "/back");
    for name in ["_then", "_back"] {
        let mut fields = fields.to_vec();
        fields.retain(|field| field.0 != name);
        fields.push((name, LISTED));
        assert_eq!(
            browser.post("/forms/v1/client/sign_ins", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name}"
        );
    }
    let path = format!("/v1/redirect_urls/{}", made["id"].as_str().expect("an id"));
    site.backend().call(Method::DELETE, &path).await.ok();
    assert_eq!(browser.post("/forms/v1/client/sign_ins", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_is_in_already_is_led_on_to_a_listed_redirect() {
    let site = TestApp::start_with(Engine::Sqlite, |config| config.session.single_session_mode = true).await;
    let browser = site.signed_up("ada@example.com").await;
    assert_eq!(see_other(&browser.get(&page_for("/sign-in", LISTED)).await), "/");
    site.backend().post("/v1/redirect_urls", json!({"url": LISTED})).await.ok();
    assert_eq!(see_other(&browser.get(&page_for("/sign-in", LISTED)).await), LISTED);
}

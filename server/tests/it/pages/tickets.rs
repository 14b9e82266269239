//! Tickets on the sign-in page, and the banner over pages of whoever acts as somebody else: without scripts.

use super::html::{follow, see_other, submit};
use crate::support::{Engine, PASSWORD, TestApp};
use http::StatusCode;
use serde_json::{Value, json};
use server::clock::DAY;

/// A user, and a ticket of this kind for them, with its page as a path.
async fn ticket(site: &TestApp, kind: &str) -> (Value, String) {
    let user = site.backend().user("ada@example.com").await;
    let mut body = json!({"user_id": user});
    if kind == "actor_tokens" {
        body["actor"] = json!({"sub": "user_operator"});
    }
    let ticket = site.backend().post(&format!("/v1/{kind}"), body).await.ok().json;
    let url = ticket["url"].as_str().expect("a page").to_owned();
    let page = url.strip_prefix("http://localhost:3000").expect("a page of ours").to_owned();
    (ticket, page)
}

#[tokio::test]
async fn a_ticket_signs_in_by_a_press_of_a_button_and_looking_changes_nothing() {
    let site = TestApp::start(Engine::Sqlite).await;
    let (_, url) = ticket(&site, "sign_in_tokens").await;
    let before = site.last_event().await;
    let browser = site.client();
    for _ in 0..3 {
        let page = browser.get(&url).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains("Sign in with your link") && page.text.contains(r#"method="post""#),
            "{}",
            page.text
        );
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
        assert!(page.set_cookies().iter().all(|cookie| !cookie.starts_with("__client=")));
    }
    assert_eq!(site.last_event().await, before);
    let page = browser.get(&format!("{url}&redirect_url=/user/security")).await;
    let done = submit(&browser, &page, "sign_in.ticket", &[]).await;
    assert_eq!(see_other(&done), "/user/security");
    assert!(follow(&browser, &done).await.text.contains("ada@example.com"));
    assert!(!done.header("location").unwrap_or_default().contains("ticket"));
}

#[tokio::test]
async fn a_ticket_that_is_no_good_says_so_and_leaves_another_way() {
    let site = TestApp::start(Engine::Sqlite).await;
    let (_, url) = ticket(&site, "sign_in_tokens").await;
    let browser = site.client();
    let page = browser.get(&url).await;
    site.advance(31 * DAY);
    let page = follow(&browser, &submit(&browser, &page, "sign_in.ticket", &[]).await).await;
    assert!(page.text.contains("This link has expired") && page.text.contains("Sign in another way"), "{}", page.text);
    let page = browser.get("/sign-in?__clerk_ticket=%3Cscript%3Ealert%281%29").await;
    assert!(!page.text.contains("<script>alert(1)"), "{}", page.text);
    let page = follow(&browser, &submit(&browser, &page, "sign_in.ticket", &[]).await).await;
    assert!(page.text.contains("This link is not valid, or was used already"), "{}", page.text);
}

#[tokio::test]
async fn a_ticket_leads_on_to_the_second_factor() {
    let site = TestApp::start(Engine::Sqlite).await;
    let body = json!({"email_address": ["ada@example.com"], "password": PASSWORD, "backup_codes": ["alpha-code-1"]});
    let user = site.backend().post("/v1/users", body).await.ok().json;
    let ticket = site.backend().post("/v1/sign_in_tokens", json!({"user_id": user["id"]})).await.ok().json;
    let browser = site.client();
    let page = browser.get(ticket["url"].as_str().expect("a page").trim_start_matches("http://localhost:3000")).await;
    let next = submit(&browser, &page, "sign_in.ticket", &[]).await;
    assert_eq!(see_other(&next), "/sign-in");
    let page = follow(&browser, &next).await;
    let done = submit(&browser, &page, "sign_in.second_factor", &[("code", "alpha-code-1")]).await;
    assert_eq!(see_other(&done), "/");
}

#[tokio::test]
async fn who_acts_as_somebody_is_told_on_every_page_and_can_leave() {
    let site = TestApp::start(Engine::Sqlite).await;
    let (_, url) = ticket(&site, "actor_tokens").await;
    let operator = site.signed_up("operator@example.com").await;
    assert!(!operator.get("/").await.text.contains("You are signed in as"));
    let page = operator.get(&url).await;
    let done = submit(&operator, &page, "sign_in.ticket", &[]).await;
    assert_eq!(see_other(&done), "/");
    for path in ["/", "/user", "/user/security", "/sign-in", "/nothing"] {
        let page = operator.get(path).await;
        assert!(
            page.text.contains("You are signed in as") && page.text.contains("ada@example.com"),
            "{path}: {}",
            page.text
        );
    }
    let page = operator.get("/user").await;
    let left = submit(&operator, &page, "actor.sign_out", &[]).await;
    assert_eq!(see_other(&left), "/");
    let page = follow(&operator, &left).await;
    assert!(!page.text.contains("You are signed in as") && page.text.contains("operator@example.com"), "{}", page.text);
}

#[tokio::test]
async fn who_acts_as_somebody_changes_no_password_by_a_form_either() {
    let site = TestApp::start(Engine::Sqlite).await;
    let (_, url) = ticket(&site, "actor_tokens").await;
    let operator = site.client();
    let page = operator.get(&url).await;
    submit(&operator, &page, "sign_in.ticket", &[]).await;
    let before = site.last_event().await;
    let fields =
        [("_form", "x"), ("_then", "/"), ("_back", "/user/security"), ("new_password", "a wholly different phrase")];
    let refused = operator.post("/forms/v1/me/change_password", &fields).await;
    assert_eq!(see_other(&refused), "/user/security");
    assert_eq!(site.last_event().await, before);
}

#[tokio::test]
async fn a_ticket_is_taken_where_there_is_room_for_one_account_too() {
    let site = TestApp::start_with(Engine::Sqlite, |config| config.session.single_session_mode = true).await;
    let (_, url) = ticket(&site, "actor_tokens").await;
    let operator = site.signed_up("operator@example.com").await;
    let page = operator.get(&url).await;
    assert_eq!(page.status, StatusCode::OK, "not led away");
    submit(&operator, &page, "sign_in.ticket", &[]).await;
    assert!(operator.get("/").await.text.contains("You are signed in as"));
}

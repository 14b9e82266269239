//! Pages, their forms and server functions: what a browser without scripts gets.

mod browser;

use browser::{Browser, ORIGIN};
use http::{StatusCode, header};
use server::{
    clock::SystemClock,
    config::{Config, Overrides},
    http::Readiness,
    random::SystemRandom,
};
use std::sync::Arc;

const PASSWORD: &str = "correct horse battery staple 7";

/// The whole server on an empty database, with `settings` beside the defaults of development.
async fn start_with(settings: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let flags = Overrides { data: Some(folder.path().display().to_string()), dev: true, ..Overrides::default() };
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let config = Config::load(None, settings, flags).unwrap();
    let (app, _) = server::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
    Site { router: server::router(&app, Readiness::default()), _folder: folder }
}

async fn start() -> Site {
    start_with(&[]).await
}

struct Site {
    router: axum::Router,
    _folder: tempfile::TempDir,
}

impl Site {
    fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The code in the newest mail to this address.
    async fn mailed_code(&self, to: &str) -> String {
        let mails = self.browser().get_json("/dev/mailbox").await;
        let mail = mails.as_array().unwrap().iter().find(|mail| mail["to"] == to).expect("a mail");
        let text = mail["text"].as_str().unwrap();
        let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 6).collect();
        assert_eq!(digits.len(), 1, "{text}");
        digits[0].to_owned()
    }

    /// Ada, signed up and signed in by forms alone.
    async fn signed_up(&self) -> Browser {
        let mut browser = self.browser();
        let page = browser.get("/sign-up").await;
        let typed = [("first_name", "Ada"), ("last_name", "Lovelace"), ("email_address", "ada@example.com"), ("password", PASSWORD)];
        let answer = browser.submit(&page, "sign_up.start", &typed).await;
        let page = browser.follow(&answer).await;
        let page = if page.body.contains("sign_up.prepare") {
            let answer = browser.submit(&page, "sign_up.prepare", &[]).await;
            browser.follow(&answer).await
        } else {
            page
        };
        let code = self.mailed_code("ada@example.com").await;
        let answer = browser.submit(&page, "sign_up.code", &[("code", &code)]).await;
        let page = browser.follow(&answer).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        browser
    }
}

#[tokio::test]
async fn sign_up_works_by_forms_alone_and_ends_signed_in() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    let page = browser.get("/user").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("ada@example.com"), "{}", page.body);
}

#[tokio::test]
async fn the_first_html_has_the_name_and_no_token() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    let page = browser.get("/").await;
    assert!(page.body.contains("Ada Lovelace"));
    // The server function's answer is in it too.
    let user_id = page.body.split("user_").nth(1).map(|rest| &rest[..10]);
    assert!(user_id.is_some());
    assert!(page.body.contains("Token expires"), "{}", page.body);
    let token = browser.cookies.get("__session").expect("a session cookie");
    assert!(!page.body.contains(token.as_str()) && !page.body.contains("eyJ"));
    assert!(!page.body.contains(browser.cookies["__client"].as_str()));
    assert_eq!(page.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn the_profile_leads_visitors_to_sign_in_and_back() {
    let site = start().await;
    let page = site.browser().get("/user/security?panel=password").await;
    assert_eq!(page.see_other(), "/sign-in?redirect_url=%2Fuser%2Fsecurity%3Fpanel%3Dpassword");
}

#[tokio::test]
async fn with_one_session_per_browser_the_way_in_is_closed_to_who_is_in() {
    let site = start_with(&[("ONEHOP_SESSION_SINGLE_SESSION_MODE", "true")]).await;
    let mut browser = site.signed_up().await;
    assert_eq!(browser.get("/sign-in?redirect_url=/user/security").await.see_other(), "/user/security");
    for elsewhere in ["//elsewhere.example", "https://elsewhere.example", "/%5Celsewhere.example", "/%09/elsewhere.example"] {
        let page = browser.get(&format!("/sign-up?redirect_url={elsewhere}")).await;
        assert_eq!(page.see_other(), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_second_account_may_sign_in_where_several_are_allowed() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    assert_eq!(browser.get("/sign-in?add=1").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_error_is_shown_once_with_what_was_typed_but_no_password() {
    let site = start().await;
    let mut browser = site.browser();
    let page = browser.get("/sign-up").await;
    let typed = [("email_address", "not-an-address"), ("password", PASSWORD)];
    let answer = browser.submit(&page, "sign_up.start", &typed).await;
    let page = browser.follow(&answer).await;
    assert!(page.body.contains("aria-invalid=\"true\""), "{}", page.body);
    assert!(page.body.contains("not-an-address") && !page.body.contains(PASSWORD));
    let page = browser.get("/sign-up").await;
    assert!(!page.body.contains("aria-invalid=\"true\"") && !page.body.contains("not-an-address"));
}

#[tokio::test]
async fn forms_lead_to_pages_of_this_site_only() {
    let site = start().await;
    let mut browser = site.browser();
    for name in ["_then", "_back", "_done"] {
        for elsewhere in ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "/\t/elsewhere.example", "javascript:1"] {
            let mut fields = vec![("_then", "/"), ("_back", "/"), ("_done", "/")];
            fields.retain(|field| field.0 != name);
            fields.push((name, elsewhere));
            let answer = browser.post("/forms/v1/client/sign_ins", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {elsewhere}");
            assert!(!answer.headers.contains_key(header::LOCATION));
        }
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    let fields = [("_then", "/"), ("_back", "/"), ("_method", "DELETE")];
    let answer = browser.post_from("https://elsewhere.example", "/forms/v1/client/sessions", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(browser.get("/").await.body.contains("Ada Lovelace"));
    let answer = browser.post_from(ORIGIN, "/forms/v1/client/sessions", &fields).await;
    assert_eq!(answer.see_other(), "/");
    assert!(!browser.get("/").await.body.contains("Ada Lovelace"));
}

#[tokio::test]
async fn a_form_that_needs_a_session_leads_to_sign_in_and_back() {
    let site = start().await;
    let fields = [("_then", "/user"), ("_back", "/user?panel=profile"), ("_method", "PATCH"), ("first_name", "Ada")];
    let answer = site.browser().post("/forms/v1/me", &fields).await;
    assert_eq!(answer.see_other(), "/sign-in?redirect_url=%2Fuser%3Fpanel%3Dprofile");
}

#[tokio::test]
async fn the_bridge_reaches_nothing_but_the_api() {
    let site = start().await;
    for path in ["/forms/dev/mailbox", "/forms/", "/forms//v1/me", "/forms/v1"] {
        let answer = site.browser().post(path, &[("_then", "/"), ("_back", "/")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = site.browser().post("/forms/v1/nothing/here", &[("_then", "/then"), ("_back", "/back")]).await;
    assert_eq!(answer.see_other(), "/back");
}

#[tokio::test]
async fn long_forms_are_refused() {
    let site = start().await;
    let long = "x".repeat(70_000);
    let answer = site.browser().post("/forms/v1/client/sign_ins", &[("_then", "/"), ("_back", "/"), ("identifier", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn each_page_has_its_own_nonce_and_allows_nothing_inline() {
    let site = start().await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in ["/", "/sign-in", "/sign-up", "/nowhere"] {
        let page = site.browser().get(path).await;
        let policy = page.header("content-security-policy");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("style-src 'self';"));
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonces.insert(nonce.to_owned()));
        let scripts = page.body.matches("<script").count();
        assert_eq!(page.body.matches(&format!("nonce=\"{nonce}\"")).count(), scripts + 1, "scripts and the preload");
        assert!(!page.body.contains(" style=\"") && !page.body.contains("<style"), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_is_a_404_with_a_page() {
    let site = start().await;
    let page = site.browser().get("/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("Page not found") && page.body.contains("</html>"));
}

#[tokio::test]
async fn the_server_function_tells_missing_expired_and_forged_apart() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    let answer = browser.call("/api/who_am_i", "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("user_"));
    let token = browser.cookies["__session"].clone();

    let (signed, _) = token.rsplit_once('.').unwrap();
    browser.cookies.insert("__session".into(), format!("{signed}.{}", "A".repeat(342)));
    let answer = browser.call("/api/who_am_i", "{}").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, r#"{"Refused":"invalid"}"#));

    browser.cookies.remove("__session");
    let answer = browser.call("/api/who_am_i", "{}").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, r#"{"Refused":"missing"}"#));
}

#[tokio::test]
async fn server_functions_take_json_from_our_own_pages_only() {
    let site = start().await;
    let mut browser = site.signed_up().await;
    let answer = browser.post("/api/who_am_i", &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = browser.post_from("https://elsewhere.example", "/api/who_am_i", &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_ne!(browser.get("/api/who_am_i").await.status, StatusCode::OK);
}

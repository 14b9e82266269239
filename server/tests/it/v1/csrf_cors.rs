//! Who may call from where: the origin check of changes, and what other origins are told.

use crate::{
    on_both,
    support::{Engine, TestApp},
};
use axum::body::Body;
use http::{Method, StatusCode};

const OWN: &str = "http://localhost:3000";
const ALLOWED: &str = "https://app.example.com";
const STRANGERS: [&str; 15] = [
    "https://evil.example",
    "null",
    "http://localhost:3000.evil.com",
    "http://evil.com:3000",
    "http://localhost",
    "http://localhost:3001",
    "https://localhost:3000",
    "http://localhost:3000/",
    "HTTP://LOCALHOST:3000",
    "http://sub.localhost:3000",
    "http://localhost:3000@evil.com",
    "https://app.example.com.evil.com",
    "https://evilapp.example.com",
    "https://app.example.com:443",
    "http://app.example.com",
];
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

on_both! {
    async fn a_change_asked_for_by_a_strangers_page_is_refused(app: TestApp, |config| config.instance.allowed_origins = vec![ALLOWED.to_owned()]) {
        let browser = app.signed_up("ada@example.com").await;
        for origin in STRANGERS {
            let reply = browser.raw(Method::PATCH, "/v1/me", &[("origin", origin), FORM], "first_name=Eve").await;
            reply.refused(403, "origin_invalid", None);
            assert!(reply.set_cookies().is_empty(), "{origin}");
            let disguised = browser.raw(Method::POST, "/v1/me?_method=DELETE", &[("origin", origin), FORM], "").await;
            disguised.refused(403, "origin_invalid", None);
        }
        assert!(browser.get("/v1/me").await.ok().response()["first_name"].is_null(), "nothing was changed");
    }
}

on_both! {
    async fn without_an_origin_only_the_same_origin_or_no_cookie_passes(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let change = async |headers: &[(&str, &str)]| browser.raw(Method::PATCH, "/v1/me", headers, "first_name=Ada").await;
        change(&[FORM]).await.refused(403, "origin_invalid", None);
        for site in ["cross-site", "same-site", "none", ""] {
            change(&[FORM, ("sec-fetch-site", site)]).await.refused(403, "origin_invalid", None);
        }
        change(&[FORM, ("referer", "http://localhost:3000/user")]).await.refused(403, "origin_invalid", None);
        change(&[FORM, ("sec-fetch-site", "same-origin")]).await.ok();
        change(&[FORM, ("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")]).await.refused(403, "origin_invalid", None);
        app.client().raw(Method::POST, "/v1/client/sign_ins", &[FORM], "").await.enveloped("sign_in");
    }
}

on_both! {
    async fn an_allowed_origin_changes_and_reads_with_credentials(app: TestApp, |config| config.instance.allowed_origins = vec![ALLOWED.to_owned()]) {
        let browser = app.signed_up("ada@example.com").await;
        let changed = browser.raw(Method::PATCH, "/v1/me", &[("origin", ALLOWED), FORM], "first_name=Ada").await.enveloped("user");
        assert_eq!(changed.header("access-control-allow-origin"), Some(ALLOWED));
        for origin in [OWN, ALLOWED] {
            let read = browser.raw(Method::GET, "/v1/me", &[("origin", origin)], Body::empty()).await.ok();
            assert_eq!(read.header("access-control-allow-origin"), Some(origin), "exactly the origin, never a star");
            assert_eq!(read.header("access-control-allow-credentials"), Some("true"));
            assert_eq!(read.header("access-control-expose-headers"), Some("Clerk-Db-Jwt, X-Country, Retry-After"));
        }
        let error = browser.raw(Method::GET, "/v1/nothing", &[("origin", ALLOWED)], Body::empty()).await;
        assert_eq!(error.header("access-control-allow-origin"), Some(ALLOWED), "errors can be read too");
    }
}

on_both! {
    async fn strangers_get_no_cors_header_and_everybody_varies_by_origin(app: TestApp, |config| config.instance.allowed_origins = vec![ALLOWED.to_owned()]) {
        let browser = app.signed_up("ada@example.com").await;
        for origin in STRANGERS {
            for (method, path) in [(Method::GET, "/v1/me"), (Method::POST, "/v1/client/sign_ins"), (Method::GET, "/.well-known/jwks.json")] {
                let reply = browser.raw(method, path, &[("origin", origin)], Body::empty()).await;
                let names: Vec<_> = reply.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
                assert!(names.is_empty(), "{origin} {path}: {names:?}");
            }
        }
        for headers in [&[][..], &[("origin", ALLOWED)], &[("origin", "https://evil.example")]] {
            let reply = browser.raw(Method::GET, "/v1/environment", headers, Body::empty()).await;
            let varies = reply.headers.get_all("vary").iter().any(|value| value.to_str().is_ok_and(|value| value.eq_ignore_ascii_case("origin")));
            assert!(varies, "{headers:?}: {:?}", reply.headers);
        }
    }
}

#[tokio::test]
async fn preflights_are_answered_for_allowed_origins_alone() {
    let app =
        TestApp::start_with(Engine::Sqlite, |config| config.instance.allowed_origins = vec![ALLOWED.to_owned()]).await;
    let browser = app.signed_up("ada@example.com").await;
    for route in server::frontend_api::routes().list {
        let path = route.path.replace(['{', '}'], "");
        let ask = [
            ("origin", ALLOWED),
            ("access-control-request-method", route.verb.as_str()),
            ("access-control-request-headers", "content-type"),
        ];
        let reply = browser.raw(Method::OPTIONS, &path, &ask, Body::empty()).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), Some(ALLOWED));
        assert!(
            reply.header("access-control-allow-methods").is_some_and(|methods| methods.contains(route.verb.as_str()))
        );
        assert_eq!(reply.header("access-control-allow-headers"), Some("authorization, content-type"));
        let stranger = [("origin", "https://evil.example"), ("access-control-request-method", route.verb.as_str())];
        let reply = browser.raw(Method::OPTIONS, &path, &stranger, Body::empty()).await;
        assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{path}");
    }
}

#[tokio::test]
async fn every_change_is_guarded_by_the_origin_check() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = app.signed_up("ada@example.com").await;
    for route in
        server::frontend_api::routes().list.into_iter().filter(|route| route.verb != onehop::endpoints::Verb::Get)
    {
        let path = route.path.replace(['{', '}'], "");
        let method = route.verb.as_str().parse().expect("a method");
        let reply = browser.raw(method, &path, &[("origin", "https://evil.example"), FORM], "").await;
        reply.refused(403, "origin_invalid", None);
    }
}

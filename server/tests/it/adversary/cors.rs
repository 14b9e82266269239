//! What pages of other origins may read: the allowed ones everything of the Frontend API, all others nothing anywhere.

use super::{OWN, ask};
use crate::support::{Engine, TestApp};
use http::Method;
use onehop::endpoints::Verb;

const ALLOWED: &str = "https://app.example.com";

/// Forty origins that aren't let in: look-alikes of those that are, and what browsers send for nothing at all.
const STRANGERS: [&str; 42] = [
    "null",
    "",
    "*",
    "https://evil.example",
    "http://evil.example",
    "http://localhost",
    "http://localhost:80",
    "http://localhost:3001",
    "http://localhost:30000",
    "https://localhost:3000",
    "http://localhost:3000/",
    "http://localhost:3000.evil.example",
    "http://localhost:3000@evil.example",
    "http://evil.example:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "http://0.0.0.0:3000",
    "http://sub.localhost:3000",
    "http://localhost.evil.example:3000",
    "HTTP://LOCALHOST:3000",
    "http://app.example.com",
    "https://app.example.com/",
    "https://app.example.com:443",
    "https://app.example.com:8443",
    "https://sub.app.example.com",
    "https://example.com",
    "https://evilapp.example.com",
    "https://app.example.com.evil.example",
    "https://app.example.comevil.example",
    "https://app-example.com",
    "https://appxexample.com",
    "https://app.example.com%00.evil.example",
    "https://app.example.com_.evil.example",
    "https://APP.example.com",
    "https://user@app.example.com",
    "https://app.example.com https://evil.example",
    "https://evil.example, https://app.example.com",
    "file://",
    "chrome-extension://abcdefghijklmnop",
    "capacitor://localhost",
    "app.example.com",
    "//app.example.com",
];

async fn start() -> (TestApp, String) {
    let app =
        TestApp::start_with(Engine::Sqlite, |config| config.instance.allowed_origins = vec![ALLOWED.to_owned()]).await;
    let cookies = app.signed_up("ada@example.com").await.cookie_header();
    (app, cookies)
}

/// Every route of the server with what an id would be in it: whether pages elsewhere may call it, verb, path.
fn routes() -> Vec<(bool, Verb, String)> {
    let plain = |path: &str| path.replace(['{', '}'], "");
    let mut list: Vec<_> =
        server::frontend_api::routes().list.iter().map(|route| (true, route.verb, plain(route.path))).collect();
    list.extend(server::backend_api::routes().list.iter().map(|route| (false, route.verb, plain(route.path))));
    list.extend(
        server::dashboard::routes()
            .list
            .iter()
            .map(|route| (false, route.verb, format!("/dashboard/api{}", plain(route.path)))),
    );
    for path in ["/v1/jwks", "/.well-known/jwks.json", "/v1/tickets/accept", "/v1/nothing"] {
        list.push((true, Verb::Get, path.to_owned()));
    }
    for path in ["/", "/sign-in", "/user", "/dashboard", "/healthz", "/dev/mailbox"] {
        list.push((false, Verb::Get, path.to_owned()));
    }
    for path in ["/api/who_am_i", "/forms/v1/me", "/dashboard/forms/v1/users"] {
        list.push((false, Verb::Post, path.to_owned()));
    }
    list
}

#[tokio::test]
async fn the_table_of_origins_and_routes_is_exact() {
    let (app, cookies) = start().await;
    let router = app.router();
    let routes = routes();
    assert!(routes.len() >= 150, "{} routes", routes.len());
    let mut cells = 0;
    for (is_open, verb, path) in &routes {
        for origin in STRANGERS.iter().chain(&[ALLOWED, OWN]) {
            let is_let_in = *is_open && [ALLOWED, OWN].contains(origin);
            let expected = is_let_in.then_some(*origin);
            // Changes are only asked for: what they do elsewhere is not the matter here.
            let methods: &[Method] =
                if *verb == Verb::Get { &[Method::GET, Method::OPTIONS] } else { &[Method::OPTIONS] };
            for method in methods {
                let headers = [
                    ("origin", *origin),
                    ("cookie", &*cookies),
                    ("access-control-request-method", verb.as_str()),
                    ("access-control-request-headers", "authorization, content-type"),
                ];
                let answer = ask(&router, method.clone(), path, &headers, "").await;
                let what = format!("{method} {path} from {origin:?}");
                assert!(!answer.status.is_server_error(), "{what}: {}", answer.status);
                assert_eq!(answer.header("access-control-allow-origin"), expected, "{what}");
                assert_eq!(answer.header("access-control-allow-credentials"), is_let_in.then_some("true"), "{what}");
                assert!(answer.header("access-control-allow-private-network").is_none(), "{what}");
                let told = answer.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).count();
                assert_eq!(told > 0, is_let_in, "{what}: {:?}", answer.headers);
                cells += 1;
            }
        }
    }
    assert!(cells >= 8_000, "{cells}");
    // The description of the APIs is everybody's to read, and says nothing about who asks.
    let described = ask(&router, Method::GET, "/openapi.json", &[("origin", "https://evil.example")], "").await;
    assert_eq!(described.header("access-control-allow-origin"), Some("*"));
    assert!(described.header("access-control-allow-credentials").is_none());
}

#[tokio::test]
async fn a_stranger_changes_nothing_on_any_route() {
    let (app, cookies) = start().await;
    let (router, before) = (app.router(), app.last_event().await);
    let operator = app.operator().await.client.cookie_header();
    let cookies = format!("{cookies}; {operator}");
    for (_, verb, path) in routes().iter().filter(|(_, verb, _)| *verb != Verb::Get) {
        for origin in STRANGERS.iter().step_by(super::times(3, 1)) {
            for kind in [
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x",
            ] {
                let headers = [
                    ("origin", *origin),
                    ("cookie", &*cookies),
                    ("content-type", kind),
                    ("sec-fetch-site", "cross-site"),
                ];
                let answer = ask(&router, verb.as_str().parse().expect("a method"), path, &headers, "{}").await;
                assert!(answer.status.is_client_error(), "{} {path} from {origin:?}: {}", verb.as_str(), answer.status);
                if kind.ends_with("json") && !path.starts_with("/v1/") {
                    assert_eq!(
                        answer.code(),
                        "origin_invalid",
                        "{} {path} from {origin:?}: {}",
                        verb.as_str(),
                        answer.text
                    );
                }
            }
        }
    }
    assert_eq!(app.last_event().await, before, "nothing was changed");
}

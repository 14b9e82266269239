//! However a path is written, it is the same route with the same limits, or none at all.

use super::{FORM, JSON, ORIGIN, OWN, form};
use crate::support::{Engine, TestApp};
use http::Method;
use server::config::Rate;

/// Ways to write `/v1/client/sign_ins` that a careless router, proxy or limiter takes for another path.
fn spellings() -> Vec<String> {
    let (mut list, path) = (Vec::new(), ["v1", "client", "sign_ins"]);
    for a in ["/", "//", "///", "/./", "/../", "/%2e/", "/;/", "/%2f", "\\"] {
        for b in ["/", "//", "/./", "/%2f/", "%2f", ";x/", "/x/../"] {
            for end in ["", "/", "//", "/.", "%2f", "?", "?a=b", "?_method=POST", ";a=b", "%20", "%00", "#x", ".json"] {
                list.push(format!("{a}{}{b}{}/{}{end}", path[0], path[1], path[2]));
            }
        }
    }
    for other in [
        "/V1/client/sign_ins",
        "/v1/Client/sign_ins",
        "/v1/client/SIGN_INS",
        "/v1/client/sign%5fins",
        "/%761/client/sign_ins",
        "/v1/client/sign_ins%0a",
        "/v1/client/sign-ins",
    ] {
        list.push(other.to_owned());
    }
    list
}

#[tokio::test]
async fn all_spellings_share_one_bucket() {
    let app = TestApp::start_with(Engine::Sqlite, |config| {
        config.limits.is_enabled = true;
        config.limits.create = "5/10s".parse::<Rate>().expect("a rate");
    })
    .await;
    let router = app.router();
    for _ in 0..5 {
        assert_eq!(app.client().post("/v1/client/sign_ins", &[]).await.status, 200);
    }
    let spellings = spellings();
    assert!(spellings.len() >= 200);
    let mut limited = 0;
    for path in spellings {
        for (kind, body) in [(FORM, form(&[("identifier", "ada@example.com")])), (JSON, "{}".to_owned())] {
            let Some(answer) =
                super::try_ask(&router, &Method::POST, &path, &[ORIGIN, kind, ("x-forwarded-for", "6.6.6.6")], body)
                    .await
            else {
                continue;
            };
            assert!(
                [400, 404, 405, 429].contains(&answer.status.as_u16()),
                "{path}: {} {}",
                answer.status,
                answer.text
            );
            limited += usize::from(answer.status == 429);
        }
    }
    assert!(limited >= 50, "some are the same path: {limited}");
    app.advance(60_000);
    assert_eq!(
        app.client().post("/v1//client/sign_ins/", &[]).await.status,
        200,
        "later it is let in again from {OWN}"
    );
}

#[tokio::test]
async fn the_gate_and_the_router_see_one_path() {
    // What decides who may read a page and what renders it must agree: an odd path is no page of somebody's.
    let app = TestApp::start(Engine::Sqlite).await;
    // Asked without the browsers themselves, which write down what they ask: no description knows such paths.
    let browser = app.signed_up("canary-ada@example.com").await.cookie_header();
    let operator = app.operator().await.client.cookie_header();
    let router = app.router();
    let paths = ["/user", "/dashboard", "/dashboard/users", "/dashboard/api/v1/users", "/v1/me", "/v1/users"];
    let mut seen = 0;
    for path in paths {
        let (first, rest) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let encoded = format!("/%{:02x}{}", first.as_bytes()[0], &first[1..]);
        for head in [
            format!("/{first}"),
            format!("//{first}"),
            format!("/./{first}"),
            format!("/x/../{first}"),
            format!("/pkg/../{first}"),
            format!("/{}", first.to_uppercase()),
            encoded,
            format!("/{first}%2f"),
            format!("/sign-in/../{first}"),
            format!("/v1/../{first}"),
            format!("/{first};x"),
        ] {
            for tail in ["", "/", "//", "/.", "%00", "?a", "/..;/", "/%2e%2e/user", ".html", "%20"]
                .into_iter()
                .step_by(super::times(3, 1))
            {
                let odd = if rest.is_empty() { format!("{head}{tail}") } else { format!("{head}/{rest}{tail}") };
                let Some(nobody) = super::try_ask(&router, &Method::GET, &odd, &[], "").await else { continue };
                assert!(!nobody.status.is_server_error(), "{odd}: {}", nobody.status);
                assert!(!nobody.text.to_lowercase().contains("canary"), "{odd} shows a person to nobody");
                let is_shown = nobody.status == 200 && (odd.contains("dashboard") || odd.contains("user"));
                assert!(!is_shown || !nobody.text.contains("canary"), "{odd}");
                let other = super::ask(&router, Method::GET, &odd, &[("cookie", &operator)], "").await;
                assert!(!other.status.is_server_error(), "{odd}: {}", other.status);
                let own = super::ask(&router, Method::GET, &odd, &[("cookie", &browser)], "").await;
                assert!(
                    // What isn't there is said on a page with the reader's own name.
                    !own.status.is_server_error()
                        && (own.status == 404 || !odd.contains("dashboard") || !own.text.contains("canary")),
                    "{odd}: {}",
                    own.status
                );
                seen += 1;
            }
        }
    }
    assert!(seen >= 150, "{seen}");
}

//! Claims that the configuration adds to session tokens.

use crate::support::{Engine, TestApp};
use http::Method;
use onehop::token::{Jwks, KeySet, Policy, VerifiedToken, Verifier};
use serde_json::{Value, json};
use server::{clock::SECOND, config::SessionClaim};

/// What browsers keep of one cookie, name and value.
const COOKIE_BYTES: usize = 4096;

async fn start(engine: Engine, claims: &[&str], bytes: usize) -> TestApp {
    let claims: Vec<SessionClaim> = claims.iter().map(|claim| claim.parse().expect("a claim")).collect();
    TestApp::start_with(engine, |config| {
        config.session.claims = claims;
        config.session.claim_bytes = bytes;
    })
    .await
}

async fn verified(app: &TestApp, jwt: &str) -> VerifiedToken {
    let jwks: Jwks = serde_json::from_str(&app.client().get("/.well-known/jwks.json").await.ok().text).expect("keys");
    let verifier = Verifier::new(KeySet::from_jwks(&jwks).expect("keys that verify"), Policy::default());
    verifier.verify(jwt, app.now() / SECOND).expect("our own token")
}

async fn minted(app: &TestApp, browser: &crate::support::TestClient) -> String {
    let id = app.session_of(browser).await;
    let reply = browser.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await.ok();
    reply.json["jwt"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn tokens_say_what_the_metadata_says_at_once_and_leave_out_what_is_not_there() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = start(engine, &["plan=public.plan", "seats=public.team.seats", "theme=unsafe.theme"], 64).await;
        let browser = app.signed_up("ada@example.com").await;
        let id = browser.get("/v1/me").await.ok().id();
        let bare = verified(&app, &minted(&app, &browser).await).await;
        assert_eq!(bare.claim::<Value>("plan"), None);

        let metadata = json!({"public_metadata": {"plan": "pro", "team": {"seats": 7}, "other": 1}});
        app.backend().patch(&format!("/v1/users/{id}/metadata"), metadata).await.ok();
        browser.patch("/v1/me/metadata", &[("unsafe_metadata", r#"{"theme":["dark"]}"#)]).await.ok();
        // The same second: a token kept from before would not know.
        let token = verified(&app, &minted(&app, &browser).await).await;
        assert_eq!(token.claim::<String>("plan").as_deref(), Some("pro"));
        assert_eq!(token.claim::<i64>("seats"), Some(7));
        assert_eq!(token.claim::<Value>("theme"), Some(json!(["dark"])));
        assert_eq!(token.claim::<Value>("other"), None);
        assert_eq!(token.claims().sub, id);

        let by_backend =
            app.backend().post(&format!("/v1/sessions/{}/tokens", token.claims().sid), json!({})).await.ok();
        let by_backend = verified(&app, by_backend.json["jwt"].as_str().expect("a token")).await;
        assert_eq!(by_backend.claim::<String>("plan").as_deref(), Some("pro"));
    }
}

#[tokio::test]
async fn values_too_long_for_a_claim_are_refused_wherever_metadata_is_written() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = start(engine, &["plan=public.plan", "theme=unsafe.theme"], 16).await;
        let browser = app.signed_up("ada@example.com").await;
        let id = browser.get("/v1/me").await.ok().id();
        // 15 bytes between quotation marks are 17.
        let (fits, long) = ("x".repeat(14), "x".repeat(15));
        let path = format!("/v1/users/{id}/metadata");
        let code = "form_param_exceeds_allowed_size";
        let public = |value: &str| json!({"public_metadata": {"plan": value}});
        app.backend().patch(&path, public(&fits)).await.ok();
        app.backend().patch(&path, public(&long)).await.refused(422, code, Some("metadata"));
        app.backend().put(&path, public(&long)).await.refused(422, code, Some("metadata"));
        app.backend().speaking("2025-11-10").patch(&format!("/v1/users/{id}"), public(&long)).await.refused(
            422,
            code,
            Some("metadata"),
        );
        let new = json!({"email_address": ["grace@example.com"], "public_metadata": {"plan": &long}});
        app.backend().post("/v1/users", new).await.refused(422, code, Some("metadata"));
        let own = json!({"unsafe_metadata": {"theme": &long}}).to_string();
        let reply = browser.send(Method::PATCH, "/v1/me/metadata", Some("application/json"), own).await;
        reply.refused_with_client(422, code, Some("metadata"));
        let token = verified(&app, &minted(&app, &browser).await).await;
        assert_eq!(token.claim::<String>("plan"), Some(fits), "nothing of it was written");
    }
}

#[tokio::test]
async fn the_largest_token_that_the_configuration_allows_fits_into_a_cookie() {
    let (bytes, names) = (128, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]);
    let claims: Vec<String> = names.iter().map(|name| format!("{name}=public.{name}")).collect();
    let app = start(Engine::Sqlite, &claims.iter().map(String::as_str).collect::<Vec<_>>(), bytes).await;
    let browser = app.signed_up("ada@example.com").await;
    let id = browser.get("/v1/me").await.ok().id();
    let values = names.map(|name| (name.to_owned(), json!("x".repeat(bytes - 2))));
    let metadata = json!({"public_metadata": values.into_iter().collect::<serde_json::Map<_, _>>()});
    app.backend().patch(&format!("/v1/users/{id}/metadata"), metadata).await.ok();
    let token = minted(&app, &browser).await;
    let own = serde_json::to_string(verified(&app, &token).await.claims()).expect("claims");
    assert!(token.len() + "__session_00000000=".len() <= COOKIE_BYTES, "{} bytes", token.len());
    // Issuer and origin are short here; they may have 300 bytes each.
    assert!(own.len() + 2 * 280 <= server::config::OWN_CLAIM_BYTES, "{own}");
}

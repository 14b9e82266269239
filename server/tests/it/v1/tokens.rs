//! `/v1/client/sessions/{session_id}/tokens`, the keys, and verification without the database.

use crate::{
    on_both,
    support::{Engine, TestApp, TestClient},
};
use axum::{Router, body::Body, routing::get};
use http::{Method, Request, StatusCode};
use onehop::{
    ssr::{RequireUser, VerifyLayer},
    token::{Jwks, KeySet, Policy, TokenError, Verifier},
    wire::SessionClaims,
};
use serde_json::{Value, json};
use server::{clock::SECOND, store::statements_run};
use tower::ServiceExt;

/// A verifier that knows what anybody can know: the published keys.
async fn public_verifier(app: &TestApp) -> Verifier {
    let jwks: Jwks =
        serde_json::from_str(&app.client().get("/.well-known/jwks.json").await.ok().text).expect("a key set");
    let policy = Policy { issuer: Some(app.app.instance.issuer.clone()), ..Policy::default() };
    Verifier::new(KeySet::from_jwks(&jwks).expect("keys that verify"), policy)
}

async fn token(client: &TestClient, id: &str) -> String {
    let reply = client
        .post(&format!("/v1/client/sessions/{id}/tokens"), &[("organization_id", ""), ("tab_state", "focused")])
        .await
        .ok();
    assert_eq!(crate::support::members(&reply.json), ["jwt", "object"], "bare: {}", reply.text);
    assert_eq!(reply.json["object"], "token");
    reply.json["jwt"].as_str().expect("a token").to_owned()
}

async fn claims(app: &TestApp, jwt: &str) -> SessionClaims {
    public_verifier(app).await.verify(jwt, app.now() / SECOND).expect("our own token verifies").claims().clone()
}

on_both! {
    async fn a_token_has_exactly_the_claims_of_the_contract(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let (id, me) = (app.session_of(&browser).await, browser.get("/v1/me").await.ok().id());
        app.advance(61 * SECOND);
        let claims = claims(&app, &token(&browser, &id).await).await;
        let iat = app.now() / SECOND;
        let expected = SessionClaims {
            iss: format!("https://{}", app.app.config.instance.frontend_api_host),
            sub: me,
            sid: id,
            iat,
            nbf: iat - 10,
            exp: iat + 60,
            v: 2,
            azp: Some("http://localhost:3000".to_owned()),
            fva: Some([1, -1]),
            sts: Some("active".to_owned()),
            jti: claims.jti.clone(),
            act: None,
            o: None,
            fea: None,
            pla: None,
        };
        assert_eq!(claims, expected);
        assert!(claims.jti.is_some_and(|id| id.starts_with("jti_")));
        let key = server::keys::publishable::decode(&app.app.instance.publishable_key).expect("a publishable key");
        assert_eq!(claims.iss, format!("https://{}", key.host), "the issuer is the host of the publishable key");
    }
}

on_both! {
    async fn the_header_names_the_published_key_and_its_algorithm(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let jwt = token(&browser, &app.session_of(&browser).await).await;
        let header: Value = serde_json::from_slice(&base64_url(jwt.split('.').next().expect("a header"))).expect("JSON");
        let jwks = app.client().get("/.well-known/jwks.json").await.ok();
        assert_eq!((&header["alg"], &header["typ"], &header["kid"]), (&json!("RS256"), &json!("JWT"), &jwks.json["keys"][0]["kid"]));
        assert_eq!(jwks.json, app.client().get("/v1/jwks").await.ok().json);
        assert!(jwks.header("cache-control").is_some_and(|value| value.contains("public") && value.contains("max-age=300")));
        for private in ["d", "p", "q", "dp", "dq", "qi"] {
            assert!(jwks.json["keys"][0].get(private).is_none(), "{private} is secret");
        }
    }
}

fn base64_url(text: &str) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

on_both! {
    async fn azp_is_the_page_that_asks_by_origin_else_by_referer_and_never_a_strangers(app: TestApp, |config| {
        config.instance.allowed_origins = vec!["https://app.example.com".to_owned()];
    }) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}", app.session_of(&browser).await);
        let cases: [(&[(&str, &str)], &str); 5] = [
            (&[("origin", "https://app.example.com")], "https://app.example.com"),
            (&[("origin", "https://app.example.com"), ("referer", "http://localhost:3000/x")], "https://app.example.com"),
            (&[("referer", "https://app.example.com/some/page?q=1")], "https://app.example.com"),
            (&[("referer", "https://evil.example/")], "http://localhost:3000"),
            (&[], "http://localhost:3000"),
        ];
        for (headers, azp) in cases {
            let reply = browser.raw(Method::GET, &path, headers, Body::empty()).await.ok();
            let jwt = reply.response()["last_active_token"]["jwt"].as_str().expect("a token").to_owned();
            assert_eq!(claims(&app, &jwt).await.azp.as_deref(), Some(azp), "{headers:?}");
        }
    }
}

on_both! {
    async fn within_ten_seconds_the_same_token_and_after_that_another(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        app.advance(20 * SECOND);
        let first = token(&browser, &id).await;
        app.advance(10 * SECOND - 1);
        assert_eq!(token(&browser.fork(), &id).await, first, "another tab gets the same");
        let skipped = browser.post(&format!("/v1/client/sessions/{id}/tokens?debug=skip_cache"), &[]).await.ok();
        assert_ne!(skipped.json["jwt"], first.as_str(), "unless it asks for a new one");
        app.advance(10 * SECOND);
        assert_ne!(token(&browser, &id).await, first);
    }
}

on_both! {
    async fn no_token_is_older_than_client_uat(app: TestApp) {
        let browser = app.client();
        app.advance(999);
        let reply = app.sign_up(&browser, "ada@example.com").await;
        check_uat(&app, &browser, &reply.client()["sessions"][0]["last_active_token"]).await;
        app.advance(1_500);
        let reply = app.sign_up(&browser, "grace@example.com").await;
        check_uat(&app, &browser, &reply.client()["sessions"][1]["last_active_token"]).await;
        let first = reply.client()["sessions"][0]["id"].as_str().expect("an id").to_owned();
        let touched = browser.post(&format!("/v1/client/sessions/{first}/touch"), &[]).await.ok();
        check_uat(&app, &browser, &touched.response()["last_active_token"]).await;
        let second = reply.client()["sessions"][1]["id"].as_str().expect("an id").to_owned();
        let removed = browser.post(&format!("/v1/client/sessions/{second}/remove"), &[]).await.ok();
        check_uat(&app, &browser, &removed.client()["sessions"][0]["last_active_token"]).await;
    }
}

async fn check_uat(app: &TestApp, browser: &TestClient, token: &Value) {
    let uat: i64 = browser.cookie("__client_uat").expect("set").parse().expect("seconds");
    let iat = claims(app, token["jwt"].as_str().expect("a token")).await.iat;
    assert!(iat >= uat, "iat {iat} < uat {uat}");
    assert_eq!(browser.cookie("__session").as_deref(), token["jwt"].as_str());
}

on_both! {
    async fn tokens_are_refused_with_the_reason(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let path = format!("/v1/client/sessions/{id}/tokens");
        browser.post(&path, &[("organization_id", "org_1")]).await.refused_with_client(404, "resource_not_found", Some("organization_id"));
        app.client().post(&path, &[]).await.refused(401, "authentication_invalid", None);
        let eve = app.signed_up("eve@example.com").await;
        let foreign = eve.post(&path, &[]).await;
        let unknown = eve.post("/v1/client/sessions/sess_000000000000000000000000000/tokens", &[]).await;
        foreign.refused_with_client(401, "authentication_invalid", None);
        assert_eq!(foreign.error_alone(), unknown.error_alone());
        app.execute("UPDATE users SET banned = TRUE", vec![]).await;
        browser.post(&path, &[]).await.refused(403, "user_banned", None);
    }
}

on_both! {
    async fn a_session_that_is_over_gets_no_token_at_once(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        token(&browser, &id).await;
        browser.post(&format!("/v1/client/sessions/{id}/end"), &[]).await.ok();
        browser.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await.refused_with_client(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn asking_for_a_token_writes_nothing(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let (before, last) = (browser.get("/v1/client").await.ok(), app.last_event().await);
        app.advance(30 * SECOND);
        token(&browser, &id).await;
        assert_eq!(browser.get("/v1/client").await.ok().response()["updated_at"], before.response()["updated_at"]);
        assert_eq!(app.last_event().await, last);
    }
}

on_both! {
    async fn a_token_ends_after_sixty_seconds_and_the_leeway(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let jwt = token(&browser, &app.session_of(&browser).await).await;
        let (verifier, now) = (public_verifier(&app).await, app.now() / SECOND);
        assert!(verifier.verify(&jwt, now + 64).is_ok());
        assert_eq!(verifier.verify(&jwt, now + 65).err(), Some(TokenError::Expired));
    }
}

async fn who(RequireUser(user): RequireUser) -> String {
    user.user_id.to_string()
}

async fn ask(router: &Router, jwt: &str) -> (StatusCode, String) {
    let request =
        Request::get("/who").header("authorization", format!("Bearer {jwt}")).body(Body::empty()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("infallible");
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// The fewest statements that ran during any of many tries: other tests only ever add to the count.
async fn fewest_statements(mut run: impl AsyncFnMut()) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..200 {
        let before = statements_run();
        run().await;
        fewest = fewest.min(statements_run() - before);
    }
    fewest
}

#[tokio::test]
async fn verification_and_a_guarded_route_ask_the_database_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::start(engine).await;
        let browser = app.signed_up("ada@example.com").await;
        let me = browser.get("/v1/me").await.ok().id();
        let jwt = token(&browser, &app.session_of(&browser).await).await;
        let (verifier, now) = (app.app.verifier.clone(), app.now() / SECOND);
        let clock = app.clock.clone();
        let guarded = Router::new()
            .route("/who", get(who))
            .layer(VerifyLayer::new(verifier.clone(), move || server::clock::Clock::now(&*clock) / SECOND));
        let counts = fewest_statements(async || {
            app.client().get("/v1/client").await;
            browser.get("/v1/me").await.ok();
        });
        assert!(counts.await >= 2, "the counter counts: a call with a session asks the database");
        assert_eq!(fewest_statements(async || assert!(verifier.verify(&jwt, now).is_ok())).await, 0);
        assert_eq!(
            fewest_statements(async || assert_eq!(ask(&guarded, &jwt).await, (StatusCode::OK, me.clone()))).await,
            0
        );
        assert_eq!(
            fewest_statements(async || assert_eq!(ask(&guarded, "x.y.z").await.0, StatusCode::UNAUTHORIZED)).await,
            0
        );
        app.app.store.close().await;
        assert_eq!(ask(&guarded, &jwt).await, (StatusCode::OK, me), "it works with the database gone");
        browser.get("/v1/me").await.refused(503, "service_unavailable", None);
    }
}

//! No door opens to a token of the table: neither pages nor server functions, extractors, both APIs, or the verifier.

use super::{FORM, JSON, ORIGIN, ask, forgery::Forge, try_ask};
use crate::support::{Engine, TestApp, TestClient};
use axum::{Router, routing::get};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, StatusCode};
use onehop::{
    ssr::{OptionalUser, RequireUser, SessionLayer, VerifyLayer},
    token::{Jwks, KeySet, Policy, Verifier},
};
use serde_json::{Value, json};
use server::clock::{Clock, SECOND};

struct World {
    app: TestApp,
    forge: Forge,
    user: String,
    browser: TestClient,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::start(Engine::Sqlite).await;
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/tokens", app.session_of(&browser).await);
        let good = browser.post(&path, &[]).await.ok().json["jwt"].as_str().expect("a token").to_owned();
        let claims = URL_SAFE_NO_PAD.decode(good.split('.').nth(1).expect("claims")).expect("base64");
        let claims: Value = serde_json::from_slice(&claims).expect("claims");
        let keys = app.app.signing.get();
        let key = keys.current().to_pkcs8().expect("the key");
        let forge = Forge::new(&key, keys.current().kid(), claims.clone(), app.now() / SECOND);
        Self { forge, user: claims["sub"].as_str().expect("a user").to_owned(), app, browser }
    }

    /// The table, and what else of ours is a secret but no session token.
    async fn tokens(&self) -> Vec<(String, String)> {
        let mut list = self.forge.all();
        let backend = self.app.backend();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let ticket = backend.post("/v1/sign_in_tokens", json!({"user_id": self.user})).await.ok().json;
        list.push(("a sign-in token".to_owned(), text(&ticket["token"])));
        let key = backend.post("/v1/api_keys", json!({"name": "A key", "subject": self.user})).await.ok().json;
        list.push(("a user's key".to_owned(), text(&key["secret"])));
        backend.post("/v1/jwt_templates", json!({"name": "third-party", "claims": {}})).await.ok();
        let path = format!("/v1/client/sessions/{}/tokens/third-party", self.app.session_of(&self.browser).await);
        let template = self.browser.post(&path, &[]).await.ok().json;
        list.push(("a token for a third party".to_owned(), text(&template["jwt"])));
        list.push(("the client's cookie".to_owned(), self.browser.cookie("__client").expect("a cookie")));
        list.push(("the publishable key".to_owned(), self.app.app.instance.publishable_key.clone()));
        list.push(("a secret key".to_owned(), crate::support::SECRET_KEY.to_owned()));
        list
    }

    fn clock(&self) -> impl Fn() -> i64 + Send + Sync + 'static {
        let clock = self.app.clock.clone();
        move || clock.now() / SECOND
    }
}

async fn who(OptionalUser(user): OptionalUser) -> String {
    user.map_or_else(|| "nobody".to_owned(), |user| user.user_id.to_string())
}

async fn insist(RequireUser(user): RequireUser) -> String {
    user.user_id.to_string()
}

#[tokio::test]
async fn the_verifier_takes_none_of_them() {
    let world = World::new().await;
    let (tokens, now) = (world.tokens().await, world.app.now() / SECOND);
    assert!(tokens.len() >= 300, "{} tokens", tokens.len());
    let jwks: Jwks =
        serde_json::from_str(&world.app.client().get("/.well-known/jwks.json").await.ok().text).expect("keys");
    let policy = |parties: &[&str]| Policy {
        issuer: Some(world.app.app.instance.issuer.clone()),
        authorized_parties: parties.iter().map(|party| (*party).to_owned()).collect(),
        ..Policy::default()
    };
    let verifier = Verifier::new(KeySet::from_jwks(&jwks).expect("keys"), policy(&[]));
    for _ in 0..2 {
        // The second time the good token's header is known, and so is the token.
        for (name, token) in &tokens {
            assert!(verifier.verify(token, now).is_err(), "{name}: {token}");
            assert!(world.app.app.verifier.verify(token, now).is_err(), "{name}: {token}");
        }
        let good = world.forge.good();
        assert!(verifier.verify(&good, now).is_ok() && world.app.app.verifier.verify(&good, now).is_ok());
    }
    // Good, but made for a page that isn't let in.
    for parties in
        [&["http://localhost:3001"][..], &["localhost:3000"], &["http://localhost:3000/"], &["*"], &["http://*"], &[""]]
    {
        let verifier = Verifier::new(KeySet::from_jwks(&jwks).expect("keys"), policy(parties));
        assert!(verifier.verify(&world.forge.good(), now).is_err(), "{parties:?}");
    }
    let theirs = server::keys::SigningKey::generate(world.app.app.signing.get().current().kid()).expect("a key").jwk();
    let rotated = Verifier::new(KeySet::from_jwks(&Jwks { keys: vec![theirs] }).expect("keys"), policy(&[]));
    assert!(rotated.verify(&world.forge.good(), now).is_err(), "a key that is withdrawn");
}

#[tokio::test]
async fn no_extractor_server_function_or_page_takes_one() {
    let world = World::new().await;
    let verifier = world.app.app.verifier.clone();
    let routes = || Router::new().route("/who", get(who)).route("/insist", get(insist));
    let api_down = Router::new().fallback(|| async { StatusCode::SERVICE_UNAVAILABLE });
    let guarded = routes().layer(VerifyLayer::new(verifier.clone(), world.clock()));
    let page = routes().layer(SessionLayer::in_process(api_down, verifier, world.clock()));
    let served = world.app.router();
    let mut sent = 0;
    for (name, token) in [("good".to_owned(), world.forge.good())].into_iter().chain(world.tokens().await) {
        let is_good = name == "good";
        let (bearer, cookie) = (format!("Bearer {token}"), format!("__client=unknown; __session={token}"));
        for headers in
            [[("authorization", &*bearer), ("cookie", "__client=unknown")], [("cookie", &*cookie), ("x", "y")]]
        {
            // A cookie or header around a token that differs at its ends alone is another text for the same token.
            if token.trim() != token || token.contains([';', ',', '"']) {
                continue;
            }
            for router in [&guarded, &page] {
                let Some(found) = try_ask(router, &Method::GET, "/who", &headers, "").await else { continue };
                assert_eq!(found.text == world.user, is_good, "{name}: {token}");
                assert_eq!(found.text == "nobody", !is_good, "{name}: {token}");
                let refused = ask(router, Method::GET, "/insist", &headers, "").await;
                assert_eq!(refused.status.as_u16(), if is_good { 200 } else { 401 }, "{name}: {}", refused.text);
                assert!(is_good || refused.code() == "authentication_invalid", "{name}: {}", refused.text);
                sent += 1;
            }
            let headers = [headers[0], headers[1], ORIGIN, JSON];
            let called = ask(&served, Method::POST, "/api/who_am_i", &headers, "{}").await;
            assert_eq!(called.status.as_u16(), if is_good { 200 } else { 401 }, "{name}: {}", called.text);
            assert_eq!(called.text.contains(&world.user), is_good, "{name}: {}", called.text);
            let page = ask(&served, Method::GET, "/user", &headers[..2], "").await;
            // Pages ask the API, which knows clients and no session tokens.
            assert_eq!(
                (page.status.as_u16(), page.header("location")),
                (303, Some("/sign-in?redirect_url=%2Fuser")),
                "{name}"
            );
        }
    }
    assert!(sent >= 1_000, "{sent} sent");
}

#[tokio::test]
async fn neither_api_takes_one() {
    let world = World::new().await;
    let served = world.app.router();
    let nobody = ask(&served, Method::GET, "/v1/me", &[], "").await;
    let client = world.browser.cookie("__client").expect("a cookie");
    for (name, token) in world.tokens().await.into_iter().chain([("good".to_owned(), world.forge.good())]) {
        let (bearer, cookies) = (format!("Bearer {token}"), format!("__client={token}; __session={token}"));
        if token != client && !token.contains(&client) {
            for headers in [[("cookie", &*cookies)], [("authorization", &*bearer)], [("authorization", &*token)]] {
                if token.starts_with("sk_") && headers[0].0 == "authorization" {
                    continue;
                }
                let Some(me) = try_ask(&served, &Method::GET, "/v1/me", &headers, "").await else { continue };
                assert_eq!((me.status, me.code()), (nobody.status, nobody.code()), "{name}: {}", me.text);
                let client = ask(&served, Method::GET, "/v1/client", &headers, "").await;
                assert_eq!(
                    (client.status.as_u16(), &client.json()["response"]),
                    (200, &Value::Null),
                    "{name}: {}",
                    client.text
                );
            }
        }
        if !token.starts_with("sk_") {
            let Some(users) = try_ask(&served, &Method::GET, "/v1/users", &[("authorization", &bearer)], "").await
            else {
                continue;
            };
            assert_eq!(users.status, 401, "{name}: {}", users.text);
            let dashboard = format!("__Host-dash={token}; dash={token}; __session={token}");
            let users = ask(&served, Method::GET, "/dashboard/api/v1/users", &[("cookie", &dashboard)], "").await;
            assert_eq!(users.status, 401, "{name}: {}", users.text);
        }
        let ticket = [("strategy", "ticket"), ("ticket", token.as_str())];
        if name != "a sign-in token" {
            let answer = ask(&served, Method::POST, "/v1/client/sign_ins", &[ORIGIN, FORM], super::form(&ticket)).await;
            assert!(answer.status.is_client_error(), "{name}: {}", answer.text);
        }
    }
}

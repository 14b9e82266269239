//! Both layers in front of real routers, with tokens signed by a real key.

mod session_layer;
mod verify_layer;

use super::{OptionalUser, RequireUser};
use crate::{
    signals::InitialState,
    token::{CachedVerifier, Jwk, Jwks, KeySet, Policy, Verifier},
};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use axum::{Extension, Json, Router, body::Body, response::Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Request, header};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

const NOW: i64 = 1_800_000_000;

static KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a new key"));

fn now() -> i64 {
    NOW
}

fn verifier() -> Arc<CachedVerifier> {
    let der = KEY.public_key().as_ref();
    let jwk = Jwk {
        kty: "RSA".into(),
        kid: "ins_1".into(),
        // The 256 bytes before the fixed end of a 2048-bit key with exponent 65537 in DER.
        n: URL_SAFE_NO_PAD.encode(&der[der.len() - 5 - 256..der.len() - 5]),
        e: "AQAB".into(),
        alg: Some("RS256".into()),
        usage: Some("sig".into()),
    };
    let keys = KeySet::from_jwks(&Jwks { keys: vec![jwk] }).expect("a sound key");
    Arc::new(CachedVerifier::new(Verifier::new(keys, Policy::default())))
}

/// A token of `user_1` and `sess_1` that ends at `exp`.
fn token(exp: i64, status: &str) -> String {
    let header = json!({"alg": "RS256", "kid": "ins_1", "typ": "JWT"});
    let claims = json!({
        "iss": "https://id.example.com", "sub": "user_1", "sid": "sess_1", "iat": exp - 60, "nbf": exp - 70, "exp": exp,
        "v": 2, "sts": status
    });
    let signed =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut signature = vec![0; KEY.public_modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Answers what the layer in front of it found out.
async fn found(OptionalUser(auth): OptionalUser, initial: Option<Extension<InitialState>>) -> Json<Value> {
    let user = auth.map(|auth| auth.user_id.to_string());
    Json(json!({"user": user, "state": initial.map(|Extension(state)| state)}))
}

async fn insist(RequireUser(auth): RequireUser) -> String {
    auth.session_id.to_string()
}

async fn send(router: &Router, path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut request = Request::builder().uri(path).header(header::HOST, "app.example.com");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer")
}

async fn json_of(response: Response) -> Value {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn set_cookies(response: &Response) -> Vec<String> {
    let values = response.headers().get_all(header::SET_COOKIE);
    values.iter().map(|value| value.to_str().expect("text").to_owned()).collect()
}

//! The layer for APIs, and the extractors behind it.

use super::*;
use crate::ssr::{AuthError, VerifyLayer, request_auth};
use axum::routing::get;
use http::StatusCode;

fn router() -> Router {
    Router::new().route("/who", get(found)).route("/insist", get(insist)).layer(VerifyLayer::new(verifier(), now))
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[tokio::test]
async fn a_bearer_token_identifies_its_user() {
    let authorization = bearer(&token(NOW + 60, "active"));
    let response = send(&router(), "/insist", &[(header::AUTHORIZATION, &authorization)]).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn so_does_the_session_cookie() {
    let cookie = format!("other=1; __session={}", token(NOW + 60, "active"));
    let found = json_of(send(&router(), "/who", &[(header::COOKIE, &cookie)]).await).await;
    assert_eq!(found["user"], "user_1");
}

#[tokio::test]
async fn without_a_good_token_a_user_is_refused_with_the_contracts_envelope() {
    let expired = bearer(&token(NOW - 30, "active"));
    let pending = bearer(&token(NOW + 60, "pending"));
    let mut forged = bearer(&token(NOW + 60, "active"));
    forged.replace_range(forged.len() - 20..forged.len() - 18, "AA");
    for authorization in [None, Some(expired), Some(pending), Some(forged), Some("Bearer x".to_owned())] {
        let headers: Vec<_> = authorization.iter().map(|value| (header::AUTHORIZATION, value.as_str())).collect();
        let response = send(&router(), "/insist", &headers).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{authorization:?}");
        assert_eq!(json_of(response).await["errors"][0]["code"], "authentication_invalid");
        let found = json_of(send(&router(), "/who", &headers).await).await;
        assert_eq!(found["user"], Value::Null, "{authorization:?}");
    }
}

#[tokio::test]
async fn a_route_without_a_layer_says_so_instead_of_panicking() {
    let router = Router::new().route("/who", get(found)).route("/insist", get(insist));
    for path in ["/who", "/insist"] {
        let response = send(&router, path, &[]).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(json_of(response).await["errors"][0]["long_message"].as_str().expect("a text").contains("layer"));
    }
}

#[tokio::test]
async fn server_functions_learn_why_nobody_is_there() {
    async fn function(request: Request<Body>) -> String {
        let owner = leptos::prelude::Owner::new();
        let (parts, _) = request.into_parts();
        let answer = owner.with(|| {
            leptos::prelude::provide_context(parts);
            request_auth().map(|auth| auth.user_id)
        });
        serde_json::to_string(&answer).expect("serializable")
    }
    let bare = Router::new().route("/f", get(function));
    let layered = bare.clone().layer(VerifyLayer::new(verifier(), now));
    let good = bearer(&token(NOW + 60, "active"));
    let old = bearer(&token(NOW - 30, "active"));
    let expect = |error: AuthError| json!({"Err": error});

    assert_eq!(json_of(send(&bare, "/f", &[]).await).await, expect(AuthError::Unconfigured));
    assert_eq!(json_of(send(&layered, "/f", &[]).await).await, expect(AuthError::Missing));
    let answer = send(&layered, "/f", &[(header::AUTHORIZATION, "Bearer a.b.c")]).await;
    assert_eq!(json_of(answer).await, expect(AuthError::Invalid));
    let answer = send(&layered, "/f", &[(header::AUTHORIZATION, &old)]).await;
    assert_eq!(json_of(answer).await, expect(AuthError::Expired));
    let answer = send(&layered, "/f", &[(header::AUTHORIZATION, &good)]).await;
    assert_eq!(json_of(answer).await, json!({"Ok": "user_1"}));
}

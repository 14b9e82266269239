//! The app's own tests, as anyone who embeds Onehop would write them.
#![cfg(feature = "ssr")]

use axum::{
    Router,
    http::{Method, StatusCode},
};
use hello::server::routes;
use leptos::config::LeptosOptions;
use onehop_testing::TestServer;
use serde_json::json;
use std::time::Duration;

/// The app in front of this server.
fn app(onehop: &TestServer) -> Router {
    routes(onehop.platform(), LeptosOptions::builder().output_name("hello").build())
}

#[tokio::test]
async fn the_first_html_greets_whoever_is_signed_in() {
    let onehop = TestServer::start().await;
    let ada = onehop.create_user("ada@example.com").await;
    let browser = onehop.sign_in_as(&ada).await.at(app(&onehop));
    let page = browser.get("/").await.ok().text;
    assert!(page.contains("ada@example.com") && !page.contains("stranger"), "{page}");
    assert!(!page.contains(r#"href="/sign-in""#), "the way in is for others: {page}");

    let german = [("accept-language", "de")];
    let page = onehop.client().at(app(&onehop)).raw(Method::GET, "/", &german, "").await.ok().text;
    assert!(page.contains(r#"<html lang="de""#), "{page}");
    assert!(page.contains("stranger") && page.contains(r#"href="/sign-in""#), "{page}");
}

#[tokio::test]
async fn a_handler_lets_in_whoever_has_a_good_token() {
    let onehop = TestServer::start().await;
    let ada = onehop.create_user("ada@example.com").await;
    let token = onehop.sign_in_as(&ada).await.session_token().await;
    let program = onehop.client().at(app(&onehop));
    let bearer = format!("Bearer {token}");
    let ask = async || program.raw(Method::GET, "/api/whoami", &[("authorization", &bearer)], "").await;
    assert_eq!(ask().await.ok().text, ada.id.as_str());

    onehop.clock().advance(Duration::from_secs(90));
    assert_eq!(ask().await.status, StatusCode::UNAUTHORIZED, "a token lives for a minute");
    assert_eq!(program.get("/api/whoami").await.status, StatusCode::UNAUTHORIZED, "nor without one");
}

#[tokio::test]
async fn a_server_function_knows_its_caller_and_refuses_strangers_and_other_sites() {
    let onehop = TestServer::start().await;
    let ada = onehop.create_user("ada@example.com").await;
    let browser = onehop.sign_in_as(&ada).await.at(app(&onehop));
    let answer = browser.json(Method::POST, "/api/visit", json!({})).await.ok();
    assert_eq!(answer.json, format!("You are {}.", ada.id));

    let elsewhere = [("origin", "https://evil.example"), ("content-type", "application/json")];
    let forged = browser.raw(Method::POST, "/api/visit", &elsewhere, "{}").await;
    assert!(forged.status.is_client_error(), "{}", forged.text);
    let stranger = onehop.client().at(app(&onehop));
    let refused = stranger.json(Method::POST, "/api/visit", json!({})).await;
    assert!(!refused.status.is_success() && !refused.text.contains("You are"), "{}", refused.text);
}

#[tokio::test]
async fn the_forms_and_the_profile_are_pages_of_the_app() {
    let onehop = TestServer::start().await;
    let stranger = onehop.client().at(app(&onehop));
    for (path, form) in [("/sign-in", "/forms/v1/client/sign_ins"), ("/sign-up", "/forms/v1/client/sign_ups")] {
        let page = stranger.get(path).await.ok().text;
        assert!(page.contains(&format!(r#"action="{form}""#)), "{path}: {page}");
    }
    assert!(stranger.get("/onehop.css").await.ok().text.contains("@layer onehop"));

    let ada = onehop.create_user("ada@example.com").await;
    let page = onehop.sign_in_as(&ada).await.at(app(&onehop)).get("/user").await.ok().text;
    assert!(page.contains("ada@example.com"), "{page}");
}

//! Links that set an operator's password.

use crate::{on_both, support::OPERATOR_PASSWORD};
use serde_json::json;
use server::clock::DAY;

on_both! {
    async fn the_first_operator_comes_in_by_a_link_that_works_once(app: TestApp) {
        let (token, other) = (app.operator_link(None).await, app.operator_link(None).await);
        let first = app.nobody();
        let reply = first.get(&format!("/v1/dashboard/link?token={token}")).await.ok();
        assert_eq!(reply.json, json!({"object": "operator_link", "email_address": null}));
        let body = json!({"token": token, "email_address": "Ada@Example.com", "password": OPERATOR_PASSWORD});
        let reply = first.post("/v1/dashboard/link", body.clone()).await.ok();
        let cookie = reply.set_cookie("__dash").expect("a session").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/;"), "{cookie}");
        assert_eq!(first.get("/v1/dashboard/operator").await.ok().json["email_address"], "Ada@Example.com");
        // Used up, and with it every other link for whoever comes first.
        let second = app.nobody();
        for token in [&token, &other] {
            let body = json!({"token": token, "email_address": "eve@example.com", "password": OPERATOR_PASSWORD});
            second.post("/v1/dashboard/link", body).await.refused(404, "resource_not_found", None);
        }
        second.get("/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_link_for_whoever_comes_first_ends_with_the_first_operator(app: TestApp) {
        let token = app.operator_link(None).await;
        app.operator().await;
        let body = json!({"token": token, "email_address": "eve@example.com", "password": OPERATOR_PASSWORD});
        app.nobody().post("/v1/dashboard/link", body).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_link_names_its_operator_ends_their_sessions_and_lasts_a_day(app: TestApp) {
        let before = app.operator_as("ada@example.com").await;
        let token = app.operator_link(Some("ada@example.com")).await;
        let browser = app.nobody();
        assert_eq!(browser.get(&format!("/v1/dashboard/link?token={token}")).await.ok().json["email_address"], "ada@example.com");
        let body = json!({"token": token, "email_address": "eve@example.com", "password": "eleven grey herons in a row"});
        browser.post("/v1/dashboard/link", body).await.ok();
        assert_eq!(browser.get("/v1/dashboard/operator").await.ok().json["email_address"], "ada@example.com");
        before.get("/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);

        let late = app.operator_link(Some("ada@example.com")).await;
        app.advance(DAY);
        let body = json!({"token": late, "password": OPERATOR_PASSWORD});
        browser.post("/v1/dashboard/link", body).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn an_operators_password_is_longer_than_a_users(app: TestApp) {
        let token = app.operator_link(Some("ada@example.com")).await;
        let browser = app.nobody();
        for (password, code) in [
            ("", "form_param_nil"),
            ("Xk2!mq9Lw#aB4z", "form_password_length_too_short"),
            ("aaaaaaaaaaaaaaaaaaaaa", "form_password_pwned"),
        ] {
            let reply = browser.post("/v1/dashboard/link", json!({"token": token, "password": password})).await;
            reply.refused(422, code, Some("password"));
        }
        browser.post("/v1/dashboard/link", json!({"token": token, "password": OPERATOR_PASSWORD})).await.ok();
    }
}

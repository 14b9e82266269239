//! The authenticator app of an operator.

use crate::{
    on_both,
    support::{OPERATOR_PASSWORD, TestApp, TestOperator},
};
use serde_json::{Value, json};
use server::clock::{MINUTE, SECOND};
use totp_rs::{Builder, Secret};

/// The code that an app with this secret shows now.
fn code(app: &TestApp, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).expect("base32");
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(u64::try_from(app.now() / SECOND).expect("after 1970")).to_string()
}

/// Sets an app up; its secret.
async fn enrol(app: &TestApp, operator: &TestOperator) -> String {
    let reply = operator.post("/v1/dashboard/operator/totp", json!({})).await.ok();
    let secret = reply.json["pending"]["secret"].as_str().expect("a secret").to_owned();
    let reply = operator.post("/v1/dashboard/operator/totp/confirm", json!({"code": code(app, &secret)})).await.ok();
    assert_eq!((&reply.json["enabled"], &reply.json["pending"]), (&json!(true), &Value::Null));
    secret
}

fn credentials() -> Value {
    json!({"email_address": "operator@example.com", "password": OPERATOR_PASSWORD})
}

on_both! {
    async fn with_an_app_the_password_alone_lets_nobody_in(app: TestApp) {
        let operator = app.operator().await;
        let secret = enrol(&app, &operator).await;
        let browser = app.nobody();
        let reply = browser.post("/v1/dashboard/session", credentials()).await.ok();
        assert_eq!(reply.json["status"], "needs_second_factor");
        let waiting = browser.client.cookie("__dash").expect("a session that waits");
        browser.get("/v1/users").await.refused(401, "authentication_invalid", None);
        browser.post("/v1/dashboard/session/proof", json!({"password": OPERATOR_PASSWORD})).await.refused(401, "authentication_invalid", None);
        // The code that set the app up was used.
        let used = code(&app, &secret);
        browser.post("/v1/dashboard/session/second_factor", json!({"code": used})).await.refused(422, "form_code_incorrect", Some("code"));
        app.advance(30 * SECOND);
        let fresh = code(&app, &secret);
        browser.post("/v1/dashboard/session/second_factor", json!({"code": fresh})).await.ok();
        browser.get("/v1/users").await.ok();
        assert_ne!(browser.client.cookie("__dash").expect("a session"), waiting, "a new token with the new rights");
        // Nor does the same code work twice.
        let other = app.nobody();
        other.post("/v1/dashboard/session", credentials()).await.ok();
        other.post("/v1/dashboard/session/second_factor", json!({"code": fresh})).await.refused(422, "form_code_incorrect", Some("code"));
    }
}

on_both! {
    async fn guessing_codes_pauses_the_second_factor(app: TestApp) {
        let operator = app.operator().await;
        let secret = enrol(&app, &operator).await;
        app.advance(30 * SECOND);
        let browser = app.nobody();
        browser.post("/v1/dashboard/session", credentials()).await.ok();
        for _ in 0..5 {
            let reply = browser.post("/v1/dashboard/session/second_factor", json!({"code": "000000"})).await;
            reply.refused(422, "form_code_incorrect", Some("code"));
        }
        let right = json!({"code": code(&app, &secret)});
        browser.post("/v1/dashboard/session/second_factor", right).await.refused(429, "rate_limit_exceeded", None);
    }
}

on_both! {
    async fn a_sign_in_waits_ten_minutes_for_its_code(app: TestApp) {
        let operator = app.operator().await;
        let secret = enrol(&app, &operator).await;
        let browser = app.nobody();
        browser.post("/v1/dashboard/session", credentials()).await.ok();
        app.advance(10 * MINUTE);
        let right = json!({"code": code(&app, &secret)});
        browser.post("/v1/dashboard/session/second_factor", right).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn an_app_counts_only_after_its_first_code_and_is_changed_after_a_proof(app: TestApp) {
        let operator = app.operator().await;
        operator.post("/v1/dashboard/operator/totp/confirm", json!({"code": "123456"})).await.refused(422, "attempt_state_invalid", None);
        operator.post("/v1/dashboard/operator/totp", json!({})).await.ok();
        operator.post("/v1/dashboard/operator/totp/confirm", json!({"code": "000000"})).await.refused(422, "form_code_incorrect", Some("code"));
        assert_eq!(app.nobody().post("/v1/dashboard/session", credentials()).await.ok().json["status"], "complete");
        app.advance(10 * MINUTE);
        // Without a fresh proof the secret isn't shown any more.
        assert_eq!(operator.get("/v1/dashboard/operator/totp").await.ok().json["pending"], Value::Null);
        operator.post("/v1/dashboard/operator/totp", json!({})).await.refused(403, "session_reverification_required", None);
        operator.delete("/v1/dashboard/operator/totp").await.refused(403, "session_reverification_required", None);
        operator.post("/v1/dashboard/session/proof", json!({"password": OPERATOR_PASSWORD})).await.ok();
        assert!(operator.get("/v1/dashboard/operator/totp").await.ok().json["pending"]["qr"]["path"].is_string());
        enrol(&app, &operator).await;
        operator.delete("/v1/dashboard/operator/totp").await.ok();
        assert_eq!(app.nobody().post("/v1/dashboard/session", credentials()).await.ok().json["status"], "complete");
    }
}

on_both! {
    async fn a_code_is_a_proof_too(app: TestApp) {
        let operator = app.operator().await;
        let secret = enrol(&app, &operator).await;
        app.advance(10 * MINUTE);
        operator.post("/v1/dashboard/session/proof", json!({"code": code(&app, &secret)})).await.ok();
        operator.post("/v1/dashboard/secret_keys", json!({"name": "Shop"})).await.ok();
    }
}

//! Sessions of operators: in, out, their end, and proofs.

use crate::{on_both, support::OPERATOR_PASSWORD};
use serde_json::{Value, json};
use server::{
    clock::{HOUR, MINUTE},
    store::Value as Bound,
};

fn credentials(email: &str, password: &str) -> Value {
    json!({"email_address": email, "password": password})
}

on_both! {
    async fn signing_in_and_out(app: TestApp) {
        app.operator_as("ada@example.com").await;
        let browser = app.nobody();
        let reply = browser.post("/v1/dashboard/session", credentials(" ADA@example.com ", OPERATOR_PASSWORD)).await.ok();
        assert_eq!(reply.json["status"], "complete");
        let me = browser.get("/v1/dashboard/operator").await.ok().json;
        assert_eq!((&me["email_address"], &me["role"], &me["totp_enabled"]), (&json!("ada@example.com"), &json!("owner"), &json!(false)));
        let copy = browser.client.fork();
        browser.delete("/v1/dashboard/session").await.ok();
        assert_eq!(browser.client.cookie("__dash"), None);
        copy.get("/dashboard/api/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_wrong_password_and_an_unknown_address_are_told_alike_and_tried_thrice(app: TestApp) {
        app.operator_as("ada@example.com").await;
        let browser = app.nobody();
        let mut answers = Vec::new();
        for email in ["ada@example.com", "eve@example.com"] {
            for _ in 0..3 {
                let reply = browser.post("/v1/dashboard/session", credentials(email, "a wholly different phrase")).await;
                reply.refused(422, "form_password_or_identifier_incorrect", None);
                answers.push(reply.error_alone());
            }
            let reply = browser.post("/v1/dashboard/session", credentials(email, OPERATOR_PASSWORD)).await;
            reply.refused(429, "rate_limit_exceeded", None);
            assert_eq!(reply.header("retry-after"), Some("300"));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        app.advance(5 * MINUTE);
        browser.post("/v1/dashboard/session", credentials("ada@example.com", OPERATOR_PASSWORD)).await.ok();
        // A right password takes the count back.
        for _ in 0..2 {
            browser.post("/v1/dashboard/session", credentials("ada@example.com", "a wholly different phrase")).await;
        }
        browser.post("/v1/dashboard/session", credentials("ada@example.com", OPERATOR_PASSWORD)).await.ok();
    }
}

on_both! {
    async fn a_session_ends_after_half_an_hour_of_quiet_or_twelve_hours(app: TestApp) {
        let operator = app.operator().await;
        app.advance(29 * MINUTE);
        operator.get("/v1/dashboard/operator").await.ok();
        app.advance(29 * MINUTE);
        operator.get("/v1/dashboard/operator").await.ok();
        app.advance(30 * MINUTE);
        operator.get("/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);

        let busy = app.operator().await;
        for _ in 0..(12 * HOUR / (20 * MINUTE) - 1) {
            app.advance(20 * MINUTE);
            busy.get("/v1/dashboard/operator").await.ok();
        }
        app.advance(20 * MINUTE);
        busy.get("/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_proof_counts_for_ten_minutes(app: TestApp) {
        let operator = app.operator().await;
        let create = json!({"name": "Shop"});
        operator.post("/v1/dashboard/secret_keys", create.clone()).await.ok();
        app.advance(10 * MINUTE);
        operator.post("/v1/dashboard/secret_keys", create.clone()).await.refused(403, "session_reverification_required", None);
        operator.post("/v1/dashboard/session/proof", json!({"password": "a wholly different phrase"})).await.refused(
            422,
            "form_password_incorrect",
            Some("password"),
        );
        operator.post("/v1/dashboard/session/proof", json!({})).await.refused(422, "form_param_nil", Some("password"));
        operator.post("/v1/dashboard/secret_keys", create.clone()).await.refused(403, "session_reverification_required", None);
        operator.post("/v1/dashboard/session/proof", json!({"password": OPERATOR_PASSWORD})).await.ok();
        operator.post("/v1/dashboard/secret_keys", create).await.ok();
    }
}

on_both! {
    async fn another_password_ends_the_other_sessions(app: TestApp) {
        let operator = app.operator_as("ada@example.com").await;
        let other = app.nobody();
        other.post("/v1/dashboard/session", credentials("ada@example.com", OPERATOR_PASSWORD)).await.ok();
        let new = "eleven grey herons in a row";
        let change = |current: &str| json!({"current_password": current, "new_password": new});
        let refused = operator.post("/v1/dashboard/operator/password", change("a wholly different phrase")).await;
        refused.refused(422, "form_password_incorrect", Some("current_password"));
        operator.post("/v1/dashboard/operator/password", change(OPERATOR_PASSWORD)).await.ok();
        operator.get("/v1/dashboard/operator").await.ok();
        other.get("/v1/dashboard/operator").await.refused(401, "authentication_invalid", None);
        other.post("/v1/dashboard/session", credentials("ada@example.com", new)).await.ok();
    }
}

on_both! {
    async fn neither_tokens_nor_passwords_are_in_the_database(app: TestApp) {
        let operator = app.operator().await;
        let token = operator.client.cookie("__dash").expect("a token");
        let found = app.execute("UPDATE operator_sessions SET user_agent = user_agent WHERE token_hash = $1", vec![Bound::from(token.as_str())]).await;
        assert_eq!(found, 0);
        let found = app.execute("UPDATE operators SET role = role WHERE password_digest = $1", vec![Bound::from(OPERATOR_PASSWORD)]).await;
        assert_eq!(found, 0);
    }
}

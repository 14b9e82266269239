//! Second factors that a backend gives, checks and takes away, and what they mean at sign-in.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient},
};
use serde_json::{Value, json};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// What the authenticator app shows now.
fn code(app: &TestApp) -> String {
    app.totp_code(SECRET)
}

async fn user(app: &TestApp) -> String {
    let body = json!({
        "email_address": ["ada@example.com"], "password": PASSWORD, "totp_secret": SECRET,
        "backup_codes": ["alpha-code-1", "bravo-code-2"],
    });
    let user = app.backend().post("/v1/users", body).await.ok().json;
    for member in ["totp_enabled", "backup_code_enabled", "two_factor_enabled"] {
        assert_eq!(user[member], true, "{member}");
    }
    assert_eq!(user["mfa_enabled_at"], app.now());
    user["id"].as_str().expect("an id").to_owned()
}

/// As far as the password goes.
async fn half_signed_in(app: &TestApp) -> (TestClient, String) {
    let client = app.client();
    let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
    let reply = client.post("/v1/client/sign_ins", &fields).await.ok();
    assert_eq!(reply.response()["status"], "needs_second_factor");
    assert_eq!(reply.response()["supported_second_factors"][0]["strategy"], "totp");
    assert_eq!(reply.response()["supported_second_factors"][1]["strategy"], "backup_code");
    let id = reply.id();
    (client, id)
}

fn path(id: &str) -> String {
    format!("/v1/client/sign_ins/{id}/attempt_second_factor")
}

on_both! {
    async fn no_token_of_any_kind_before_the_second_factor(app: TestApp) {
        user(&app).await;
        let (client, id) = half_signed_in(&app).await;
        let reply = client.get("/v1/client").await.ok();
        assert_eq!(reply.response()["sessions"], json!([]));
        assert!(client.cookie("__session").is_none_or(|token| token.is_empty()));
        assert!(!reply.text.contains("jwt"), "{}", reply.text);
        assert_eq!(client.get("/v1/me").await.status, 401);
        let reply = client.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await.ok();
        assert_eq!(reply.response()["status"], "complete");
        assert!(reply.response()["created_session_id"].as_str().is_some_and(|id| id.starts_with("sess_")));
        let session = &reply.client()["sessions"][0];
        assert_eq!(session["factor_verification_age"], json!([0, 0]));
        client.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_code_is_taken_once(app: TestApp) {
        user(&app).await;
        let now = code(&app);
        let (client, id) = half_signed_in(&app).await;
        client.post(&path(&id), &[("strategy", "totp"), ("code", &now)]).await.ok();
        let (again, id) = half_signed_in(&app).await;
        again.post(&path(&id), &[("strategy", "totp"), ("code", &now)]).await.refused(422, "form_code_incorrect", Some("code"));
        app.advance(30_000);
        again.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await.ok();
        let (third, id) = half_signed_in(&app).await;
        third.post(&path(&id), &[("strategy", "backup_code"), ("code", "alpha-code-1")]).await.ok();
        let (fourth, id) = half_signed_in(&app).await;
        fourth.post(&path(&id), &[("strategy", "backup_code"), ("code", "alpha-code-1")]).await.refused(422, "form_code_incorrect", Some("code"));
        fourth.post(&path(&id), &[("strategy", "backup_code"), ("code", "bravo-code-2")]).await.ok();
    }
}

on_both! {
    parallel async fn of_many_who_bring_one_code_at_once_one_gets_in(app: TestApp) {
        user(&app).await;
        let now = code(&app);
        let mut tries = Vec::new();
        for _ in 0..5 {
            tries.push(half_signed_in(&app).await);
        }
        let replies = futures::future::join_all(tries.iter().map(async |(client, id)| {
            client.post(&path(id), &[("strategy", "totp"), ("code", &now)]).await.status.as_u16()
        })).await;
        assert_eq!(replies.iter().filter(|status| **status == 200).count(), 1, "{replies:?}");
    }
}

on_both! {
    async fn wrong_codes_are_counted_and_then_pause(app: TestApp) {
        user(&app).await;
        let (client, id) = half_signed_in(&app).await;
        let wrong = if code(&app) == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            client.post(&path(&id), &[("strategy", "totp"), ("code", wrong)]).await.refused(422, "form_code_incorrect", Some("code"));
        }
        let reply = client.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await;
        assert_eq!(reply.status, 429, "the right one too: {}", reply.text);
        assert_eq!(reply.header("retry-after"), Some("900"));
        app.advance(900_000);
        client.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await.ok();
    }
}

on_both! {
    async fn every_way_in_asks_for_the_second_factor(app: TestApp) {
        user(&app).await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        client.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await.refused(422, "attempt_state_invalid", None);
        app.advance(1);
        client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
        let mailed = app.code_to("ada@example.com").await;
        let fields = [("strategy", "email_code"), ("code", mailed.as_str())];
        let reply = client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await.ok();
        assert_eq!(reply.response()["status"], "needs_second_factor");

        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        app.advance(1);
        client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await.ok();
        let mailed = app.code_to("ada@example.com").await;
        let fields = [("strategy", "reset_password_email_code"), ("code", mailed.as_str())];
        client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await.ok();
        let reply = client.post(&format!("/v1/client/sign_ins/{id}/reset_password"), &[("password", "a wholly different phrase")]).await.ok();
        assert_eq!(reply.response()["status"], "needs_second_factor", "a reset is no way around it");
        client.post(&path(&id), &[("strategy", "email_code"), ("code", &mailed)]).await.refused(422, "strategy_for_user_invalid", Some("strategy"));
        client.post(&path(&id), &[("strategy", "totp"), ("code", &code(&app))]).await.ok();
        let reply = app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", "a wholly different phrase")]).await.ok();
        assert_eq!(reply.response()["status"], "needs_second_factor", "the new password counts");
    }
}

on_both! {
    async fn a_backend_checks_codes_and_uses_backup_codes_up(app: TestApp) {
        let path = format!("/v1/users/{}/verify_totp", user(&app).await);
        let backend = app.backend();
        let right = backend.post(&path, json!({"code": code(&app)})).await.ok().json;
        assert_eq!(right, json!({"verified": true, "code_type": "totp"}));
        backend.post(&path, json!({"code": code(&app)})).await.refused(422, "totp_incorrect_code", Some("code"));
        let right = backend.post(&path, json!({"code": "alpha-code-1"})).await.ok().json;
        assert_eq!(right, json!({"verified": true, "code_type": "backup_code"}));
        backend.post(&path, json!({"code": "alpha-code-1"})).await.refused(422, "totp_incorrect_code", Some("code"));
        let plain = backend.user("plain@example.com").await;
        backend.post(&format!("/v1/users/{plain}/verify_totp"), json!({"code": "123456"})).await.refused(400, "totp_disabled", None);
    }
}

on_both! {
    async fn second_factors_are_taken_away(app: TestApp) {
        let id = user(&app).await;
        let backend = app.backend();
        app.advance(5);
        assert_eq!(backend.delete(&format!("/v1/users/{id}/backup_code")).await.ok().json, json!({"user_id": id}));
        let user = backend.get(&format!("/v1/users/{id}")).await.ok().json;
        assert_eq!((&user["backup_code_enabled"], &user["totp_enabled"], &user["mfa_disabled_at"]), (&json!(false), &json!(true), &Value::Null));
        assert_eq!(backend.delete(&format!("/v1/users/{id}/mfa")).await.ok().json, json!({"user_id": id}));
        let user = backend.get(&format!("/v1/users/{id}")).await.ok().json;
        assert_eq!((&user["two_factor_enabled"], &user["mfa_disabled_at"]), (&json!(false), &json!(app.now())));
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        backend.delete("/v1/users/user_nobody/totp").await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn secrets_must_be_base32_and_long_enough(app: TestApp) {
        for secret in ["", "ABC", "not base32 !!!!!!!!!!!!!!!"] {
            let body = json!({"username": "ada_1", "totp_secret": secret});
            app.backend().post("/v1/users", body).await.refused(422, "invalid_totp_secret_code", Some("totp_secret"));
        }
        let body = json!({"username": "ada_1", "backup_codes": ["x"]});
        app.backend().post("/v1/users", body).await.refused(422, "form_param_format_invalid", Some("backup_codes"));
    }
}

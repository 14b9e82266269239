//! Settings that operators change: who may sign up, how long sessions last. In force at once, also on other nodes.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient},
};
use serde_json::{Value, json};
use server::{
    clock::{DAY, HOUR, MINUTE},
    config::SignUpMode,
};

const SETTINGS: &str = "/v1/dashboard/settings";

async fn mode(app: &TestApp) -> Value {
    app.client().get("/v1/environment").await.ok().json["user_settings"]["sign_up"]["mode"].clone()
}

async fn start_sign_up(app: &TestApp, email: &str) -> crate::support::Reply {
    app.client().post("/v1/client/sign_ups", &[("email_address", email), ("password", PASSWORD)]).await
}

async fn token(client: &TestClient, session: &str) -> crate::support::Reply {
    client.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await
}

on_both! {
    async fn who_may_sign_up_is_set_here_and_wins_over_the_configuration(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Restricted) {
        let operator = app.operator().await;
        assert_eq!(mode(&app).await, "restricted", "the configuration gives the start");
        start_sign_up(&app, "ada@example.com").await.refused(403, "sign_up_mode_restricted", None);
        let set = operator.patch(SETTINGS, json!({"sign_up_mode": "waitlist"})).await.ok().json;
        assert_eq!((&set["sign_up_mode"], &set["configured"]["sign_up_mode"]), (&json!("waitlist"), &json!("restricted")));
        assert_eq!(mode(&app).await, "waitlist");
        start_sign_up(&app, "ada@example.com").await.refused(403, "sign_up_restricted_waitlist", None);
        app.client().post("/v1/waitlist", &[("email_address", "ada@example.com")]).await.ok();
        operator.patch(SETTINGS, json!({"sign_up_mode": "public"})).await.ok();
        start_sign_up(&app, "grace@example.com").await.ok();
        app.client().post("/v1/waitlist", &[("email_address", "eve@example.com")]).await.refused(403, "waitlist_not_accepting_entries", None);
        // Null: as configured again. Absent: as it is.
        operator.patch(SETTINGS, json!({"sign_up_mode": null})).await.ok();
        operator.patch(SETTINGS, json!({})).await.ok();
        assert_eq!(mode(&app).await, "restricted");
        operator.patch(SETTINGS, json!({"sign_up_mode": "closed"})).await.refused(422, "form_param_value_invalid", Some("sign_up_mode"));
    }
}

on_both! {
    async fn changes_are_in_the_audit_log_with_before_and_after(app: TestApp) {
        let operator = app.operator().await;
        operator.patch(SETTINGS, json!({"sign_up_mode": "restricted", "session_lifetime": 2, "session_lifetime_unit": "days"})).await.ok();
        let log = operator.get("/v1/dashboard/audit_entries?action=instance.settings.update").await.ok().json;
        assert_eq!(log["data"].as_array().map(Vec::len), Some(1));
        assert_eq!(log["data"][0]["changes"], json!(["session_lifetime", "sign_up_mode"]));
        let id = log["data"][0]["id"].as_str().expect("an id");
        let detail = operator.get(&format!("/v1/dashboard/audit_entries/{id}")).await.ok().json;
        assert_eq!((&detail["before"]["sign_up_mode"], &detail["after"]["sign_up_mode"]), (&Value::Null, &json!("restricted")));
        assert_eq!(detail["after"]["session_lifetime"], 2 * DAY);
    }
}

on_both! {
    async fn the_lifetime_counts_for_sessions_that_begin_afterwards(app: TestApp) {
        let operator = app.operator().await;
        let early = app.signed_up("ada@example.com").await;
        operator.patch(SETTINGS, json!({"session_lifetime": 1, "session_lifetime_unit": "hours"})).await.ok();
        let late = app.client();
        app.sign_in(&late, "ada@example.com", PASSWORD).await;
        let (first, second) = (app.session_of(&early).await, app.session_of(&late).await);
        app.advance(HOUR - MINUTE);
        token(&late, &second).await.ok();
        app.advance(2 * MINUTE);
        token(&early, &first).await.ok();
        token(&late, &second).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn an_unused_session_ends_and_a_used_one_goes_on(app: TestApp) {
        let operator = app.operator().await;
        operator.patch(SETTINGS, json!({"session_inactivity_timeout": 1, "session_inactivity_timeout_unit": "hours"})).await.ok();
        let used = app.signed_up("ada@example.com").await;
        let left = app.client();
        app.sign_in(&left, "ada@example.com", PASSWORD).await;
        let (first, second) = (app.session_of(&used).await, app.session_of(&left).await);
        for _ in 0..4 {
            // A page that is open renews its token: that is use.
            app.advance(HOUR / 2);
            token(&used, &first).await.ok();
        }
        token(&left, &second).await.refused(401, "authentication_invalid", None);
        let user = app.backend().get("/v1/users?email_address=ada@example.com").await.ok().json[0]["id"].as_str().expect("an id").to_owned();
        let sessions = app.backend().get(&format!("/v1/sessions?user_id={user}&status=abandoned")).await.ok().json;
        assert_eq!(sessions[0]["id"], json!(second), "{sessions}");
        app.advance(HOUR);
        token(&used, &first).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn sessions_under_way_follow_a_new_timeout_when_they_are_used_next(app: TestApp) {
        let client = app.signed_up("ada@example.com").await;
        let session = app.session_of(&client).await;
        let operator = app.operator().await;
        operator.patch(SETTINGS, json!({"session_inactivity_timeout": 30})).await.ok();
        app.advance(2 * HOUR);
        token(&client, &session).await.ok();
        let touched = client.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await.ok();
        assert_eq!(touched.response()["abandon_at"].as_i64(), Some(app.now() + HOUR / 2));
        app.advance(10 * MINUTE);
        operator_again(&app, json!({"session_inactivity_timeout": 0})).await;
        // Used again: nothing ends it early any more.
        token(&client, &session).await.ok();
        app.advance(2 * HOUR);
        token(&client, &session).await.ok();
    }
}

async fn operator_again(app: &TestApp, body: Value) {
    app.operator().await.patch(SETTINGS, body).await.ok();
}

on_both! {
    async fn lengths_have_bounds(app: TestApp) {
        let operator = app.operator().await;
        let before = operator.get(SETTINGS).await.ok().json;
        for (body, param) in [
            (json!({"session_lifetime": 4}), "session_lifetime"),
            (json!({"session_lifetime": 401, "session_lifetime_unit": "days"}), "session_lifetime"),
            (json!({"session_lifetime": -1}), "session_lifetime"),
            (json!({"session_lifetime": i64::MAX, "session_lifetime_unit": "days"}), "session_lifetime"),
            (json!({"session_inactivity_timeout": 4}), "session_inactivity_timeout"),
            (json!({"session_inactivity_timeout": 8, "session_inactivity_timeout_unit": "days"}), "session_inactivity_timeout"),
            (json!({"session_inactivity_timeout": 2, "session_inactivity_timeout_unit": "hours", "session_lifetime": 60}), "session_inactivity_timeout"),
        ] {
            operator.patch(SETTINGS, body.clone()).await.refused(422, "form_param_value_invalid", Some(param));
        }
        assert_eq!(operator.get(SETTINGS).await.ok().json, before, "nothing half-written");
    }
}

on_both! {
    async fn forms_without_scripts_change_them_too(app: TestApp) {
        let operator = app.operator().await;
        let page = operator.client.get("/dashboard/settings").await;
        assert!(page.text.contains("session.lifetime_seconds") && page.text.contains(r#"name="session_inactivity_timeout:int""#));
        let back = [("_method", "PATCH"), ("_form", "settings.sessions"), ("_then", "/dashboard/settings"), ("_back", "/dashboard/settings")];
        let lengths = [("session_lifetime:int", "3"), ("session_lifetime_unit", "days"), ("session_inactivity_timeout:int", "12"), ("session_inactivity_timeout_unit", "hours")];
        operator.form(SETTINGS, &[&back[..], &lengths[..]].concat()).await;
        let set = operator.get(SETTINGS).await.ok().json;
        assert_eq!((&set["session_lifetime"], &set["session_inactivity_timeout"]), (&json!(3 * DAY), &json!(12 * HOUR)));
        let null = [("session_lifetime:json", "null"), ("session_inactivity_timeout:json", "null")];
        operator.form(SETTINGS, &[&back[..], &null[..]].concat()).await;
        assert_eq!(operator.get(SETTINGS).await.ok().json["session_lifetime"], set["configured"]["session_lifetime"]);
    }
}

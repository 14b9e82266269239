//! Secret keys and settings.

use crate::{on_both, support::SECRET_KEY};
use serde_json::{Value, json};
use server::clock::MINUTE;
use std::time::Duration;

on_both! {
    async fn a_key_is_shown_once_works_and_stops_when_it_is_revoked(app: TestApp) {
        app.advance(MINUTE);
        let operator = app.operator().await;
        let made = operator.post("/v1/dashboard/secret_keys", json!({"name": "  Shop  "})).await.ok().json;
        let (id, secret) = (made["id"].as_str().expect("an id"), made["secret"].as_str().expect("the key"));
        assert_eq!((made["name"].as_str(), made["revoked_at"].as_i64()), (Some("Shop"), None));
        app.backend().with_key(secret).get("/v1/users").await.ok();
        let list = operator.get("/v1/dashboard/secret_keys").await.ok();
        assert!(!list.text.contains(secret), "kept nowhere");
        assert_eq!(list.json["data"][0]["hint"].as_str().map(|hint| secret.starts_with(hint.trim_end_matches('…'))), Some(true));
        assert_eq!(list.json["total_count"], 2);

        operator.post(&format!("/v1/dashboard/secret_keys/{id}/revoke"), json!({})).await.ok();
        app.backend().with_key(secret).get("/v1/users").await.refused(401, "clerk_key_invalid", None);
        app.backend().get("/v1/users").await.ok();
        // Revoked ones come last, and revoking twice changes nothing.
        app.advance(MINUTE);
        let again = operator.post(&format!("/v1/dashboard/secret_keys/{id}/revoke"), json!({})).await.ok().json;
        let list = operator.get("/v1/dashboard/secret_keys").await.ok().json;
        assert_eq!((&list["data"][1]["id"], &list["data"][1]["revoked_at"]), (&made["id"], &again["revoked_at"]));
        operator.post("/v1/dashboard/secret_keys/key_unknown/revoke", json!({})).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_key_says_what_it_is_for(app: TestApp) {
        let operator = app.operator().await;
        for (name, code) in [("", "form_param_nil"), ("  ", "form_param_nil"), (&*"x".repeat(101), "form_param_max_length_exceeded")] {
            operator.post("/v1/dashboard/secret_keys", json!({"name": name})).await.refused(422, code, Some("name"));
        }
    }
}

on_both! {
    async fn the_last_use_of_a_key_is_known_to_the_minute(app: TestApp) {
        let operator = app.operator().await;
        let used = async |expected: Value| {
            // Written after the answer, by a task of its own.
            for _ in 0..100 {
                let list = operator.get("/v1/dashboard/secret_keys").await.ok().json;
                if list["data"][0]["last_used_at"] == expected {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            panic!("never {expected}");
        };
        used(Value::Null).await;
        let first = app.now();
        app.backend().with_key(SECRET_KEY).get("/v1/users").await.ok();
        used(json!(first)).await;
        app.advance(MINUTE);
        app.backend().get("/v1/users").await.ok();
        used(json!(first + MINUTE)).await;
    }
}

on_both! {
    async fn settings_are_read_together_and_changed_by_the_backend_api(app: TestApp) {
        let operator = app.operator().await;
        let before = operator.get("/v1/dashboard/settings").await.ok().json;
        assert_eq!((&before["restrictions"]["allowlist"], &before["support_email"]), (&json!(false), &Value::Null));
        operator.patch("/v1/instance/restrictions", json!({"allowlist": true})).await.ok();
        operator.patch("/v1/instance", json!({"support_email": "help@example.com"})).await.ok();
        let after = operator.get("/v1/dashboard/settings").await.ok().json;
        assert_eq!((&after["restrictions"]["allowlist"], &after["support_email"]), (&json!(true), &json!("help@example.com")));
        assert_eq!(after["configured"]["session_lifetime"], app.app.config.session.lifetime);
    }
}

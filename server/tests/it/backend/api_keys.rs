//! Keys that an app gives to its users.

use crate::{
    on_both,
    support::{TestApp, TestBackend},
};
use serde_json::{Value, json};
use server::store::Value as Bound;

const PATH: &str = "/v1/api_keys";

async fn create(backend: &TestBackend, subject: &str, name: &str) -> Value {
    backend.post(PATH, json!({"name": name, "subject": subject})).await.ok().json
}

fn secret_of(key: &Value) -> String {
    key["secret"].as_str().expect("the key itself").to_owned()
}

fn id_of(key: &Value) -> String {
    key["id"].as_str().expect("an id").to_owned()
}

async fn verify(app: &TestApp, secret: &str) -> crate::support::Reply {
    app.backend().post("/v1/api_keys/verify", json!({"secret": secret})).await
}

on_both! {
    async fn a_key_has_what_it_was_given_and_is_told_once(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let mut body = json!({
            "type": "robot_key", "name": "CI", "subject": user, "description": "builds", "claims": {"team": "a"},
            "scopes": ["read", "write"], "created_by": user, "seconds_until_expiration": 3600,
        });
        backend.post(PATH, body.clone()).await.refused(400, "form_param_format_invalid", Some("name"));
        body["name"] = json!("Build machine");
        let key = backend.post(PATH, body).await.ok().json;
        let (id, secret) = (id_of(&key), secret_of(&key));
        assert!(id.len() == 35 && id.starts_with("ak_") && id[3..].bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        assert!(secret.len() > 43 && secret.starts_with("ak_"));
        let expected = json!({
            "object": "api_key", "id": id, "type": "robot_key", "name": "Build machine", "subject": user, "description": "builds",
            "claims": {"team": "a"}, "scopes": ["read", "write"], "secret": secret, "revoked": false, "revocation_reason": null,
            "expired": false, "expiration": app.now() + 3_600_000, "created_by": user, "last_used_at": null,
            "created_at": app.now(), "updated_at": app.now(),
        });
        assert_eq!(key, expected);
        let again = backend.get(&format!("{PATH}/{id}")).await.ok();
        assert!(!again.text.contains(&secret));
        assert_eq!(backend.get(&format!("{PATH}/{id}/secret")).await.ok().json, json!({"secret": secret}));
        let stored = Bound::from(format!("%{secret}%"));
        let plain = "DELETE FROM api_keys WHERE sealed_secret LIKE $1 OR secret_hash LIKE $1";
        assert_eq!(app.execute(plain, vec![stored]).await, 0, "kept sealed and hashed only");
    }
}

on_both! {
    async fn a_key_that_is_shown_says_whose_it_is_until_it_cannot_be_used(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let key = create(&backend, &user, "one").await;
        let (id, secret) = (id_of(&key), secret_of(&key));
        let shown = verify(&app, &secret).await.ok().json;
        assert_eq!((&shown["id"], &shown["subject"], &shown["last_used_at"]), (&json!(id), &json!(user), &json!(app.now())));
        assert!(shown.get("secret").is_none());
        let used = app.now();
        app.advance(30_000);
        assert_eq!(verify(&app, &secret).await.ok().json["last_used_at"], used, "to the minute");
        app.advance(30_000);
        assert_eq!(verify(&app, &secret).await.ok().json["last_used_at"], app.now());

        for wrong in ["ak_nobody", &secret[..secret.len() - 1], &"x".repeat(1_000)] {
            verify(&app, wrong).await.refused(404, "resource_not_found", None);
        }
        verify(&app, "").await.refused(400, "form_param_missing", Some("secret"));
        backend.post(&format!("/v1/users/{user}/ban"), json!({})).await.ok();
        verify(&app, &secret).await.refused(404, "resource_not_found", None);
        backend.post(&format!("/v1/users/{user}/unban"), json!({})).await.ok();
        verify(&app, &secret).await.ok();
        let path = format!("{PATH}/{id}");
        backend.patch(&path, json!({"seconds_until_expiration": 60})).await.ok();
        app.advance(59_999);
        verify(&app, &secret).await.ok();
        app.advance(1);
        verify(&app, &secret).await.refused(404, "resource_not_found", None);
        assert_eq!(backend.get(&path).await.ok().json["expired"], true);
        backend.patch(&path, json!({"seconds_until_expiration": null})).await.ok();
        verify(&app, &secret).await.ok();
        let revoked = backend.post(&format!("{path}/revoke"), json!({"revocation_reason": "lost"})).await.ok().json;
        assert_eq!((&revoked["revoked"], &revoked["revocation_reason"]), (&json!(true), &json!("lost")));
        let again = backend.post(&format!("{path}/revoke"), json!({"revocation_reason": "other"})).await.ok().json;
        assert_eq!(again["revocation_reason"], "lost", "the first time counts");
        verify(&app, &secret).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_user_is_shown_the_keys_that_can_be_used(app: TestApp) {
        let backend = app.backend();
        let (ada, grace) = (backend.user("ada@example.com").await, backend.user("grace@example.com").await);
        let first = id_of(&create(&backend, &ada, "Laptop").await);
        app.advance(1);
        let second = id_of(&create(&backend, &ada, "build machine").await);
        app.advance(1);
        backend.post(PATH, json!({"name": "Laptop", "subject": ada, "type": "other"})).await.ok();
        create(&backend, &grace, "Laptop").await;
        backend.post(&format!("{PATH}/{first}/revoke"), json!({})).await.ok();
        let ids = async |query: &str| {
            let page = app.backend().get(&format!("{PATH}?subject={ada}{query}")).await.ok().json;
            let ids: Vec<String> = page["data"].as_array().expect("a page").iter().map(id_of).collect();
            (ids, page["total_count"].as_i64().expect("a count"))
        };
        assert_eq!(ids("").await, (vec![second.clone()], 1));
        assert_eq!(ids("&include_invalid=true").await, (vec![second.clone(), first.clone()], 2));
        assert_eq!(ids("&include_invalid=true&limit=1&offset=1").await, (vec![first.clone()], 2));
        assert_eq!(ids("&query=MACHINE").await, (vec![second], 1));
        assert_eq!(ids("&query=laptop").await, (vec![], 0));
        assert_eq!(ids("&type=other").await.1, 1);
        backend.get(PATH).await.refused(400, "form_param_missing", Some("subject"));
        backend.get(&format!("{PATH}?subject={ada}&limit=101")).await.refused(400, "form_param_value_invalid", Some("limit"));
        backend.get(&format!("{PATH}?subject=org_1")).await.refused(400, "form_param_format_invalid", Some("subject"));
    }
}

on_both! {
    async fn keys_are_changed_and_forgotten(app: TestApp) {
        let backend = app.backend();
        let (ada, grace) = (backend.user("ada@example.com").await, backend.user("grace@example.com").await);
        let key = create(&backend, &ada, "one").await;
        let path = format!("{PATH}/{}", id_of(&key));
        let change = json!({"subject": grace, "description": "new", "claims": [1], "scopes": ["a"]});
        let changed = backend.patch(&path, change).await.ok().json;
        assert_eq!((&changed["subject"], &changed["description"], &changed["claims"], &changed["scopes"]), (&json!(grace), &json!("new"), &json!([1]), &json!(["a"])));
        let kept = backend.patch(&path, json!({"description": null, "claims": null})).await.ok().json;
        assert_eq!((&kept["description"], &kept["claims"], &kept["scopes"]), (&Value::Null, &Value::Null, &json!(["a"])), "absent stays, null clears");
        assert_eq!(verify(&app, &secret_of(&key)).await.ok().json["subject"], grace);
        assert_eq!(backend.delete(&path).await.ok().json, json!({"object": "api_key", "id": id_of(&key), "deleted": true}));
        for reply in [backend.delete(&path).await, backend.get(&path).await, backend.get(&format!("{path}/secret")).await] {
            reply.refused(404, "resource_not_found", None);
        }
        backend.patch(&path, json!({})).await.refused(404, "resource_not_found", None);
        backend.post(&format!("{path}/revoke"), json!({})).await.refused(404, "resource_not_found", None);
        verify(&app, &secret_of(&key)).await.refused(404, "resource_not_found", None);
        let other = create(&backend, &ada, "two").await;
        backend.delete(&format!("/v1/users/{ada}")).await.ok();
        backend.get(&format!("{PATH}/{}", id_of(&other))).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn what_makes_no_key_is_refused(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let long = "x".repeat(256);
        for (change, code, param) in [
            (json!({"name": null}), "form_param_type_invalid", "name"),
            (json!({"name": ""}), "form_param_missing", "name"),
            (json!({"name": "ab"}), "form_param_format_invalid", "name"),
            (json!({"name": " abc"}), "form_param_format_invalid", "name"),
            (json!({"name": long}), "form_param_format_invalid", "name"),
            (json!({"subject": ""}), "form_param_missing", "subject"),
            (json!({"subject": "user_nobody"}), "form_resource_not_found", "subject"),
            (json!({"subject": "org_1"}), "form_param_format_invalid", "subject"),
            (json!({"created_by": "mch_1"}), "form_param_format_invalid", "created_by"),
            (json!({"type": "ab"}), "form_param_value_invalid", "type"),
            (json!({"description": long}), "form_param_max_length_exceeded", "description"),
            (json!({"claims": {"a": "x".repeat(9_000)}}), "form_param_exceeds_allowed_size", "claims"),
            (json!({"scopes": [""]}), "form_param_value_invalid", "scopes"),
            (json!({"scopes": vec!["a"; 101]}), "form_param_value_invalid", "scopes"),
            (json!({"seconds_until_expiration": 0}), "form_param_value_invalid", "seconds_until_expiration"),
            (json!({"seconds_until_expiration": -1}), "form_param_value_invalid", "seconds_until_expiration"),
            (json!({"seconds_until_expiration": 1_000_000_000_000_i64}), "form_param_value_invalid", "seconds_until_expiration"),
        ] {
            let mut body = json!({"name": "A key", "subject": user});
            body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
            let reply = backend.post(PATH, body).await;
            reply.refused(if code == "form_param_type_invalid" { 422 } else { 400 }, code, Some(param));
        }
        let none = backend.get(&format!("{PATH}?subject={user}&include_invalid=true")).await.ok().json;
        assert_eq!(none["total_count"], 0);
    }
}

on_both! {
    async fn paths_without_a_version_are_the_same(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let key = backend.post("/api_keys", json!({"name": "A key", "subject": user})).await.ok().json;
        let shown = backend.post("/api_keys/verify", json!({"secret": secret_of(&key)})).await.ok().json;
        assert_eq!(shown["id"], key["id"]);
        app.client().get("/api_keys").await.refused(401, "authentication_invalid", None);
    }
}

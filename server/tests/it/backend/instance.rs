//! `/v1/instance…` and `/v1/domains…`: settings that hold from the next request on.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestBackend, members},
};
use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::config::Environment;

const INSTANCE: &str = "/v1/instance";
const SETTINGS: &str = "/v1/instance/organization_settings";
const DOMAINS: &str = "/v1/domains";
const ADDED: &str = "https://app.example.com";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn set(backend: &TestBackend, body: Value) {
    let reply = backend.patch(INSTANCE, body).await.ok();
    assert_eq!((reply.status, reply.text.as_str()), (StatusCode::NO_CONTENT, ""));
}

async fn environment(app: &TestApp) -> Value {
    app.client().get("/v1/environment").await.ok().json
}

on_both! {
    async fn the_instance_has_every_field(app: TestApp) {
        let backend = app.backend();
        let instance = backend.get(INSTANCE).await.ok().json;
        let expected = json!({"object": "instance", "id": app.instance().as_str(), "environment_type": "development", "allowed_origins": null, "workspace_id": null});
        assert_eq!(instance, expected);
        set(&backend, json!({"allowed_origins": [ADDED, "https://App.Example.com:443/", "chrome-extension://mnhbilbfebpbokpjjamapdecdgieldho"]})).await;
        let origins = backend.get(INSTANCE).await.ok().json["allowed_origins"].clone();
        assert_eq!(origins, json!([ADDED, "chrome-extension://mnhbilbfebpbokpjjamapdecdgieldho"]), "as browsers write them, each once");
        set(&backend, json!({"allowed_origins": []})).await;
        assert_eq!(backend.get(INSTANCE).await.ok().json["allowed_origins"], json!([]));
    }
}

on_both! {
    async fn settings_are_told_to_browsers_and_null_is_as_configured(app: TestApp, |config| config.instance.support_email = Some("help@example.com".to_owned())) {
        let backend = app.backend();
        let before = environment(&app).await;
        assert_eq!((&before["display_config"]["support_email"], &before["auth_config"]["test_mode"]), (&json!("help@example.com"), &json!(true)));
        assert_eq!(before["display_config"]["preferred_sign_in_strategy"], "password");
        set(&backend, json!({
            "support_email": "desk@example.com", "test_mode": false, "hibp": true, "clerk_js_version": "6", "development_origin": "http://localhost:5173",
            "cookieless_dev": true, "url_based_session_syncing": true, "preferred_sign_in_strategy_when_password_required": "otp",
        })).await;
        let after = environment(&app).await;
        assert_eq!((&after["display_config"]["support_email"], &after["auth_config"]["test_mode"]), (&json!("desk@example.com"), &json!(false)));
        assert_eq!(after["display_config"]["preferred_sign_in_strategy"], "otp");
        assert_eq!(backend.get(DOMAINS).await.ok().json["data"][0]["development_origin"], "http://localhost:5173");
        set(&backend, json!({})).await;
        assert_eq!(environment(&app).await, after, "absent changes nothing");
        set(&backend, json!({"support_email": null, "test_mode": null, "development_origin": "", "preferred_sign_in_strategy_when_password_required": ""})).await;
        assert_eq!(environment(&app).await, before);
        for (body, code, param) in [
            (json!({"support_email": "nonsense"}), "form_param_format_invalid", "support_email"),
            (json!({"test_mode": "perhaps"}), "form_param_type_invalid", "test_mode"),
            (json!({"clerk_js_version": "x".repeat(65)}), "form_param_max_length_exceeded", "clerk_js_version"),
            (json!({"development_origin": "localhost"}), "form_invalid_origin", "development_origin"),
            (json!({"allowed_origins": ["*"]}), "form_invalid_origin", "allowed_origins"),
            (json!({"allowed_origins": [ADDED, "https://app.example.com/path"]}), "form_invalid_origin", "allowed_origins"),
            (json!({"allowed_origins": ["null"]}), "form_invalid_origin", "allowed_origins"),
            (json!({"allowed_origins": vec![ADDED; 101]}), "form_param_array_size_exceeded", "allowed_origins"),
            (json!({"preferred_sign_in_strategy_when_password_required": "magic"}), "form_param_value_invalid", "preferred_sign_in_strategy_when_password_required"),
        ] {
            backend.patch(INSTANCE, body).await.refused(422, code, Some(param));
        }
        assert_eq!(environment(&app).await, before, "what is refused changes nothing");
    }
}

on_both! {
    async fn an_origin_that_was_added_may_call_until_it_is_removed_and_nobody_beside_it(app: TestApp) {
        let backend = app.backend();
        let browser = app.signed_up("ada@example.com").await;
        let change = async |origin: &str| browser.raw(Method::PATCH, "/v1/me", &[("origin", origin), FORM], "first_name=Ada").await;
        let read = async |origin: &str| browser.raw(Method::GET, "/v1/environment", &[("origin", origin)], Body::empty()).await;
        let ask = async |origin: &str| browser.raw(Method::OPTIONS, "/v1/me", &[("origin", origin), ("access-control-request-method", "PATCH")], Body::empty()).await;
        change(ADDED).await.refused(403, "origin_invalid", None);
        set(&backend, json!({"allowed_origins": [ADDED, "capacitor://localhost"]})).await;
        for origin in [ADDED, "capacitor://localhost"] {
            let reply = change(origin).await.ok();
            assert_eq!((reply.header("access-control-allow-origin"), reply.header("access-control-allow-credentials")), (Some(origin), Some("true")));
            assert_eq!(read(origin).await.ok().header("access-control-allow-origin"), Some(origin));
            assert_eq!(ask(origin).await.header("access-control-allow-origin"), Some(origin));
        }
        // The page that asks is who the token is for.
        let session = app.session_of(&browser).await;
        let token = browser.raw(Method::POST, &format!("/v1/client/sessions/{session}/tokens"), &[("origin", ADDED), FORM], "").await.ok();
        assert_eq!(super::claims_of(token.json["jwt"].as_str().expect("a token"))["azp"], ADDED);
        for stranger in ["https://evil.example", "https://app.example.com.evil.example", "https://sub.app.example.com", "http://app.example.com", "https://app.example.com:8443", "null"] {
            change(stranger).await.refused(403, "origin_invalid", None);
            assert!(read(stranger).await.header("access-control-allow-origin").is_none(), "{stranger}");
            assert!(ask(stranger).await.header("access-control-allow-origin").is_none(), "{stranger}");
        }
        set(&backend, json!({"allowed_origins": []})).await;
        change(ADDED).await.refused(403, "origin_invalid", None);
        assert!(read(ADDED).await.header("access-control-allow-origin").is_none());
    }
}

on_both! {
    async fn every_node_follows_at_once(app: TestApp) {
        set(&app.backend(), json!({"support_email": "first@example.com"})).await;
        assert_eq!(environment(&app).await["display_config"]["support_email"], "first@example.com");
        // Another node: the row changes, and nothing in this process hears of it.
        app.execute("UPDATE instance_settings SET version = version + 1, data = REPLACE(data, 'first@', 'second@')", vec![]).await;
        assert_eq!(environment(&app).await["display_config"]["support_email"], "second@example.com");
        let app = app.restarted().await;
        assert_eq!(environment(&app).await["display_config"]["support_email"], "second@example.com");
    }
}

on_both! {
    async fn in_development_addresses_for_tests_take_the_known_code_and_get_no_mail(app: TestApp) {
        let email = "ada+clerk_test@example.com";
        let sign_up = async |code: &str| {
            let client = app.client();
            let id = app.open_sign_up(&client, email).await;
            client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
            client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", code)]).await
        };
        set(&app.backend(), json!({"test_mode": false})).await;
        sign_up("424242").await.refused(422, "form_code_incorrect", Some("code"));
        assert_eq!(app.mails_to(email).await.len(), 1);
        set(&app.backend(), json!({"test_mode": true})).await;
        sign_up("000000").await.refused(422, "form_code_incorrect", Some("code"));
        sign_up("424242").await.ok();
        assert_eq!(app.mails_to(email).await.len(), 1, "no mail for tests");
        // Signing in as well, and nobody else.
        let client = app.client();
        let id = app.open_sign_in(&client, email).await;
        client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
        client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", "424242")]).await.ok();
        for other in ["clerk_test@example.com", "grace@clerk_test.example.com", "grace+test@example.com"] {
            let fields = [("email_address", other), ("password", PASSWORD)];
            let reply = app.client().post("/v1/client/sign_ups", &fields).await;
            if reply.status == 200 {
                let client = app.client();
                let id = app.open_sign_up(&client, other).await;
                client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
                assert_eq!(app.mails_to(other).await.len(), 1, "{other}");
            }
        }
    }
}

on_both! {
    async fn in_production_there_is_no_known_code(app: TestApp, |config| config.instance.environment = Environment::Production) {
        let refused = app.backend().patch(INSTANCE, json!({"test_mode": true})).await;
        refused.refused(422, "form_param_value_invalid", Some("test_mode"));
        // Nor when it was stored while this was a development instance.
        let data = r#"{"test_mode":true}"#;
        app.execute("INSERT INTO instance_settings (instance_id, version, data, updated_at) VALUES ($1, 1, $2, 1)", vec![app.instance().into(), data.into()]).await;
        assert_eq!(environment(&app).await["auth_config"]["test_mode"], false);
        let (client, email) = (app.client(), "ada+clerk_test@example.com");
        let id = app.open_sign_up(&client, email).await;
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        assert_eq!(app.mails_to(email).await.len(), 1);
        let code = app.code_to(email).await;
        if code != "424242" {
            client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", "424242")]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        app.backend().patch(INSTANCE, json!({"allowed_origins": ["http://app.example.com"]})).await.refused(422, "form_invalid_origin", Some("allowed_origins"));
    }
}

on_both! {
    async fn organization_settings_are_kept_and_organizations_stay_off(app: TestApp) {
        let backend = app.backend();
        let mut expected = json!({
            "object": "organization_settings", "enabled": false, "max_allowed_memberships": 5, "max_allowed_roles": 10, "max_role_sets_allowed": 1,
            "max_allowed_domains": 10, "max_allowed_permissions": 50, "creator_role": "org:admin", "admin_delete_enabled": true, "domains_enabled": false,
            "slug_disabled": false, "domains_enrollment_modes": [], "domains_default_role": "org:member", "initial_role_set_key": "role_set:default",
        });
        assert_eq!(backend.get(SETTINGS).await.ok().json, expected);
        let change = json!({"enabled": false, "max_allowed_memberships": 0, "admin_delete_enabled": false, "domains_enabled": true, "slug_disabled": true, "domains_enrollment_modes": ["automatic_invitation", "automatic_suggestion"]});
        for (member, value) in change.as_object().expect("an object") {
            expected[member] = value.clone();
        }
        assert_eq!(backend.patch(SETTINGS, change).await.ok().json, expected);
        assert_eq!(backend.patch(SETTINGS, json!({"enabled": null, "max_allowed_memberships": null, "creator_role_id": null})).await.ok().json, expected);
        let enabled = backend.patch(SETTINGS, json!({"enabled": true, "max_allowed_memberships": 9})).await;
        enabled.refused(403, "organization_not_enabled_in_instance", Some("enabled"));
        for (body, status, code, param) in [
            (json!({"max_allowed_memberships": -1}), 422, "form_param_value_invalid", "max_allowed_memberships"),
            (json!({"domains_enrollment_modes": ["magic"]}), 422, "form_param_value_invalid", "domains_enrollment_modes"),
            (json!({"creator_role_id": "role_1"}), 404, "resource_not_found", "creator_role_id"),
            (json!({"domains_default_role_id": "role_1"}), 404, "resource_not_found", "domains_default_role_id"),
        ] {
            backend.patch(SETTINGS, body).await.refused(status, code, Some(param));
        }
        assert_eq!(backend.get(SETTINGS).await.ok().json, expected, "what is refused changes nothing");
        assert_eq!(environment(&app).await["organization_settings"]["enabled"], false);
    }
}

on_both! {
    async fn the_primary_domain_comes_from_the_configuration_and_stays(app: TestApp) {
        let backend = app.backend();
        let page = backend.get(DOMAINS).await.ok().json;
        let id = format!("dmn_{}", app.instance().as_str().trim_start_matches("ins_"));
        let primary = json!({
            "object": "domain", "id": id, "name": "localhost:3000", "is_satellite": false, "frontend_api_url": "http://onehop.localhost:3000",
            "accounts_portal_url": "http://localhost:3000", "proxy_url": null, "development_origin": "", "cname_targets": [],
        });
        assert_eq!(page, json!({"data": [primary], "total_count": 1}));
        let path = format!("{DOMAINS}/{id}");
        backend.delete(&path).await.refused(403, "operation_not_allowed_on_primary_domain", None);
        assert_eq!(backend.patch(&path, json!({"name": "LOCALHOST:3000", "proxy_url": null})).await.ok().json, primary);
        for (body, param) in [(json!({"name": "other.example"}), "name"), (json!({"proxy_url": "https://a.example/x"}), "proxy_url"), (json!({"is_secondary": true}), "is_secondary")] {
            backend.patch(&path, body).await.refused(400, "domain_update_forbidden", Some(param));
        }
        backend.post(DOMAINS, json!({"name": "localhost:3000", "is_satellite": true})).await.refused(422, "form_already_exists", Some("name"));
        backend.post(DOMAINS, json!({"name": "x.example", "is_satellite": false})).await.refused(422, "primary_domain_already_exists", Some("is_satellite"));
    }
}

on_both! {
    async fn satellites_are_added_changed_and_removed(app: TestApp) {
        let backend = app.backend();
        let made = backend.post(DOMAINS, json!({"name": "Sat.Example:3001", "is_satellite": true})).await.ok().json;
        assert_eq!(members(&made), ["accounts_portal_url", "cname_targets", "development_origin", "frontend_api_url", "id", "is_satellite", "name", "object", "proxy_url"]);
        assert_eq!((&made["name"], &made["is_satellite"], &made["accounts_portal_url"]), (&json!("sat.example:3001"), &json!(true), &json!(null)));
        let path = format!("{DOMAINS}/{}", made["id"].as_str().expect("an id"));
        for (body, status, code, param) in [
            (json!({"is_satellite": true}), 422, "form_param_missing", "name"), (json!({"name": "a.example"}), 422, "form_param_missing", "is_satellite"),
            (json!({"name": "", "is_satellite": true}), 422, "form_param_nil", "name"), (json!({"name": "https://a.example", "is_satellite": true}), 422, "form_param_format_invalid", "name"),
            (json!({"name": "a.example/x", "is_satellite": true}), 422, "form_param_format_invalid", "name"), (json!({"name": "a b", "is_satellite": true}), 422, "form_param_format_invalid", "name"),
            (json!({"name": "u@a.example", "is_satellite": true}), 422, "form_param_format_invalid", "name"),
            (json!({"name": "sat.example:3001", "is_satellite": true}), 422, "form_already_exists", "name"),
            (json!({"name": "b.example", "is_satellite": true, "proxy_url": "https://b.example/x"}), 400, "domain_update_forbidden", "proxy_url"),
        ] {
            backend.post(DOMAINS, body).await.refused(status, code, Some(param));
        }
        app.advance(1);
        backend.post(DOMAINS, json!({"name": "other.example", "is_satellite": true})).await.ok();
        backend.patch(&path, json!({"name": "other.example"})).await.refused(422, "form_already_exists", Some("name"));
        assert_eq!(backend.patch(&path, json!({"name": "renamed.example", "is_secondary": true})).await.ok().json["name"], "renamed.example");
        let page = backend.get(DOMAINS).await.ok().json;
        assert_eq!((&page["total_count"], &page["data"][1]["name"], &page["data"][2]["name"]), (&json!(3), &json!("renamed.example"), &json!("other.example")));
        assert_eq!(backend.delete(&path).await.ok().json, json!({"object": "domain", "id": made["id"], "deleted": true}));
        for reply in [backend.delete(&path).await, backend.patch(&path, json!({"name": "x.example"})).await] {
            reply.refused(404, "resource_not_found", None);
        }
    }
}

on_both! {
    async fn in_production_satellites_have_full_names_and_may_have_a_proxy(app: TestApp, |config| config.instance.environment = Environment::Production) {
        let backend = app.backend();
        for name in ["a.example:8443", "localhost"] {
            backend.post(DOMAINS, json!({"name": name, "is_satellite": true})).await.refused(422, "form_param_format_invalid", Some("name"));
        }
        let made = backend.post(DOMAINS, json!({"name": "a.example", "is_satellite": true, "proxy_url": "https://a.example/__accounts"})).await.ok().json;
        assert_eq!((&made["proxy_url"], &made["frontend_api_url"]), (&json!("https://a.example/__accounts"), &json!("https://a.example/__accounts")));
        let path = format!("{DOMAINS}/{}", made["id"].as_str().expect("an id"));
        for wrong in ["http://a.example/x", "a.example", "https://u:p@a.example/", "https://a.example/?x", "javascript://a.example"] {
            backend.patch(&path, json!({"proxy_url": wrong})).await.refused(422, "form_param_format_invalid", Some("proxy_url"));
        }
        assert!(backend.patch(&path, json!({"proxy_url": null})).await.ok().json["proxy_url"].is_null());
    }
}

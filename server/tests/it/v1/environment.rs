//! `/v1/environment`

use crate::{on_both, support::members};
use serde_json::json;

on_both! {
    async fn the_environment_is_bare_and_the_same_by_get_and_patch(app: TestApp) {
        let client = app.client();
        let got = client.get("/v1/environment").await.ok();
        let patched = client.patch("/v1/environment", &[]).await.ok();
        assert_eq!(got.json, patched.json);
        assert_eq!(got.json["object"], "environment");
        assert!(got.json.get("response").is_none(), "bare: {}", got.text);
        for section in ["auth_config", "display_config", "user_settings", "organization_settings"] {
            assert!(got.json[section].is_object(), "{section}");
        }
        assert!(got.set_cookies().is_empty(), "reading the settings makes no client");
        assert_eq!(got.header("cache-control"), Some("no-store"));
    }
}

on_both! {
    async fn all_attributes_are_told_with_every_member_that_clients_read(app: TestApp) {
        let environment = app.client().get("/v1/environment").await.ok().json;
        let attributes = &environment["user_settings"]["attributes"];
        let expected = [
            "authenticator_app", "backup_code", "email_address", "first_name", "last_name", "passkey", "password", "phone_number", "ticket", "username", "web3_wallet",
        ];
        assert_eq!(members(attributes), expected);
        for name in expected {
            let attribute = &attributes[name];
            for flag in ["enabled", "required", "used_for_first_factor", "used_for_second_factor", "verify_at_sign_up"] {
                assert!(attribute[flag].is_boolean(), "{name}.{flag}");
            }
            for list in ["first_factors", "second_factors", "verifications"] {
                assert!(attribute[list].is_array(), "{name}.{list}");
            }
        }
        assert_eq!(attributes["email_address"]["first_factors"], json!(["email_code"]));
        assert_eq!(environment["user_settings"]["password_settings"]["min_length"], 8);
        assert_eq!(environment["user_settings"]["sign_up"]["mode"], "public");
        assert_eq!(environment["user_settings"]["sign_up"]["captcha_enabled"], false);
        assert_eq!(environment["organization_settings"]["enabled"], false);
        let auth = &environment["auth_config"];
        assert_eq!((&auth["username"], &auth["email_address"]), (&json!("on"), &json!("required")));
        assert_eq!(auth["identification_strategies"], json!(["email_address", "username"]));
        let lockout = &environment["user_settings"]["attack_protection"]["user_lockout"];
        assert_eq!(lockout, &json!({"enabled": true, "max_attempts": 10, "duration_in_minutes": 60}));
    }
}

on_both! {
    async fn settings_change_what_is_told(app: TestApp, |config| {
        config.session.single_session_mode = true;
        config.user.is_username_enabled = false;
        config.user.is_delete_self_enabled = false;
        config.password.min_length = 12;
    }) {
        let environment = app.client().get("/v1/environment").await.ok().json;
        assert_eq!(environment["auth_config"]["single_session_mode"], true);
        assert_eq!(environment["user_settings"]["attributes"]["username"]["enabled"], false);
        assert_eq!(environment["user_settings"]["actions"]["delete_self"], false);
        assert_eq!(environment["user_settings"]["password_settings"]["min_length"], 12);
    }
}

on_both! {
    async fn a_caller_with_a_worthless_cookie_gets_the_environment_too(app: TestApp) {
        let client = app.client();
        client.set_cookie("__client", "garbage");
        client.get("/v1/environment").await.ok();
    }
}

on_both! {
    async fn addresses_of_pages_are_absolute_and_on_our_own_origin(app: TestApp) {
        let environment = app.client().get("/v1/environment").await.ok().json;
        let origin = app.app.config.server.public_origin();
        for page in ["sign_in_url", "sign_up_url", "user_profile_url", "home_url", "after_sign_in_url", "after_sign_up_url", "after_sign_out_one_url"] {
            let url = environment["display_config"][page].as_str().expect("an address");
            assert!(url.starts_with(&format!("{origin}/")), "{page}: {url}");
        }
    }
}

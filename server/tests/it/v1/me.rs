//! `/v1/me`, its metadata and its password.

use crate::{
    on_both,
    support::{PASSWORD, members},
};
use http::Method;
use serde_json::{Value, json};

const NEW: &str = "a wholly different phrase";

on_both! {
    async fn the_user_has_every_member_of_the_contract(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let reply = browser.get("/v1/me").await.enveloped_read("user");
        let user = reply.response();
        for name in [
            "object", "id", "external_id", "username", "first_name", "last_name", "image_url", "has_image", "primary_email_address_id", "primary_phone_number_id",
            "primary_web3_wallet_id", "create_organizations_limit", "last_sign_in_at", "legal_accepted_at", "created_at", "updated_at",
        ] {
            assert!(members(user).contains(&name), "{name}: {}", reply.text);
        }
        for list in [
            "email_addresses", "phone_numbers", "web3_wallets", "external_accounts", "enterprise_accounts", "passkeys", "organization_memberships",
        ] {
            assert!(user[list].is_array(), "{list}");
        }
        for flag in ["password_enabled", "totp_enabled", "backup_code_enabled", "two_factor_enabled", "create_organization_enabled", "delete_self_enabled"] {
            assert!(user[flag].is_boolean(), "{flag}");
        }
        assert_eq!((&user["public_metadata"], &user["unsafe_metadata"]), (&json!({}), &json!({})));
        assert!(user.get("private_metadata").is_none(), "only the backend sees that");
        assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"]);
    }
}

on_both! {
    async fn profile_fields_are_changed_and_cleared(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let fields = [("first_name", " Ada "), ("last_name", "Lovelace"), ("username", "Countess")];
        let reply = browser.patch("/v1/me", &fields).await.enveloped("user");
        let user = reply.response();
        assert_eq!((&user["first_name"], &user["last_name"], &user["username"]), (&json!("Ada"), &json!("Lovelace"), &json!("Countess")));
        assert_eq!(reply.client()["sessions"][0]["user"], *user, "the piggybacked client shows the change");
        assert_eq!(reply.client()["sessions"][0]["public_user_data"]["first_name"], "Ada");
        let kept = browser.patch("/v1/me", &[("first_name", "")]).await.ok();
        assert_eq!((&kept.response()["first_name"], &kept.response()["last_name"]), (&Value::Null, &json!("Lovelace")), "empty clears, absent stays");
        let cleared = browser.patch("/v1/me", &[("username", "")]).await.ok();
        assert!(cleared.response()["username"].is_null());
    }
}

on_both! {
    async fn an_edit_grows_updated_at_and_leaves_the_sign_in_cookies_alone(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let before = browser.get("/v1/me").await.ok().response()["updated_at"].as_i64();
        let reply = browser.patch("/v1/me", &[("first_name", "Ada")]).await.ok();
        assert!(reply.response()["updated_at"].as_i64() > before);
        assert!(reply.set_cookie("__client_uat").is_none() && reply.set_cookie("__client").is_none());
    }
}

on_both! {
    async fn bad_profile_fields_are_refused_with_code_and_name(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let other = app.signed_up("grace@example.com").await;
        other.patch("/v1/me", &[("username", "hopper")]).await.ok();
        let long = "x".repeat(257);
        let cases: &[(&str, &str, &str)] = &[
            ("first_name", &long, "form_param_max_length_exceeded"),
            ("last_name", "a\u{7}", "form_param_format_invalid"),
            ("username", "abc", "form_username_invalid_length"),
            ("username", "with space", "form_username_invalid_character"),
            ("username", "12345", "form_username_needs_non_number_char"),
            ("username", "HOPPER", "form_identifier_exists"),
            ("unsafe_metadata", "[]", "form_param_type_invalid"),
        ];
        for (name, value, code) in cases {
            browser.patch("/v1/me", &[(*name, *value)]).await.refused_with_client(422, code, Some(name));
        }
        let both = browser.patch("/v1/me", &[("first_name", &long), ("username", "abc")]).await;
        assert_eq!(both.json["errors"].as_array().map(Vec::len), Some(2), "all problems at once");
        assert!(browser.get("/v1/me").await.ok().response()["username"].is_null(), "nothing was changed");
    }
}

on_both! {
    async fn fields_that_are_switched_off_are_refused(app: TestApp, |config| {
        config.user.is_username_enabled = false;
        config.user.is_name_enabled = false;
    }) {
        let browser = app.signed_up("ada@example.com").await;
        for name in ["username", "first_name", "last_name"] {
            browser.patch("/v1/me", &[(name, "Somebody")]).await.refused_with_client(422, "form_param_unknown", Some(name));
        }
    }
}

on_both! {
    async fn a_required_username_cannot_be_cleared(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        browser.patch("/v1/me", &[("username", "Countess")]).await.ok();
        app.execute("UPDATE users SET primary_email_address_id = NULL", vec![]).await;
        browser.patch("/v1/me", &[("username", "")]).await.refused_with_client(422, "form_param_nil", Some("username"));
    }
}

on_both! {
    async fn only_an_own_proven_address_becomes_the_main_one(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let second = app.add_email(&browser, "ada@example.org").await;
        let param = Some("primary_email_address_id");
        browser.patch("/v1/me", &[("primary_email_address_id", &second)]).await.refused_with_client(422, "form_param_value_invalid", param);
        let grace = app.signed_up("grace@example.com").await.get("/v1/me").await.ok();
        let foreign = grace.response()["email_addresses"][0]["id"].as_str().expect("an id").to_owned();
        let refused = browser.patch("/v1/me", &[("primary_email_address_id", &foreign)]).await;
        refused.refused_with_client(404, "resource_not_found", param);
        let unknown = browser.patch("/v1/me", &[("primary_email_address_id", "idn_000000000000000000000000000")]).await;
        assert_eq!(refused.error_alone(), unknown.error_alone());
        app.verify_email(&browser, &second, "ada@example.org").await;
        let reply = browser.patch("/v1/me", &[("primary_email_address_id", &second)]).await.enveloped("user");
        assert_eq!(reply.response()["primary_email_address_id"], second.as_str());
    }
}

on_both! {
    async fn metadata_is_merged_and_null_deletes(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        browser.patch("/v1/me/metadata", &[("unsafe_metadata", r#"{"a":{"b":1,"c":2},"d":3}"#)]).await.enveloped("user");
        let reply = browser.json(Method::PATCH, "/v1/me/metadata", json!({"unsafe_metadata": {"a": {"b": null, "e": 4}, "d": null}})).await.ok();
        assert_eq!(reply.response()["unsafe_metadata"], json!({"a": {"c": 2, "e": 4}}));
        let same = browser.patch("/v1/me/metadata", &[]).await.enveloped("user");
        assert_eq!(same.response()["unsafe_metadata"], json!({"a": {"c": 2, "e": 4}}));
        let replaced = browser.patch("/v1/me", &[("unsafe_metadata", r#"{"z":1}"#)]).await.ok();
        assert_eq!(replaced.response()["unsafe_metadata"], json!({"z": 1}), "the old way replaces the whole");
    }
}

on_both! {
    async fn bad_metadata_is_refused(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let big = format!(r#"{{"a":"{}"}}"#, "x".repeat(9_000));
        let deep = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
        let cases: &[(&str, &str)] =
            &[("{", "form_param_format_invalid"), ("[]", "form_param_type_invalid"), ("7", "form_param_type_invalid"), (&big, "form_param_exceeds_allowed_size"), (&deep, "form_param_format_invalid")];
        for (value, code) in cases {
            browser.patch("/v1/me/metadata", &[("unsafe_metadata", *value)]).await.refused_with_client(422, code, Some("unsafe_metadata"));
        }
    }
}

on_both! {
    async fn a_user_cannot_write_what_only_the_backend_may(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let before = browser.get("/v1/me").await.ok();
        let more = json!({"public_metadata": {"role": "admin"}, "private_metadata": {"x": 1}, "id": "user_1", "banned": false, "external_id": "e", "password_digest": "x",
            "created_at": 1, "delete_self_enabled": false, "password_enabled": false, "first_name": "Ada"});
        let after = browser.json(Method::PATCH, "/v1/me", more).await.ok();
        for name in ["public_metadata", "id", "external_id", "created_at", "delete_self_enabled", "password_enabled"] {
            assert_eq!(after.response()[name], before.response()[name], "{name}");
        }
        assert_eq!(after.response()["first_name"], "Ada");
    }
}

on_both! {
    async fn the_password_is_changed_and_the_old_one_stops_working(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let elsewhere = app.client();
        app.sign_in(&elsewhere, "ada@example.com", PASSWORD).await;
        app.advance(1);
        let fields = [("current_password", PASSWORD), ("new_password", NEW), ("sign_out_of_other_sessions", "true")];
        let reply = browser.post("/v1/me/change_password", &fields).await.enveloped("user");
        assert_eq!(reply.response()["password_enabled"], true);
        browser.get("/v1/me").await.ok();
        elsewhere.get("/v1/me").await.refused(401, "authentication_invalid", None);
        let path = "/v1/client/sign_ins";
        app.client().post(path, &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await.refused(422, "form_password_incorrect", Some("password"));
        app.sign_in(&app.client(), "ada@example.com", NEW).await;
        assert!(app.mails_to("ada@example.com").await[0].0.to_lowercase().contains("password"), "the owner is told");
    }
}

on_both! {
    async fn other_devices_stay_unless_asked(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let elsewhere = app.client();
        app.sign_in(&elsewhere, "ada@example.com", PASSWORD).await;
        browser.post("/v1/me/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await.ok();
        elsewhere.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_password_change_is_refused_with_the_reason(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = "/v1/me/change_password";
        let cases: &[(&[(&str, &str)], &str, &str)] = &[
            (&[], "form_param_missing", "new_password"),
            (&[("new_password", "")], "form_param_nil", "new_password"),
            (&[("new_password", "short")], "form_password_length_too_short", "new_password"),
            (&[("new_password", "password1")], "form_password_pwned", "new_password"),
            (&[("new_password", "ada@example.com")], "form_password_matches_identifier", "new_password"),
            (&[("new_password", NEW), ("current_password", "wrong password")], "form_password_incorrect", "current_password"),
            (&[("new_password", PASSWORD), ("current_password", PASSWORD)], "form_new_password_matches_current", "new_password"),
        ];
        for (fields, code, param) in cases {
            browser.post(path, fields).await.refused_with_client(422, code, Some(param));
        }
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn a_proof_of_a_moment_ago_stands_for_the_current_password(app: TestApp, |config| config.user.is_password_required = false) {
        let browser = app.signed_up("ada@example.com").await;
        browser.post("/v1/me/change_password", &[("new_password", NEW)]).await.enveloped("user");
        app.sign_in(&app.client(), "ada@example.com", NEW).await;
        browser.post("/v1/me/remove_password", &[]).await.enveloped("user");
    }
}

on_both! {
    async fn the_password_is_removed_and_set_anew(app: TestApp, |config| config.user.is_password_required = false) {
        let browser = app.signed_up("ada@example.com").await;
        let path = "/v1/me/remove_password";
        browser.post(path, &[("current_password", "wrong password")]).await.refused_with_client(422, "form_password_incorrect", Some("current_password"));
        let reply = browser.post(path, &[("current_password", PASSWORD)]).await.enveloped("user");
        assert_eq!(reply.response()["password_enabled"], false);
        browser.post(path, &[("current_password", PASSWORD)]).await.refused_with_client(422, "form_password_validation_failed", None);
        let set = browser.post("/v1/me/change_password", &[("new_password", NEW)]).await.enveloped("user");
        assert_eq!(set.response()["password_enabled"], true, "the first password needs no current one");
    }
}

on_both! {
    async fn the_last_way_in_is_not_removed(app: TestApp, |config| config.user.is_password_required = false) {
        let browser = app.signed_up("ada@example.com").await;
        app.execute("UPDATE email_addresses SET verified_at = NULL", vec![]).await;
        browser.post("/v1/me/remove_password", &[("current_password", PASSWORD)]).await.refused_with_client(422, "identification_deletion_failed", None);
    }
}

on_both! {
    async fn deleting_the_account_signs_out_everywhere_and_frees_the_address(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let elsewhere = app.client();
        app.sign_in(&elsewhere, "ada@example.com", PASSWORD).await;
        let id = browser.get("/v1/me").await.ok().id();
        let reply = browser.delete("/v1/me").await.enveloped("user");
        assert_eq!(reply.response(), &json!({"object": "user", "id": id, "deleted": true}));
        assert_eq!(reply.client()["sessions"], json!([]));
        assert_eq!(browser.cookie("__client_uat").as_deref(), Some("0"));
        for device in [&browser, &elsewhere] {
            device.get("/v1/me").await.refused(401, "authentication_invalid", None);
        }
        app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com")]).await.refused(422, "form_identifier_not_found", Some("identifier"));
        app.signed_up("ada@example.com").await;
    }
}

on_both! {
    async fn deleting_oneself_can_be_switched_off(app: TestApp, |config| config.user.is_delete_self_enabled = false) {
        let browser = app.signed_up("ada@example.com").await;
        browser.delete("/v1/me").await.refused_with_client(403, "user_delete_self_not_enabled", None);
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn every_call_about_me_is_401_without_a_session(app: TestApp) {
        let signed_out = app.signed_up("ada@example.com").await;
        signed_out.delete("/v1/client/sessions").await.ok();
        for client in [app.client(), signed_out] {
            client.get("/v1/me").await.refused(401, "authentication_invalid", None);
            client.patch("/v1/me", &[("first_name", "x")]).await.refused(401, "authentication_invalid", None);
            client.patch("/v1/me/metadata", &[]).await.refused(401, "authentication_invalid", None);
            client.delete("/v1/me").await.refused(401, "authentication_invalid", None);
            client.post("/v1/me/change_password", &[("new_password", NEW)]).await.refused(401, "authentication_invalid", None);
            client.post("/v1/me/remove_password", &[]).await.refused(401, "authentication_invalid", None);
        }
    }
}

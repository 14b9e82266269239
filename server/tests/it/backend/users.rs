//! `/v1/users…`: accounts that a backend makes, finds, changes and closes.

use crate::{
    on_both,
    support::{PASSWORD, members},
};
use serde_json::{Value, json};

/// Every member of a user, whatever it holds.
const MEMBERS: &[&str] = &[
    "backup_code_enabled",
    "banned",
    "bypass_client_trust",
    "create_organization_enabled",
    "create_organizations_limit",
    "created_at",
    "delete_self_enabled",
    "deprovisioned",
    "email_addresses",
    "enterprise_accounts",
    "external_accounts",
    "external_id",
    "first_name",
    "has_image",
    "id",
    "image_url",
    "last_active_at",
    "last_name",
    "last_sign_in_at",
    "legal_accepted_at",
    "locale",
    "locked",
    "lockout_expires_in_seconds",
    "mfa_disabled_at",
    "mfa_enabled_at",
    "object",
    "passkeys",
    "password_enabled",
    "password_last_updated_at",
    "phone_numbers",
    "primary_email_address_id",
    "primary_phone_number_id",
    "primary_web3_wallet_id",
    "private_metadata",
    "profile_image_url",
    "public_metadata",
    "saml_accounts",
    "scim",
    "totp_enabled",
    "two_factor_enabled",
    "unsafe_metadata",
    "updated_at",
    "username",
    "verification_attempts_remaining",
    "web3_wallets",
];

on_both! {
    async fn a_user_is_made_with_every_field_and_read_back(app: TestApp) {
        let backend = app.backend();
        let body = json!({
            "external_id": "ext_1", "first_name": "Ada", "last_name": "Lovelace", "locale": "en-GB", "username": "Ada_1",
            "email_address": ["Ada@Example.com", "second@example.com"], "phone_number": ["+44 20 7946 0958"],
            "web3_wallet": ["0x0123456789012345678901234567890123456789"], "password": PASSWORD,
            "public_metadata": {"role": "admin"}, "private_metadata": {"crm": 7}, "unsafe_metadata": {"theme": "dark"},
            "delete_self_enabled": false, "create_organization_enabled": false, "create_organizations_limit": 3,
            "created_at": "2020-01-31T12:00:00.250Z", "legal_accepted_at": "2020-02-01T00:00:00+01:00",
            "bypass_client_trust": true,
        });
        let made = backend.post("/v1/users", body).await.ok().json;
        let read = backend.get(&format!("/v1/users/{}", made["id"].as_str().expect("an id"))).await.ok().json;
        assert_eq!(made, read);
        assert_eq!(members(&read), MEMBERS);
        for (member, value) in [
            ("external_id", json!("ext_1")), ("first_name", json!("Ada")), ("last_name", json!("Lovelace")),
            ("locale", json!("en-GB")), ("username", json!("Ada_1")), ("password_enabled", json!(true)),
            ("public_metadata", json!({"role": "admin"})), ("private_metadata", json!({"crm": 7})),
            ("unsafe_metadata", json!({"theme": "dark"})), ("delete_self_enabled", json!(false)),
            ("create_organization_enabled", json!(false)), ("create_organizations_limit", json!(3)),
            ("created_at", json!(1_580_472_000_250_i64)), ("legal_accepted_at", json!(1_580_511_600_000_i64)),
            ("bypass_client_trust", json!(true)), ("banned", json!(false)), ("locked", json!(false)),
        ] {
            assert_eq!(read[member], value, "{member}");
        }
        let email = &read["email_addresses"][0];
        assert_eq!(email["email_address"], "Ada@Example.com");
        assert_eq!(email["id"], read["primary_email_address_id"]);
        assert_eq!(email["verification"]["object"], "verification_admin");
        assert_eq!(email["verification"]["status"], "verified");
        assert_eq!(read["phone_numbers"][0]["phone_number"], "+442079460958");
        assert_eq!(read["web3_wallets"][0]["id"], read["primary_web3_wallet_id"]);
        // The password works, by any of the user's names.
        for name in ["ada@example.com", "second@example.com", "ada_1"] {
            app.sign_in(&app.client(), name, PASSWORD).await;
        }
    }
}

on_both! {
    async fn what_is_taken_or_wrong_is_refused_and_nothing_is_made(app: TestApp) {
        let backend = app.backend();
        backend.post("/v1/users", json!({"email_address": ["ada@example.com"], "username": "ada_1", "external_id": "e1", "phone_number": ["+442079460958"]})).await.ok();
        let before = app.last_event().await;
        for (body, status, code, param) in [
            (json!({"email_address": ["ADA@example.com"]}), 422, "form_identifier_exists", Some("email_address")),
            (json!({"username": "ADA_1"}), 422, "form_identifier_exists", Some("username")),
            (json!({"username": "grace", "external_id": "e1"}), 422, "form_identifier_exists", Some("external_id")),
            (json!({"phone_number": ["+442079460958"]}), 422, "form_identifier_exists", Some("phone_number")),
            (json!({}), 422, "form_data_missing", None),
            (json!({"email_address": ["nonsense"]}), 422, "form_param_format_invalid", Some("email_address")),
            (json!({"email_address": ["a@b.co", "A@b.co"]}), 422, "form_param_duplicate", Some("email_address")),
            (json!({"phone_number": ["12"]}), 422, "form_param_format_invalid", Some("phone_number")),
            (json!({"username": "g", "password": PASSWORD}), 422, "form_username_invalid_length", Some("username")),
            (json!({"username": "grace", "password": "short"}), 422, "form_password_length_too_short", Some("password")),
            (json!({"username": "grace", "password": PASSWORD, "password_digest": "x"}), 422, "form_conditional_param_disallowed", Some("password_digest")),
            (json!({"username": "grace", "password_digest": "x"}), 422, "form_conditional_param_missing", Some("password_hasher")),
            (json!({"username": "grace", "created_at": "yesterday"}), 422, "form_param_invalid_time", Some("created_at")),
            (json!({"username": "grace", "created_at": "2999-01-01T00:00:00Z"}), 422, "form_disallow_future_date", Some("created_at")),
            (json!({"username": "grace", "public_metadata": []}), 422, "form_param_type_invalid", Some("public_metadata")),
            (json!({"username": "grace", "public_metadata": {"a": "x".repeat(9_000)}}), 422, "form_param_exceeds_allowed_size", Some("public_metadata")),
            (json!({"email_address": ["a@b.co"], "email_address_identification_status": []}), 200, "", None),
            (json!({"email_address": ["c@b.co"], "email_address_identification_status": ["verified", "reserved"]}), 422, "form_param_value_invalid", Some("email_address_identification_status")),
        ] {
            let reply = backend.post("/v1/users", body).await;
            if status == 200 { reply.ok(); } else { reply.refused(status, code, param); }
        }
        assert_eq!(app.events_after(before).await.len(), 1, "only the one that was right");
    }
}

on_both! {
    async fn a_reserved_address_is_nobody_elses(app: TestApp) {
        let body = json!({"email_address": ["held@example.com"], "email_address_identification_status": ["reserved"]});
        let user = app.backend().post("/v1/users", body).await.ok().json;
        assert_eq!(user["email_addresses"][0]["reserved"], true);
        assert_eq!(user["email_addresses"][0]["verification"], Value::Null);
        app.backend().post("/v1/users", json!({"email_address": ["held@example.com"]})).await.refused(422, "form_identifier_exists", Some("email_address"));
        let fields = [("email_address", "held@example.com"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ups", &fields).await.refused(422, "form_identifier_exists", Some("email_address"));
    }
}

on_both! {
    async fn users_are_listed_by_every_filter(app: TestApp) {
        let backend = app.backend();
        let mut ids = Vec::new();
        for (name, phone) in [("ada", "+442079460958"), ("grace", "+14155552671"), ("edsger", "+31201234567")] {
            app.advance(1_000);
            let body = json!({
                "email_address": [format!("{name}@example.com")], "phone_number": [phone], "username": format!("{name}_x"),
                "first_name": name, "last_name": "Of_100%", "external_id": format!("ext-{name}"),
            });
            ids.push(backend.post("/v1/users", body).await.ok().json["id"].as_str().expect("an id").to_owned());
        }
        backend.post(&format!("/v1/users/{}/ban", ids[2]), json!({})).await.ok();
        let middle = app.now() - 1_000;
        let cases = [
            (String::new(), vec![2, 1, 0]),
            (format!("user_id={}&user_id={}", ids[0], ids[1]), vec![1, 0]),
            (format!("user_id=-{}", ids[0]), vec![2, 1]),
            (format!("user_id=%2B{}&user_id=user_unknown", ids[0]), vec![0]),
            ("email_address=ADA%40example.com&email_address=nobody%40example.com".to_owned(), vec![0]),
            ("phone_number=%2B31201234567".to_owned(), vec![2]),
            ("username=Grace_X".to_owned(), vec![1]),
            ("external_id=ext-ada&external_id=ext-grace".to_owned(), vec![1, 0]),
            ("external_id=-ext-ada".to_owned(), vec![2, 1]),
            ("query=GRACE".to_owned(), vec![1]),
            // Two characters, of which no id can have one.
            ("query=r%40".to_owned(), vec![2]),
            ("query=of_100%25".to_owned(), vec![2, 1, 0]),
            ("query=ofx100%25".to_owned(), vec![]),
            ("query=%25".to_owned(), vec![2, 1, 0]),
            ("query=nobody".to_owned(), vec![]),
            (format!("query={}", ids[1]), vec![1]),
            ("email_address_query=example".to_owned(), vec![2, 1, 0]),
            ("email_address_query=grace_x".to_owned(), vec![]),
            ("phone_number_query=5552".to_owned(), vec![1]),
            ("username_query=ada_".to_owned(), vec![0]),
            ("name_query=edsger+of".to_owned(), vec![2]),
            ("banned=true".to_owned(), vec![2]),
            ("banned=false".to_owned(), vec![1, 0]),
            (format!("created_at_before={middle}"), vec![0]),
            (format!("created_at_after={middle}"), vec![2]),
            ("last_sign_in_at_after=1".to_owned(), vec![]),
            ("provider=oauth_google".to_owned(), vec![]),
            ("order_by=created_at".to_owned(), vec![0, 1, 2]),
            ("order_by=+first_name".to_owned(), vec![0, 2, 1]),
            ("order_by=-username".to_owned(), vec![1, 2, 0]),
            ("order_by=email_address&limit=1&offset=1".to_owned(), vec![2]),
            (format!("starting_after={}", ids[2]), vec![1, 0]),
            (format!("starting_after={}&order_by=%2Bcreated_at&limit=1", ids[0]), vec![1]),
        ];
        for (query, expected) in cases {
            let reply = backend.get(&format!("/v1/users?{query}")).await.ok().json;
            let found: Vec<&str> = reply.as_array().expect("a bare array").iter().filter_map(|user| user["id"].as_str()).collect();
            let expected: Vec<&str> = expected.iter().map(|index| ids[*index as usize].as_str()).collect();
            assert_eq!(found, expected, "{query}");
            if !query.contains("limit") && !query.contains("starting_after") {
                let count = backend.get(&format!("/v1/users/count?{query}")).await.ok().json;
                assert_eq!(count, json!({"object": "total_count", "total_count": expected.len()}), "{query}");
            }
        }
        for (query, code, param) in [
            ("order_by=shoe_size", "form_param_value_invalid", "order_by"),
            ("limit=0", "form_param_value_invalid", "limit"),
            ("limit=501", "form_param_value_invalid", "limit"),
            ("limit=ten", "form_param_type_invalid", "limit"),
            ("starting_after=user_x", "form_param_value_invalid", "starting_after"),
            ("provider_user_id=1", "form_param_missing", "provider"),
            ("metadata[plan]=pro", "form_param_value_invalid", "metadata"),
        ] {
            backend.get(&format!("/v1/users?{query}")).await.refused(422, code, Some(param));
        }
    }
}

on_both! {
    async fn metadata_at_declared_paths_finds_users(app: TestApp, |config| config.user.metadata_paths = ["plan", "private.team.id"].iter().map(|path| path.parse().expect("a path")).collect()) {
        let backend = app.backend();
        let make = async |email: &str, public: Value, private: Value| {
            let body = json!({"email_address": [email], "public_metadata": public, "private_metadata": private});
            backend.post("/v1/users", body).await.ok().json["id"].as_str().expect("an id").to_owned()
        };
        let pro = make("a@example.com", json!({"plan": "pro"}), json!({"team": {"id": 7}})).await;
        let both = make("b@example.com", json!({"plan": ["pro", "free"]}), json!({})).await;
        let find = async |query: &str| {
            let found = backend.get(&format!("/v1/users?order_by=created_at&{query}")).await.ok().json;
            found.as_array().expect("users").iter().map(|user| user["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
        };
        let mut found = find("metadata[plan]=pro").await;
        found.sort();
        let mut expected = vec![pro.clone(), both.clone()];
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(find("metadata[plan]=free").await, std::slice::from_ref(&both));
        assert_eq!(find("metadata[private][team][id]=7").await, std::slice::from_ref(&pro));
        assert!(find("metadata[plan]=pr").await.is_empty(), "whole values only");
        backend.patch(&format!("/v1/users/{pro}/metadata"), json!({"public_metadata": {"plan": null}})).await.ok();
        assert_eq!(find("metadata[plan]=pro").await, [both]);
        backend.get("/v1/users?metadata[other]=1").await.refused(422, "form_param_value_invalid", Some("metadata"));
    }
}

on_both! {
    async fn a_user_is_changed_field_by_field(app: TestApp) {
        let backend = app.backend();
        let body = json!({"email_address": ["ada@example.com", "second@example.com"], "first_name": "Ada", "username": "ada_1", "external_id": "e1"});
        let user = backend.post("/v1/users", body).await.ok().json;
        let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
        let second = user["email_addresses"][1]["id"].clone();
        let changed = backend.patch(&path, json!({"last_name": "Lovelace", "username": "", "external_id": null, "primary_email_address_id": second})).await.ok().json;
        assert_eq!(changed["first_name"], "Ada", "absent stays");
        assert_eq!((&changed["last_name"], &changed["username"], &changed["external_id"]), (&json!("Lovelace"), &Value::Null, &Value::Null));
        assert_eq!(changed["primary_email_address_id"], second);
        assert!(changed["updated_at"].as_i64() > user["updated_at"].as_i64());
        backend.user("grace@example.com").await;
        for (body, status, code, param) in [
            (json!({"primary_email_address_id": "idn_nothing"}), 404, "resource_not_found", "primary_email_address_id"),
            (json!({"username": "x"}), 422, "form_username_invalid_length", "username"),
            (json!({"password": "short"}), 422, "form_password_length_too_short", "password"),
            (json!({"create_organizations_limit": -1}), 422, "form_param_value_invalid", "create_organizations_limit"),
        ] {
            backend.patch(&path, body).await.refused(status, code, Some(param));
        }
        backend.patch("/v1/users/user_nobody", json!({})).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_new_password_can_end_the_users_sessions(app: TestApp) {
        let client = app.signed_up("ada@example.com").await;
        let user = client.get("/v1/me").await.ok().id();
        let path = format!("/v1/users/{user}");
        app.backend().patch(&path, json!({"password": "a wholly different phrase"})).await.ok();
        client.get("/v1/me").await.ok();
        app.backend().patch(&path, json!({"password": "another different phrase", "sign_out_of_other_sessions": true})).await.ok();
        assert_eq!(client.get("/v1/me").await.status, 401);
        app.sign_in(&app.client(), "ada@example.com", "another different phrase").await;
    }
}

on_both! {
    async fn metadata_is_merged_by_patch_and_replaced_by_put(app: TestApp) {
        let backend = app.backend();
        let path = format!("/v1/users/{}/metadata", backend.user("ada@example.com").await);
        let set = backend.patch(&path, json!({"public_metadata": {"a": {"b": 1, "c": 2}}, "private_metadata": {"x": 1}})).await.ok().json;
        assert_eq!(set["public_metadata"], json!({"a": {"b": 1, "c": 2}}));
        let merged = backend.patch(&path, json!({"public_metadata": {"a": {"b": null, "d": 3}}})).await.ok().json;
        assert_eq!((&merged["public_metadata"], &merged["private_metadata"]), (&json!({"a": {"c": 2, "d": 3}}), &json!({"x": 1})));
        let replaced = backend.put(&path, json!({"public_metadata": {"n": null}})).await.ok().json;
        assert_eq!((&replaced["public_metadata"], &replaced["private_metadata"]), (&json!({"n": null}), &json!({"x": 1})));
        assert_eq!(backend.put(&path, json!({"private_metadata": {}})).await.ok().json["private_metadata"], json!({}));
        backend.put(&path, json!({"public_metadata": 7})).await.refused(422, "form_param_type_invalid", Some("public_metadata"));
    }
}

on_both! {
    async fn who_is_banned_or_locked_is_out_until_it_ends(app: TestApp) {
        let client = app.signed_up("ada@example.com").await;
        let user = client.get("/v1/me").await.ok().id();
        let backend = app.backend();
        assert_eq!(backend.post(&format!("/v1/users/{user}/ban"), json!({})).await.ok().json["banned"], true);
        assert_eq!(client.get("/v1/me").await.status, 401, "signed out at once");
        let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ins", &fields).await.refused(403, "user_banned", None);
        let unbanned = backend.post("/v1/users/unban", json!({"user_ids": [user]})).await.ok().json;
        assert_eq!(unbanned[0]["banned"], false);
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        let locked = backend.post(&format!("/v1/users/{user}/lock"), json!({})).await.ok().json;
        assert_eq!((&locked["locked"], &locked["lockout_expires_in_seconds"]), (&json!(true), &json!(3_600)));
        app.client().post("/v1/client/sign_ins", &fields).await.refused(403, "user_locked", None);
        assert_eq!(backend.post(&format!("/v1/users/{user}/unlock"), json!({})).await.ok().json["locked"], false);
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        let grace = backend.user("grace@example.com").await;
        backend.post("/v1/users/ban", json!({"user_ids": [grace, "user_nobody"]})).await.refused(404, "resource_not_found", None);
        assert_eq!(backend.get(&format!("/v1/users/{grace}")).await.ok().json["banned"], false, "all or none");
    }
}

on_both! {
    async fn a_deleted_user_is_gone_everywhere(app: TestApp) {
        let client = app.signed_up("ada@example.com").await;
        let user = client.get("/v1/me").await.ok().id();
        let reply = app.backend().delete(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(reply, json!({"object": "user", "id": user, "deleted": true}));
        assert_eq!(client.get("/v1/me").await.status, 401);
        app.backend().get(&format!("/v1/users/{user}")).await.refused(404, "resource_not_found", None);
        app.backend().delete(&format!("/v1/users/{user}")).await.refused(404, "resource_not_found", None);
        assert_eq!(app.backend().get("/v1/users/count?query=ada").await.ok().json["total_count"], 0);
        assert_eq!(app.backend().get("/v1/users/count").await.ok().json["total_count"], 0);
    }
}

on_both! {
    async fn orders_by_what_a_user_is_identified_by_end_with_those_who_have_none(app: TestApp) {
        const WALLET: &str = "0x0123456789abcdef0123456789abcdef0123456";
        let backend = app.backend();
        let mut ids = Vec::new();
        for body in [
            json!({"email_address": ["c@example.com"], "phone_number": ["+14155552671"], "web3_wallet": [format!("{WALLET}b")]}),
            // The second address would come last; the first one is the main one.
            json!({"email_address": ["a@example.com", "z@example.com"], "username": "user_one"}),
            json!({"username": "user_two"}),
            json!({"email_address": ["b@example.com"], "web3_wallet": [format!("{WALLET}a")]}),
            json!({"username": "user_four", "phone_number": ["+14155552670"]}),
        ] {
            app.advance(1_000);
            ids.push(backend.post("/v1/users", body).await.ok().json["id"].as_str().expect("an id").to_owned());
        }
        let list = async |query: String| -> Vec<String> {
            let reply = app.backend().get(&format!("/v1/users?{query}")).await.ok().json;
            reply.as_array().expect("a list").iter().filter_map(|user| user["id"].as_str().map(str::to_owned)).collect()
        };
        for (order, with) in [("email_address", vec![1, 3, 0]), ("phone_number", vec![4, 0]), ("web3wallet", vec![3, 0])] {
            for sign in ["", "-"] {
                let mut expected: Vec<String> = with.iter().map(|index: &usize| ids[*index].clone()).collect();
                let mut without: Vec<String> = ids.iter().filter(|id| !expected.contains(id)).cloned().collect();
                without.sort_unstable();
                if sign == "-" {
                    expected.reverse();
                    without.reverse();
                }
                expected.extend(without);
                let by = format!("order_by={sign}{order}");
                // Nobody is left out by a filter that lets everybody through; one of them walks an index of users, one doesn't.
                let named: Vec<String> = ids.iter().map(|id| format!("user_id={id}")).collect();
                for filter in [String::new(), "banned=false".to_owned(), named.join("&")] {
                    assert_eq!(list(format!("{by}&{filter}")).await, expected, "{by} {filter}");
                }
                for limit in 1..=4 {
                    let mut walked = Vec::new();
                    for offset in (0..6).step_by(limit) {
                        let page = list(format!("{by}&limit={limit}&offset={offset}")).await;
                        assert!(page.len() <= limit);
                        walked.extend(page);
                    }
                    assert_eq!(walked, expected, "{by}, {limit} at a time");
                }
                let one: Vec<String> = expected.iter().filter(|id| [&ids[0], &ids[2]].contains(id)).cloned().collect();
                assert_eq!(list(format!("{by}&user_id={}&user_id={}", ids[0], ids[2])).await, one, "{by}");
            }
        }
    }
}

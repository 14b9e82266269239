//! E-mail addresses, phone numbers, wallets and passwords of users, as a backend changes them.

use crate::{
    on_both,
    support::{PASSWORD, members},
};
use serde_json::{Value, json};

on_both! {
    async fn addresses_are_added_proven_made_the_main_one_and_removed(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let added = backend.post("/v1/email_addresses", json!({"user_id": user, "email_address": "Second@example.com"})).await.ok().json;
        assert_eq!(members(&added), ["created_at", "email_address", "id", "linked_to", "matches_sso_connection", "object", "reserved", "updated_at", "verification"]);
        assert_eq!((&added["email_address"], &added["verification"]), (&json!("Second@example.com"), &Value::Null));
        let path = format!("/v1/email_addresses/{}", added["id"].as_str().expect("an id"));
        assert_eq!(backend.get(&path).await.ok().json, added);
        backend.patch(&path, json!({"primary": true})).await.refused(422, "form_param_value_invalid", Some("primary"));
        let proven = backend.patch(&path, json!({"verified": true, "primary": true})).await.ok().json;
        assert_eq!(proven["verification"]["strategy"], "admin");
        let read = backend.get(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(read["primary_email_address_id"], added["id"]);
        assert_eq!(backend.delete(&path).await.ok().json, json!({"object": "email_address", "id": added["id"], "deleted": true}));
        let read = backend.get(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(read["primary_email_address_id"], read["email_addresses"][0]["id"], "another one takes its place");
        backend.get(&path).await.refused(404, "resource_not_found", None);
        backend.post("/v1/email_addresses", json!({"user_id": "user_nobody", "email_address": "a@b.co"})).await.refused(404, "resource_not_found", None);
        backend.post("/v1/email_addresses", json!({"email_address": "a@b.co"})).await.refused(422, "form_param_missing", Some("user_id"));
        let other = backend.user("grace@example.com").await;
        backend.post("/v1/email_addresses", json!({"user_id": other, "email_address": "ADA@example.com"})).await.refused(422, "form_identifier_exists", Some("email_address"));
    }
}

on_both! {
    async fn an_address_is_proven_by_a_code_that_a_backend_asks_for(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let added = backend.post("/v1/email_addresses", json!({"user_id": user, "email_address": "second@example.com"})).await.ok().json;
        let path = format!("/v1/email_addresses/{}", added["id"].as_str().expect("an id"));
        let sent = backend.post(&format!("{path}/prepare_verification"), json!({})).await.ok().json;
        assert_eq!(members(&sent), ["attempts", "channel", "expire_at", "id", "object", "status", "strategy"]);
        let code = app.code_to("second@example.com").await;
        let wrong = crate::support::other_than(&code);
        let attempt = format!("{path}/attempt_verification");
        let reply = backend.post(&attempt, json!({"verification_id": sent["id"], "code": wrong})).await.ok().json;
        assert_eq!((&reply["status"], &reply["attempts"]), (&json!("unverified"), &json!(1)));
        backend.post(&attempt, json!({"verification_id": "ver_other", "code": code})).await.refused(404, "resource_not_found", Some("verification_id"));
        let reply = backend.post(&attempt, json!({"verification_id": sent["id"], "code": code})).await.ok().json;
        assert_eq!(reply["status"], "verified");
        assert_eq!(backend.get(&path).await.ok().json["verification"]["status"], "verified");
        backend.post(&attempt, json!({"verification_id": sent["id"], "code": code})).await.refused(400, "verification_already_verified", None);
    }
}

on_both! {
    async fn numbers_are_added_proven_made_the_main_one_and_removed(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let body = json!({"user_id": user, "phone_number": "+1 (415) 555-2671", "verified": true, "reserved_for_second_factor": true});
        let first = backend.post("/v1/phone_numbers", body).await.ok().json;
        assert_eq!((&first["phone_number"], &first["reserved_for_second_factor"]), (&json!("+14155552671"), &json!(true)));
        assert_eq!(members(&first), ["backup_codes", "created_at", "default_second_factor", "id", "linked_to", "object", "phone_number", "reserved", "reserved_for_second_factor", "updated_at", "verification"]);
        let second = backend.post("/v1/phone_numbers", json!({"user_id": user, "phone_number": "+442079460958"})).await.ok().json;
        let path = format!("/v1/phone_numbers/{}", second["id"].as_str().expect("an id"));
        backend.patch(&path, json!({"primary": true})).await.refused(422, "form_param_value_invalid", Some("primary"));
        let proven = backend.patch(&path, json!({"verified": true, "primary": true})).await.ok().json;
        assert_eq!(proven["verification"]["object"], "verification_admin");
        assert_eq!(backend.get(&path).await.ok().json, proven);
        let read = backend.get(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(read["primary_phone_number_id"], second["id"]);
        assert_eq!(backend.delete(&path).await.ok().json["deleted"], true);
        let read = backend.get(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(read["primary_phone_number_id"], first["id"]);
        let other = backend.user("grace@example.com").await;
        backend.post("/v1/phone_numbers", json!({"user_id": other, "phone_number": "+14155552671"})).await.refused(422, "form_identifier_exists", Some("phone_number"));
        backend.get("/v1/phone_numbers/idn_nothing").await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn one_address_and_one_number_take_the_place_of_all_others(app: TestApp) {
        let backend = app.backend();
        let body = json!({"email_address": ["a@example.com", "b@example.com"], "phone_number": ["+14155552671"]});
        let user = backend.post("/v1/users", body).await.ok().json;
        let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
        let body = json!({"email_address": "new@example.com", "notify_primary_email_address_changed": true});
        let email = backend.put(&format!("{path}/email_address"), body).await.ok().json;
        assert_eq!(email["verification"]["status"], "verified");
        assert_eq!(app.mails_to("a@example.com").await.len(), 1, "who had the account is told");
        let phone = backend.put(&format!("{path}/phone_number"), json!({"phone_number": "+442079460958", "identification_status": "reserved"})).await.ok().json;
        assert_eq!(phone["reserved"], true);
        let read = backend.get(&path).await.ok().json;
        assert_eq!((read["email_addresses"].as_array().map(Vec::len), read["phone_numbers"].as_array().map(Vec::len)), (Some(1), Some(1)));
        assert_eq!((&read["primary_email_address_id"], &read["primary_phone_number_id"]), (&email["id"], &phone["id"]));
        backend.put(&format!("{path}/email_address"), json!({"email_address": "x@y.zz", "identification_status": "perhaps"})).await.refused(422, "form_param_value_invalid", Some("identification_status"));
    }
}

on_both! {
    async fn passwords_are_checked_removed_and_called_compromised(app: TestApp) {
        let client = app.signed_up("ada@example.com").await;
        let backend = app.backend();
        let path = format!("/v1/users/{}", client.get("/v1/me").await.ok().id());
        assert_eq!(backend.post(&format!("{path}/verify_password"), json!({"password": PASSWORD})).await.ok().json, json!({"verified": true}));
        backend.post(&format!("{path}/verify_password"), json!({"password": "wrong"})).await.refused(422, "incorrect_password", Some("password"));
        backend.post(&format!("{path}/password/set_compromised"), json!({"revoke_all_sessions": true})).await.ok();
        assert_eq!(client.get("/v1/me").await.status, 401);
        let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ins", &fields).await.refused(422, "form_password_compromised", Some("password"));
        let wrong = [("identifier", "ada@example.com"), ("password", "wrong wrong wrong")];
        app.client().post("/v1/client/sign_ins", &wrong).await.refused(422, "form_password_incorrect", Some("password"));
        backend.post(&format!("{path}/password/unset_compromised"), json!({})).await.ok();
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        let user = backend.post(&format!("{path}/remove_password"), json!({})).await.ok().json;
        assert_eq!(user["password_enabled"], false);
        backend.post(&format!("{path}/verify_password"), json!({"password": PASSWORD})).await.refused(400, "no_password_set", None);
        backend.post(&format!("{path}/password/set_compromised"), json!({})).await.refused(400, "no_password_set", None);
    }
}

on_both! {
    async fn what_is_not_offered_is_empty_or_not_found(app: TestApp) {
        let backend = app.backend();
        let user = backend.post("/v1/users", json!({"web3_wallet": ["0xAB", "0xCD"]})).await.ok().json;
        let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
        for list in ["organization_memberships", "organization_invitations?status=pending&status=accepted"] {
            assert_eq!(backend.get(&format!("{path}/{list}")).await.ok().json, json!({"data": [], "total_count": 0}));
        }
        backend.get(&format!("{path}/organization_invitations?status=x")).await.refused(422, "form_param_value_invalid", Some("status"));
        backend.get(&format!("{path}/oauth_access_tokens/oauth_google")).await.refused(404, "oauth_token_provider_not_enabled", None);
        for part in ["passkeys/idn_1", "external_accounts/eac_1", "web3_wallets/idn_1"] {
            backend.delete(&format!("{path}/{part}")).await.refused(404, "resource_not_found", None);
        }
        let main = user["primary_web3_wallet_id"].as_str().expect("an id");
        assert_eq!(backend.delete(&format!("{path}/web3_wallets/{main}")).await.ok().json["object"], "web3_wallet");
        let read = backend.get(&path).await.ok().json;
        assert_eq!(read["primary_web3_wallet_id"], user["web3_wallets"][1]["id"]);
        assert_eq!(backend.delete(&format!("{path}/profile_image")).await.ok().json["has_image"], false);
    }
}

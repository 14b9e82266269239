//! `/v1/client/sign_ups`

use crate::{
    on_both,
    support::{PASSWORD, TestClient, members, other_than},
};
use http::Method;
use serde_json::json;
use server::clock::{DAY, MINUTE};

const PATH: &str = "/v1/client/sign_ups";
const UNKNOWN: &str = "sua_000000000000000000000000000";

on_both! {
    async fn a_person_signs_up_with_password_and_mailed_code(app: TestApp) {
        let client = app.client();
        let reply = app.sign_up(&client, "ada@example.com").await;
        assert_eq!(reply.client()["sessions"][0]["user"]["email_addresses"][0]["email_address"], "ada@example.com");
        assert!(reply.client()["sign_up"].is_null(), "a finished attempt is gone from the client");
        assert_eq!(reply.client()["sessions"][0]["id"], reply.response()["created_session_id"]);
        assert_eq!(reply.client()["sessions"][0]["user"]["id"], reply.response()["created_user_id"]);
        assert_eq!(reply.response()["missing_fields"], json!([]));
        let me = client.get("/v1/me").await.ok();
        assert_eq!(me.response()["password_enabled"], true);
    }
}

on_both! {
    async fn a_new_attempt_says_what_is_missing_and_lets_the_code_be_sent(app: TestApp) {
        let client = app.client();
        let fields = [("email_address", "Ada@Example.com"), ("first_name", "Ada"), ("unsafe_metadata", r#"{"plan":"a"}"#), ("legal_accepted", "true"), ("locale", "de-DE")];
        let reply = client.post(PATH, &fields).await.enveloped("sign_up");
        let sign_up = reply.response();
        assert_eq!(sign_up["status"], "missing_requirements");
        assert_eq!(sign_up["required_fields"], json!(["email_address", "password"]));
        assert_eq!(sign_up["optional_fields"], json!(["username", "first_name", "last_name"]));
        assert_eq!(sign_up["missing_fields"], json!(["password"]));
        assert_eq!(sign_up["unverified_fields"], json!(["email_address"]));
        assert_eq!(sign_up["email_address"], "Ada@Example.com", "as typed");
        assert_eq!(sign_up["has_password"], false);
        assert_eq!(sign_up["unsafe_metadata"], json!({"plan": "a"}));
        assert_eq!(sign_up["legal_accepted_at"], app.now());
        assert_eq!(sign_up["locale"], "de-DE");
        assert_eq!(sign_up["abandon_at"], app.now() + DAY);
        let email = &sign_up["verifications"]["email_address"];
        assert_eq!((email["status"].as_str(), email["strategy"].as_str()), (Some("unverified"), None), "the strategy stays null until a code is sent");
        assert_eq!((email["next_action"].as_str(), &email["supported_strategies"]), (Some("needs_prepare"), &json!(["email_code"])));
        assert_eq!(reply.client()["sign_up"], *sign_up, "the client carries the same attempt");
        assert!(reply.set_cookie("__client").is_some(), "the first attempt makes the client");
    }
}

on_both! {
    async fn preparing_and_attempting_is_seen_in_the_verification(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "ada@example.com").await;
        let reply = client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.enveloped("sign_up");
        let email = &reply.response()["verifications"]["email_address"];
        assert_eq!(email["strategy"], "email_code");
        assert_eq!((&email["attempts"], &email["expire_at"], &email["next_action"]), (&json!(0), &json!(app.now() + 10 * MINUTE), &json!("needs_attempt")));
        let code = app.code_to("ada@example.com").await;
        let wrong = client.post(&format!("{PATH}/{id}/attempt_verification"), &[("strategy", "email_code"), ("code", other_than(&code))]).await;
        wrong.refused_with_client(422, "form_code_incorrect", Some("code"));
        assert_eq!(wrong.client()["sign_up"]["verifications"]["email_address"]["attempts"], 1);
        let read = client.get(&format!("{PATH}/{id}")).await.enveloped_read("sign_up");
        assert_eq!(read.response()["verifications"]["email_address"]["attempts"], 1);
        let done = client.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", &format!(" {code} "))]).await.enveloped("sign_up");
        assert_eq!(done.response()["status"], "complete", "spaces around a code and a missing strategy do no harm");
        assert_eq!(done.response()["verifications"]["email_address"]["status"], "verified");
    }
}

on_both! {
    async fn fields_may_come_in_any_order_and_the_last_one_completes(app: TestApp) {
        let client = app.client();
        let reset = client.post(PATH, &[]).await.enveloped("sign_up");
        assert_eq!(reset.response()["missing_fields"], json!(["email_address", "password"]));
        let id = reset.id();
        client.patch(&format!("{PATH}/{id}"), &[("email_address", "ada@example.com"), ("username", "Ada_L")]).await.enveloped("sign_up");
        client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        let proven = client.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", &code)]).await.ok();
        assert_eq!(proven.response()["status"], "missing_requirements");
        assert_eq!(proven.response()["unverified_fields"], json!([]));
        let done = client.patch(&format!("{PATH}/{id}"), &[("password", PASSWORD)]).await.enveloped("sign_up");
        assert_eq!(done.response()["status"], "complete");
        assert!(done.set_cookie("__client").is_some(), "the token is rotated");
        assert_eq!(client.get("/v1/me").await.ok().response()["username"], "Ada_L");
    }
}

on_both! {
    async fn a_new_attempt_takes_the_place_of_the_old_one(app: TestApp) {
        let client = app.client();
        let old = app.open_sign_up(&client, "ada@example.com").await;
        let new = app.open_sign_up(&client, "grace@example.com").await;
        client.get(&format!("{PATH}/{old}")).await.refused_with_client(404, "resource_not_found", None);
        assert_eq!(client.get("/v1/client").await.ok().response()["sign_up"]["id"], new.as_str());
    }
}

on_both! {
    async fn an_address_in_use_is_refused_at_once(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let fields = [("email_address", "ADA@example.com"), ("password", PASSWORD)];
        app.client().post(PATH, &fields).await.refused(422, "form_identifier_exists", Some("email_address"));
        let client = app.client();
        let id = app.open_sign_up(&client, "grace@example.com").await;
        let taken = client.patch(&format!("{PATH}/{id}"), &[("email_address", "ada@example.com")]).await;
        taken.refused_with_client(422, "form_identifier_exists", Some("email_address"));
    }
}

on_both! {
    async fn a_username_in_use_is_refused_in_any_case(app: TestApp) {
        let ada = app.signed_up("ada@example.com").await;
        ada.patch("/v1/me", &[("username", "Countess")]).await.ok();
        app.client().post(PATH, &[("username", "countESS")]).await.refused(422, "form_identifier_exists", Some("username"));
    }
}

on_both! {
    async fn every_bad_field_is_refused_with_its_code_and_name(app: TestApp) {
        let (long, wide) = ("x".repeat(257), "ä".repeat(600));
        let big = format!(r#"{{"a":"{}"}}"#, "x".repeat(9_000));
        let cases: &[(&str, &str, &str)] = &[
            ("email_address", "", "form_param_nil"),
            ("email_address", "no address", "form_param_format_invalid"),
            ("password", "", "form_param_nil"),
            ("password", "short", "form_password_length_too_short"),
            ("password", &long, "form_password_length_too_long"),
            ("password", "password1", "form_password_pwned"),
            ("username", "abc", "form_username_invalid_length"),
            ("username", "with space", "form_username_invalid_character"),
            ("username", "12345", "form_username_needs_non_number_char"),
            ("first_name", &long, "form_param_max_length_exceeded"),
            ("last_name", "a\u{7}b", "form_param_format_invalid"),
            ("unsafe_metadata", "{", "form_param_format_invalid"),
            ("unsafe_metadata", "[1]", "form_param_type_invalid"),
            ("unsafe_metadata", &big, "form_param_exceeds_allowed_size"),
            ("unsafe_metadata", r#"{"a":"\u0000"}"#, "form_param_format_invalid"),
            ("legal_accepted", "perhaps", "form_param_type_invalid"),
            ("strategy", "oauth_google", "strategy_for_user_invalid"),
        ];
        for (name, value, code) in cases {
            let reply = app.client().post(PATH, &[(*name, *value)]).await;
            reply.refused(422, code, Some(name));
            assert!(reply.set_cookies().is_empty(), "a refused call makes no client");
        }
        let many = app.client().post(PATH, &[("password", &wide)]).await;
        many.refused(422, "form_password_length_too_long", Some("password"));
        assert_eq!(many.json["errors"][1]["code"], "form_password_size_in_bytes_exceeded");
    }
}

on_both! {
    async fn all_bad_fields_are_reported_at_once(app: TestApp) {
        let reply = app.client().post(PATH, &[("email_address", "x"), ("username", "1"), ("first_name", "\u{7}"), ("password", "ab")]).await;
        let named: Vec<_> = reply.json["errors"].as_array().expect("errors").iter().map(|error| error["meta"]["param_name"].as_str()).collect();
        assert_eq!(named, [Some("email_address"), Some("username"), Some("first_name"), Some("password")]);
    }
}

on_both! {
    async fn a_password_that_is_the_address_is_refused(app: TestApp) {
        let fields = [("email_address", "ada.lovelace@example.com"), ("password", "Ada.Lovelace@example.com")];
        app.client().post(PATH, &fields).await.refused(422, "form_password_matches_identifier", Some("password"));
    }
}

on_both! {
    async fn a_password_made_of_names_is_refused_wherever_one_is_set(app: TestApp) {
        let names = [("email_address", "ada@analytical.example"), ("first_name", "Augusta"), ("last_name", "Lovelace"), ("username", "countess")];
        for password in ["analytical1", "Augusta-1815", "lovelace99", "Countess!!", "Onehop2026", "onehop-augusta"] {
            let fields: Vec<_> = names.into_iter().chain([("password", password)]).collect();
            app.client().post(PATH, &fields).await.refused(422, "form_password_matches_identifier", Some("password"));
        }
        let browser = app.signed_up("ada@analytical.example").await;
        browser.patch("/v1/me", &[("first_name", "Augusta"), ("last_name", "Lovelace")]).await.ok();
        let change = [("current_password", PASSWORD), ("new_password", "Augusta-1815")];
        browser.post("/v1/me/change_password", &change).await.refused_with_client(422, "form_password_matches_identifier", Some("new_password"));
    }
}

on_both! {
    async fn the_list_of_common_passwords_may_be_another_one(app: TestApp, |config| {
        let path = config.server.data.join("common.txt");
        std::fs::write(&path, "tulpe-41-Kranich\n").expect("written");
        config.password.common_passwords_file = Some(path);
    }) {
        let sign_up = async |password: &str| app.client().post(PATH, &[("email_address", "ada@example.com"), ("password", password)]).await;
        sign_up("TULPE-41-kranich").await.refused(422, "form_password_pwned", Some("password"));
        sign_up("smokey24").await.ok();
    }
}

on_both! {
    async fn fields_that_are_switched_off_are_refused(app: TestApp, |config| {
        config.user.is_username_enabled = false;
        config.user.is_name_enabled = false;
    }) {
        for name in ["username", "first_name", "last_name"] {
            app.client().post(PATH, &[(name, "Somebody")]).await.refused(422, "form_param_unknown", Some(name));
        }
    }
}

on_both! {
    async fn a_required_username_is_missing_until_it_is_given(app: TestApp, |config| config.user.is_username_required = true) {
        let client = app.client();
        let reply = client.post(PATH, &[("email_address", "ada@example.com"), ("password", PASSWORD)]).await.ok();
        assert_eq!(reply.response()["missing_fields"], json!(["username"]));
    }
}

on_both! {
    async fn preparing_is_refused_where_no_code_can_be_sent(app: TestApp) {
        let client = app.client();
        let id = client.post(PATH, &[("password", PASSWORD)]).await.ok().id();
        let path = format!("{PATH}/{id}/prepare_verification");
        client.post(&path, &[]).await.refused_with_client(422, "form_param_missing", Some("strategy"));
        client.post(&path, &[("strategy", "phone_code")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        client.post(&path, &[("strategy", "email_code")]).await.refused_with_client(422, "form_param_missing", Some("email_address"));
        let id = client.post(PATH, &[("email_address", "ada@example.com")]).await.ok().id();
        client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", &code)]).await.ok();
        let again = client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await;
        again.refused_with_client(400, "verification_already_verified", Some("email_address"));
    }
}

on_both! {
    async fn attempting_is_refused_with_the_reason(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "ada@example.com").await;
        let path = format!("{PATH}/{id}/attempt_verification");
        client.post(&path, &[("strategy", "email_code")]).await.refused_with_client(422, "form_param_missing", Some("code"));
        client.post(&path, &[("code", "  ")]).await.refused_with_client(422, "form_param_nil", Some("code"));
        client.post(&path, &[("strategy", "password"), ("code", "123456")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        client.post(&path, &[("code", "123456")]).await.refused_with_client(422, "verification_missing", Some("code"));
    }
}

on_both! {
    async fn changing_the_address_voids_its_code_and_its_proof(app: TestApp) {
        let client = app.client();
        let id = client.post(PATH, &[("email_address", "ada@example.com")]).await.ok().id();
        client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.patch(&format!("{PATH}/{id}"), &[("email_address", "grace@example.com")]).await.ok();
        let reply = client.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", &code)]).await;
        reply.refused_with_client(422, "verification_missing", Some("code"));
        assert_eq!(client.get(&format!("{PATH}/{id}")).await.ok().response()["unverified_fields"], json!(["email_address"]));
    }
}

on_both! {
    async fn a_finished_attempt_takes_no_more_calls(app: TestApp) {
        let client = app.client();
        let id = app.sign_up(&client, "ada@example.com").await.id();
        assert_eq!(client.get(&format!("{PATH}/{id}")).await.ok().response()["status"], "complete");
        client.patch(&format!("{PATH}/{id}"), &[("first_name", "Eve")]).await.refused_with_client(422, "attempt_state_invalid", None);
        for (verb, field) in [("prepare_verification", ("strategy", "email_code")), ("attempt_verification", ("code", "123456"))] {
            client.post(&format!("{PATH}/{id}/{verb}"), &[field]).await.refused_with_client(422, "attempt_state_invalid", None);
        }
    }
}

on_both! {
    async fn an_abandoned_attempt_is_gone_after_a_day(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "ada@example.com").await;
        app.advance(DAY);
        client.get(&format!("{PATH}/{id}")).await.refused(404, "resource_not_found", None);
        assert!(client.get("/v1/client").await.ok().response()["sign_up"].is_null());
    }
}

on_both! {
    async fn in_single_session_mode_a_signed_in_browser_starts_no_sign_up(app: TestApp, |config| config.session.single_session_mode = true) {
        let client = app.signed_up("ada@example.com").await;
        client.post(PATH, &[("email_address", "b@example.com")]).await.refused_with_client(422, "session_exists", None);
    }
}

on_both! {
    async fn foreign_attempts_look_like_unknown_ones(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "ada@example.com").await;
        for stranger in [app.client(), app.signed_up("eve@example.com").await] {
            foreign_like_unknown(&stranger, &id).await;
        }
        client.get(&format!("{PATH}/{id}")).await.ok();
    }
}

async fn foreign_like_unknown(stranger: &TestClient, id: &str) {
    let calls: [(Method, &str, &[(&str, &str)]); 4] = [
        (Method::GET, "", &[]),
        (Method::PATCH, "", &[("first_name", "Eve")]),
        (Method::POST, "/prepare_verification", &[("strategy", "email_code")]),
        (Method::POST, "/attempt_verification", &[("code", "123456")]),
    ];
    for (method, end, fields) in calls {
        let foreign = stranger.call(&method, &format!("{PATH}/{id}{end}"), fields).await;
        let unknown = stranger.call(&method, &format!("{PATH}/{UNKNOWN}{end}"), fields).await;
        foreign.refused(404, "resource_not_found", None);
        assert_eq!(foreign.error_alone(), unknown.error_alone(), "{method} {end}");
    }
}

on_both! {
    async fn a_sign_up_has_every_member_of_the_contract(app: TestApp) {
        let reply = app.client().post(PATH, &[]).await.ok();
        for name in [
            "object", "id", "status", "required_fields", "optional_fields", "missing_fields", "unverified_fields", "email_address", "phone_number", "username",
            "first_name", "last_name", "web3_wallet", "has_password", "unsafe_metadata", "external_account", "verifications", "created_session_id",
            "created_user_id", "abandon_at", "legal_accepted_at", "locale",
        ] {
            assert!(members(reply.response()).contains(&name), "{name}: {}", reply.text);
        }
        assert_eq!(members(&reply.response()["verifications"]), ["email_address", "external_account", "phone_number", "web3_wallet"]);
    }
}

//! The settings that shape sign-up and sign-in: told in the environment, and honoured.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient},
};
use serde_json::{Value, json};
use server::{
    config::{FirstFactor, Identifier},
    password::CharacterKind,
};

const UPS: &str = "/v1/client/sign_ups";
const INS: &str = "/v1/client/sign_ins";
const ADA: &str = "ada@example.com";

async fn environment(app: &TestApp) -> Value {
    app.client().get("/v1/environment").await.ok().json
}

/// A sign-up with these fields and the mailed code; the attempt after it.
async fn sign_up(app: &TestApp, client: &TestClient, fields: &[(&str, &str)]) -> Value {
    let id = client.post(UPS, fields).await.ok().id();
    client.post(&format!("{UPS}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
    let code = app.code_to(ADA).await;
    client.post(&format!("{UPS}/{id}/attempt_verification"), &[("code", &code)]).await.ok().response().clone()
}

fn strategies(sign_in: &Value) -> Vec<&str> {
    let factors = sign_in["supported_first_factors"].as_array().expect("factors");
    factors.iter().map(|factor| factor["strategy"].as_str().expect("a strategy")).collect()
}

on_both! {
    async fn names_are_asked_for_where_they_are_required(app: TestApp, |config| config.user.is_name_required = true) {
        let told = environment(&app).await;
        assert_eq!((&told["auth_config"]["first_name"], &told["user_settings"]["attributes"]["last_name"]["required"]), (&json!("required"), &json!(true)));
        let client = app.client();
        let attempt = sign_up(&app, &client, &[("email_address", ADA), ("password", PASSWORD), ("first_name", "Ada")]).await;
        assert_eq!((&attempt["status"], &attempt["missing_fields"]), (&json!("missing_requirements"), &json!(["last_name"])));
        let id = attempt["id"].as_str().expect("an id");
        let done = client.patch(&format!("{UPS}/{id}"), &[("last_name", "Lovelace")]).await.ok();
        assert_eq!(done.response()["status"], "complete");
        client.patch("/v1/me", &[("last_name", " ")]).await.refused_with_client(422, "form_param_nil", Some("last_name"));
        client.patch("/v1/me", &[("last_name", "King")]).await.ok();
    }
}

on_both! {
    async fn usernames_alone_name_accounts(app: TestApp, |config| {
        config.user.is_username_required = true;
        config.sign_in.identifiers = vec![Identifier::Username];
    }) {
        let told = environment(&app).await;
        assert_eq!(told["auth_config"]["identification_strategies"], json!(["username"]));
        let attributes = &told["user_settings"]["attributes"];
        assert_eq!((&attributes["email_address"]["used_for_first_factor"], &attributes["username"]["used_for_first_factor"]), (&json!(false), &json!(true)));
        let attempt = sign_up(&app, &app.client(), &[("email_address", ADA), ("password", PASSWORD), ("username", "ada_l")]).await;
        assert_eq!(attempt["status"], "complete");
        let client = app.client();
        client.post(INS, &[("identifier", ADA)]).await.refused(422, "form_identifier_not_found", Some("identifier"));
        client.post(INS, &[("identifier", ADA), ("password", PASSWORD)]).await.refused(422, "form_identifier_not_found", Some("identifier"));
        let empty = client.post(INS, &[("identifier", " ")]).await;
        assert_eq!(empty.json["errors"][0]["long_message"], "Enter your username.");
        let reply = client.post(INS, &[("identifier", "Ada_L"), ("password", PASSWORD)]).await.ok();
        assert_eq!((&reply.response()["status"], &reply.response()["supported_identifiers"]), (&json!("complete"), &json!(["username"])));
        client.patch("/v1/me", &[("username", "")]).await.refused_with_client(422, "form_param_nil", Some("username"));
    }
}

on_both! {
    async fn addresses_alone_name_accounts(app: TestApp, |config| config.sign_in.identifiers = vec![Identifier::EmailAddress]) {
        assert_eq!(environment(&app).await["auth_config"]["identification_strategies"], json!(["email_address"]));
        let browser = app.signed_up(ADA).await;
        browser.patch("/v1/me", &[("username", "ada_l")]).await.ok();
        let client = app.client();
        client.post(INS, &[("identifier", "ada_l")]).await.refused(422, "form_identifier_not_found", Some("identifier"));
        app.sign_in(&client, ADA, PASSWORD).await;
        // A username and a password are no way in here, so the last address stays.
        let id = browser.get("/v1/me").await.ok().response()["primary_email_address_id"].as_str().expect("an id").to_owned();
        browser.delete(&format!("/v1/me/email_addresses/{id}")).await.refused_with_client(422, "identification_deletion_failed", None);
    }
}

on_both! {
    async fn without_passwords_codes_do_everything_and_a_stored_password_nothing(app: TestApp, |config| {
        config.user.is_password_required = false;
        config.sign_in.first_factors = vec![FirstFactor::EmailCode];
    }) {
        let told = environment(&app).await;
        assert_eq!((&told["auth_config"]["password"], &told["auth_config"]["first_factors"]), (&json!("off"), &json!(["email_code", "ticket"])));
        assert_eq!((&told["user_settings"]["attributes"]["password"]["enabled"], &told["display_config"]["preferred_sign_in_strategy"]), (&json!(false), &json!("otp")));
        let client = app.client();
        client.post(UPS, &[("email_address", ADA), ("password", PASSWORD)]).await.refused(422, "form_param_unknown", Some("password"));
        let attempt = sign_up(&app, &client, &[("email_address", ADA)]).await;
        assert_eq!((&attempt["status"], &attempt["required_fields"]), (&json!("complete"), &json!(["email_address"])));
        client.post("/v1/me/change_password", &[("new_password", PASSWORD)]).await.refused_with_client(422, "form_param_unknown", Some("new_password"));

        app.backend().post("/v1/users", json!({"email_address": ["eve@example.com"], "password": PASSWORD})).await.ok();
        let other = app.client();
        other.post(INS, &[("identifier", "eve@example.com"), ("password", PASSWORD)]).await.refused(422, "strategy_for_user_invalid", Some("password"));
        let started = other.post(INS, &[("identifier", "eve@example.com")]).await.ok();
        assert_eq!(strategies(started.response()), ["email_code"]);
        let path = format!("{INS}/{}", started.id());
        let by_password = [("strategy", "password"), ("password", PASSWORD)];
        other.post(&format!("{path}/attempt_first_factor"), &by_password).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        other.post(&format!("{path}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        other.post(&format!("{path}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("eve@example.com").await;
        let reply = other.post(&format!("{path}/attempt_first_factor"), &[("strategy", "email_code"), ("code", &code)]).await.ok();
        assert_eq!(reply.response()["status"], "complete");
    }
}

on_both! {
    async fn a_password_may_be_left_out_set_later_and_given_up(app: TestApp, |config| config.user.is_password_required = false) {
        assert_eq!(environment(&app).await["auth_config"]["password"], "on");
        let client = app.client();
        let attempt = sign_up(&app, &client, &[("email_address", ADA)]).await;
        assert_eq!((&attempt["status"], &attempt["optional_fields"]), (&json!("complete"), &json!(["password", "username", "first_name", "last_name"])));
        client.post("/v1/me/change_password", &[("new_password", PASSWORD)]).await.ok();
        app.sign_in(&app.client(), ADA, PASSWORD).await;
        client.post("/v1/me/remove_password", &[]).await.ok();
    }
}

on_both! {
    async fn a_password_that_is_required_stays(app: TestApp) {
        let browser = app.signed_up(ADA).await;
        browser.post("/v1/me/remove_password", &[]).await.refused_with_client(422, "form_password_validation_failed", None);
        app.sign_in(&app.client(), ADA, PASSWORD).await;
    }
}

on_both! {
    async fn without_codes_as_a_factor_a_password_signs_in_and_is_still_reset_by_mail(app: TestApp, |config| config.sign_in.first_factors = vec![FirstFactor::Password]) {
        let told = environment(&app).await;
        assert_eq!(told["auth_config"]["first_factors"], json!(["password", "reset_password_email_code", "ticket"]));
        assert_eq!(told["user_settings"]["attributes"]["email_address"]["first_factors"], json!([]));
        app.signed_up(ADA).await;
        let client = app.client();
        let started = client.post(INS, &[("identifier", ADA)]).await.ok();
        assert_eq!(strategies(started.response()), ["password", "reset_password_email_code"]);
        let path = format!("{INS}/{}/prepare_first_factor", started.id());
        client.post(&path, &[("strategy", "email_code")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        client.post(&path, &[("strategy", "reset_password_email_code")]).await.ok();
        app.sign_in(&client, ADA, PASSWORD).await;
    }
}

on_both! {
    async fn kinds_of_characters_are_asked_for_wherever_a_password_is_set(app: TestApp, |config| {
        config.password.characters = vec![CharacterKind::Uppercase, CharacterKind::Number, CharacterKind::Special];
    }) {
        let rules = &environment(&app).await["user_settings"]["password_settings"];
        assert_eq!((&rules["require_uppercase"], &rules["require_numbers"], &rules["require_lowercase"]), (&json!(true), &json!(true), &json!(false)));
        let special = rules["allowed_special_characters"].as_str().expect("characters");
        assert!(rules["require_special_char"] == true && special.len() == 32 && special.starts_with("!\"#"), "{special}");
        let client = app.client();
        let refused = client.post(UPS, &[("email_address", ADA), ("password", PASSWORD)]).await;
        refused.refused(422, "form_password_no_uppercase", Some("password"));
        let codes: Vec<_> = refused.json["errors"].as_array().expect("errors").iter().map(|error| error["code"].clone()).collect();
        assert_eq!(codes, ["form_password_no_uppercase", "form_password_no_number", "form_password_no_special_char"]);
        sign_up(&app, &client, &[("email_address", ADA), ("password", "Correct-horse 41")]).await;
        client.post("/v1/me/change_password", &[("new_password", "Correct horse 42")]).await.refused_with_client(422, "form_password_no_special_char", Some("new_password"));
        let made = app.backend().post("/v1/users", json!({"username": "eve_1", "password": PASSWORD})).await;
        assert_eq!((made.status.as_u16(), &made.json["errors"][0]["code"]), (422, &json!("form_password_no_uppercase")));
    }
}

on_both! {
    async fn consent_is_asked_for_and_kept_with_its_time(app: TestApp, |config| {
        config.user.is_legal_consent_enabled = true;
        config.instance.terms_url = Some("/terms".to_owned());
        config.instance.privacy_policy_url = Some("https://example.com/privacy".to_owned());
    }) {
        let told = environment(&app).await;
        assert_eq!(told["user_settings"]["sign_up"]["legal_consent_enabled"], true);
        let origin = app.app.config.server.public_origin();
        assert_eq!((&told["display_config"]["terms_url"], &told["display_config"]["privacy_policy_url"]), (&json!(format!("{origin}/terms")), &json!("https://example.com/privacy")));
        let client = app.client();
        let fields = [("email_address", ADA), ("password", PASSWORD), ("legal_accepted", "false")];
        client.post(UPS, &fields).await.refused(422, "form_param_value_invalid", Some("legal_accepted"));
        let attempt = sign_up(&app, &client, &fields[..2]).await;
        assert_eq!((&attempt["status"], &attempt["missing_fields"]), (&json!("missing_requirements"), &json!(["legal_accepted"])));
        assert_eq!(attempt["required_fields"], json!(["email_address", "password", "legal_accepted"]));
        let given_at = app.now();
        let path = format!("{UPS}/{}", attempt["id"].as_str().expect("an id"));
        let done = client.patch(&path, &[("legal_accepted", "true")]).await.ok();
        assert_eq!(done.response()["status"], "complete");
        app.advance(1_000);
        assert_eq!(client.get("/v1/me").await.ok().response()["legal_accepted_at"], given_at);
    }
}

on_both! {
    async fn consent_given_once_is_not_taken_back_by_a_form_without_its_box(app: TestApp, |config| {
        config.user.is_legal_consent_enabled = true;
        config.instance.terms_url = Some("/terms".to_owned());
    }) {
        let client = app.client();
        let id = client.post(UPS, &[("email_address", ADA), ("legal_accepted", "true")]).await.ok().id();
        let reply = client.patch(&format!("{UPS}/{id}"), &[("password", PASSWORD), ("legal_accepted", "false")]).await.ok();
        assert_eq!((&reply.response()["missing_fields"], &reply.response()["legal_accepted_at"]), (&json!([]), &json!(app.now())));
    }
}

on_both! {
    async fn codes_have_the_length_that_is_told(app: TestApp, |config| config.codes.length = 8) {
        assert_eq!(environment(&app).await["auth_config"]["email_code_length"], 8);
        let client = app.client();
        let id = app.open_sign_up(&client, ADA).await;
        client.post(&format!("{UPS}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let (_, text) = app.mails_to(ADA).await.remove(0);
        let code = text.split_whitespace().find(|word| word.len() == 8 && word.chars().all(|digit| digit.is_ascii_digit())).expect("a code of eight digits");
        let done = client.post(&format!("{UPS}/{id}/attempt_verification"), &[("code", code)]).await.ok();
        assert_eq!(done.response()["status"], "complete");
    }
}

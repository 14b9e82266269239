//! `/v1/me/email_addresses`

use crate::{
    on_both,
    support::{PASSWORD, members, other_than},
};
use http::Method;
use serde_json::json;
use server::clock::MINUTE;

const PATH: &str = "/v1/me/email_addresses";
const UNKNOWN: &str = "idn_000000000000000000000000000";

on_both! {
    async fn an_address_is_added_proven_and_told_to_the_owner(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let added = browser.post(&format!("{PATH}/"), &[("email_address", "Ada@Example.org")]).await.enveloped("email_address");
        let email = added.response();
        for name in ["id", "object", "email_address", "verification", "linked_to", "matches_sso_connection"] {
            assert!(members(email).contains(&name), "{name}: {}", added.text);
        }
        assert_eq!((&email["email_address"], &email["linked_to"]), (&json!("Ada@Example.org"), &json!([])));
        assert_eq!((email["verification"]["status"].as_str(), email["verification"]["strategy"].as_str()), (Some("unverified"), None));
        assert_eq!(added.client()["sessions"][0]["user"]["email_addresses"].as_array().map(Vec::len), Some(2));
        let id = added.id();
        let sent = browser.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.enveloped("email_address");
        let verification = &sent.response()["verification"];
        assert_eq!((&verification["strategy"], &verification["expire_at"]), (&json!("email_code"), &json!(app.now() + 10 * MINUTE)));
        let code = app.code_to("Ada@Example.org").await;
        let wrong = browser.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", other_than(&code))]).await;
        wrong.refused_with_client(422, "form_code_incorrect", Some("code"));
        app.advance(1);
        let done = browser.post(&format!("{PATH}/{id}/attempt_verification"), &[("code", &code)]).await.enveloped("email_address");
        assert_eq!(done.response()["verification"]["status"], "verified");
        let read = browser.get(&format!("{PATH}/{id}")).await.enveloped_read("email_address");
        assert_eq!(read.response(), done.response());
        assert!(app.mails_to("ada@example.com").await[0].1.contains("Ada@Example.org"), "the main address is told");
    }
}

on_both! {
    async fn a_proven_second_address_signs_in_and_an_unproven_one_does_not(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.add_email(&browser, "ada@example.org").await;
        let start = [("identifier", "ada@example.org"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ins", &start).await.refused(422, "form_identifier_not_found", Some("identifier"));
        app.verify_email(&browser, &id, "ada@example.org").await;
        app.sign_in(&app.client(), "ada@example.org", PASSWORD).await;
    }
}

on_both! {
    async fn adding_is_refused_with_the_reason(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.signed_up("grace@example.com").await;
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[], "form_param_missing"),
            (&[("email_address", " ")], "form_param_nil"),
            (&[("email_address", "x")], "form_param_format_invalid"),
            (&[("email_address", "a@b.c\r\nBcc: eve@example.com")], "form_param_format_invalid"),
            (&[("email_address", "ADA@example.com")], "form_identifier_exists"),
            (&[("email_address", "grace@example.com")], "form_identifier_exists"),
        ];
        for (fields, code) in cases {
            browser.post(PATH, fields).await.refused_with_client(422, code, Some("email_address"));
        }
        app.add_email(&browser, "ada@example.org").await;
        browser.post(PATH, &[("email_address", "ada@example.org")]).await.refused_with_client(422, "form_identifier_exists", Some("email_address"));
    }
}

on_both! {
    async fn twenty_addresses_are_enough(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for number in 1..20 {
            app.add_email(&browser, &format!("ada{number}@example.com")).await;
        }
        browser.post(PATH, &[("email_address", "one-more@example.com")]).await.refused_with_client(403, "quota_exceeded", None);
    }
}

on_both! {
    async fn an_unproven_address_blocks_nobody_and_goes_to_who_proves_it_first(app: TestApp) {
        let eve = app.signed_up("eve@example.com").await;
        let squatted = app.add_email(&eve, "ada@example.com").await;
        let prepare = format!("{PATH}/{squatted}/prepare_verification");
        eve.post(&prepare, &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        app.advance(1);
        app.signed_up("ada@example.com").await;
        let late = eve.post(&format!("{PATH}/{squatted}/attempt_verification"), &[("code", &code)]).await;
        late.refused_with_client(422, "form_identifier_exists", Some("email_address"));
        assert_ne!(eve.get(&format!("{PATH}/{squatted}")).await.ok().response()["verification"]["status"], "verified");
    }
}

on_both! {
    async fn a_code_is_refused_with_the_reason(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.add_email(&browser, "ada@example.org").await;
        let (prepare, attempt) = (format!("{PATH}/{id}/prepare_verification"), format!("{PATH}/{id}/attempt_verification"));
        browser.post(&prepare, &[]).await.refused_with_client(422, "form_param_missing", Some("strategy"));
        browser.post(&prepare, &[("strategy", "enterprise_sso")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        browser.post(&attempt, &[]).await.refused_with_client(422, "form_param_missing", Some("code"));
        browser.post(&attempt, &[("code", "")]).await.refused_with_client(422, "form_param_nil", Some("code"));
        browser.post(&attempt, &[("code", "123456")]).await.refused_with_client(422, "verification_missing", Some("code"));
        app.verify_email(&browser, &id, "ada@example.org").await;
        browser.post(&prepare, &[("strategy", "email_code")]).await.refused_with_client(400, "verification_already_verified", Some("email_address"));
        browser.post(&attempt, &[("code", "123456")]).await.refused_with_client(400, "verification_already_verified", Some("email_address"));
    }
}

on_both! {
    async fn a_code_works_only_in_the_browser_that_asked_for_it(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.add_email(&browser, "ada@example.org").await;
        browser.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.org").await;
        let elsewhere = app.client();
        app.sign_in(&elsewhere, "ada@example.com", PASSWORD).await;
        let attempt = format!("{PATH}/{id}/attempt_verification");
        elsewhere.post(&attempt, &[("code", &code)]).await.refused_with_client(422, "verification_missing", Some("code"));
        browser.post(&attempt, &[("code", &code)]).await.ok();
    }
}

on_both! {
    async fn removing_moves_the_main_address_on_and_tells_the_owner(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let second = app.add_email(&browser, "ada@example.org").await;
        app.verify_email(&browser, &second, "ada@example.org").await;
        let first = browser.get("/v1/me").await.ok().response()["primary_email_address_id"].as_str().expect("an id").to_owned();
        app.advance(1);
        let reply = browser.delete(&format!("{PATH}/{first}")).await.enveloped("email_address");
        assert_eq!(reply.response(), &json!({"object": "email_address", "id": first, "deleted": true}));
        assert_eq!(reply.client()["sessions"][0]["user"]["primary_email_address_id"], second.as_str());
        assert!(app.mails_to("ada@example.org").await[0].1.contains("ada@example.com"));
        browser.get(&format!("{PATH}/{first}")).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn the_last_way_in_is_not_removed(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.add_email(&browser, "unproven@example.com").await;
        let first = browser.get("/v1/me").await.ok().response()["primary_email_address_id"].as_str().expect("an id").to_owned();
        browser.delete(&format!("{PATH}/{first}")).await.refused_with_client(422, "identification_deletion_failed", None);
        browser.patch("/v1/me", &[("username", "Countess")]).await.ok();
        browser.delete(&format!("{PATH}/{first}")).await.enveloped("email_address");
        app.sign_in(&app.client(), "countess", PASSWORD).await;
    }
}

on_both! {
    async fn foreign_addresses_look_like_unknown_ones_and_nobody_is_401(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.add_email(&browser, "ada@example.org").await;
        let (stranger, visitor) = (app.signed_up("eve@example.com").await, app.client());
        let calls: [(Method, &str, &[(&str, &str)]); 4] = [
            (Method::GET, "", &[]),
            (Method::DELETE, "", &[]),
            (Method::POST, "/prepare_verification", &[("strategy", "email_code")]),
            (Method::POST, "/attempt_verification", &[("code", "123456")]),
        ];
        for (method, end, fields) in calls {
            let foreign = stranger.call(&method, &format!("{PATH}/{id}{end}"), fields).await;
            let unknown = stranger.call(&method, &format!("{PATH}/{UNKNOWN}{end}"), fields).await;
            foreign.refused(404, "resource_not_found", None);
            assert_eq!(foreign.error_alone(), unknown.error_alone(), "{method} {end}");
            visitor.call(&method, &format!("{PATH}/{id}{end}"), fields).await.refused(401, "authentication_invalid", None);
        }
        visitor.post(PATH, &[("email_address", "a@example.net")]).await.refused(401, "authentication_invalid", None);
        browser.get(&format!("{PATH}/{id}")).await.ok();
    }
}

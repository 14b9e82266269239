//! `/v1/client/sign_ins`. The lock-out is in `lockout.rs`.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient, members, other_than},
};
use http::Method;
use serde_json::json;
use server::clock::DAY;

const PATH: &str = "/v1/client/sign_ins";
const UNKNOWN: &str = "sia_000000000000000000000000000";
const NEW: &str = "a wholly different phrase";

/// Ada's account, and a browser in which nobody is signed in.
async fn ada(app: &TestApp) -> TestClient {
    app.signed_up("ada@example.com").await;
    app.client()
}

/// Has a code of this strategy mailed to Ada; the code.
async fn prepared(app: &TestApp, client: &TestClient, id: &str, strategy: &str) -> String {
    app.advance(1);
    client.post(&format!("{PATH}/{id}/prepare_first_factor"), &[("strategy", strategy)]).await.enveloped("sign_in");
    app.code_to("ada@example.com").await
}

async fn attempt(client: &TestClient, id: &str, fields: &[(&str, &str)]) -> crate::support::Reply {
    client.post(&format!("{PATH}/{id}/attempt_first_factor"), fields).await
}

on_both! {
    async fn identifier_and_password_in_one_call_sign_in(app: TestApp) {
        let client = ada(&app).await;
        let reply = client.post(PATH, &[("identifier", " ADA@example.com "), ("password", PASSWORD), ("locale", "en")]).await.enveloped("sign_in");
        assert_eq!(reply.response()["status"], "complete");
        assert_eq!(reply.client()["sessions"][0]["id"], reply.response()["created_session_id"]);
        assert!(reply.client()["sign_in"].is_null(), "a finished attempt is gone from the client");
        assert_eq!(reply.client()["last_authentication_strategy"], "password");
        assert_eq!(client.get("/v1/me").await.ok().response()["last_sign_in_at"], app.now());
    }
}

on_both! {
    async fn an_identifier_alone_says_what_can_prove_it(app: TestApp) {
        let client = ada(&app).await;
        let reply = client.post(PATH, &[("identifier", "ada@example.com")]).await.enveloped("sign_in");
        let sign_in = reply.response();
        for name in [
            "object", "id", "status", "supported_identifiers", "identifier", "user_data", "supported_first_factors", "supported_second_factors",
            "first_factor_verification", "second_factor_verification", "created_session_id",
        ] {
            assert!(members(sign_in).contains(&name), "{name}: {}", reply.text);
        }
        assert_eq!(sign_in["status"], "needs_first_factor");
        assert_eq!(sign_in["supported_identifiers"], json!(["email_address", "username"]));
        assert!(sign_in["first_factor_verification"].is_null(), "nothing was sent yet");
        assert!(sign_in["created_session_id"].is_null());
        let factors = sign_in["supported_first_factors"].as_array().expect("factors");
        let strategies: Vec<_> = factors.iter().map(|factor| factor["strategy"].as_str().expect("text")).collect();
        assert_eq!(strategies, ["password", "email_code", "reset_password_email_code"]);
        assert_eq!(factors[1]["safe_identifier"], "ada@example.com", "what was typed is shown");
        assert!(factors[1]["email_address_id"].as_str().is_some_and(|id| id.starts_with("idn_")));
        assert_eq!(reply.client()["sign_in"], *sign_in);
        let read = client.get(&format!("{PATH}/{}", reply.id())).await.enveloped_read("sign_in");
        assert_eq!(read.response(), sign_in);
    }
}

on_both! {
    async fn a_username_finds_the_account_and_addresses_stay_masked(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        browser.patch("/v1/me", &[("username", "Countess"), ("first_name", "Ada")]).await.ok();
        let reply = app.client().post(PATH, &[("identifier", "COUNTESS")]).await.ok();
        assert_eq!(reply.response()["supported_first_factors"][1]["safe_identifier"], "a•••@e•••.com");
        assert!(reply.response()["user_data"]["first_name"].is_null(), "names stay hidden until something is proven");
        assert!(!reply.text.contains("ada@example.com"));
    }
}

on_both! {
    async fn an_empty_call_resets_the_attempt(app: TestApp) {
        let client = ada(&app).await;
        let old = app.open_sign_in(&client, "ada@example.com").await;
        let reply = client.post(PATH, &[]).await.enveloped("sign_in");
        assert_eq!(reply.response()["status"], "needs_identifier");
        assert!(reply.response()["supported_first_factors"].is_null());
        client.get(&format!("{PATH}/{old}")).await.refused_with_client(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_mailed_code_signs_in(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let code = prepared(&app, &client, &id, "email_code").await;
        let pending = client.get(&format!("{PATH}/{id}")).await.ok();
        assert_eq!(pending.response()["first_factor_verification"]["strategy"], "email_code");
        let wrong = attempt(&client, &id, &[("strategy", "email_code"), ("code", other_than(&code))]).await;
        wrong.refused_with_client(422, "form_code_incorrect", Some("code"));
        assert_eq!(wrong.client()["sign_in"]["first_factor_verification"]["attempts"], 1);
        let done = attempt(&client, &id, &[("strategy", "email_code"), ("code", &code)]).await.enveloped("sign_in");
        assert_eq!(done.response()["status"], "complete");
        assert_eq!(done.response()["first_factor_verification"]["status"], "verified");
        assert_eq!(done.client()["last_authentication_strategy"], "email_code");
    }
}

on_both! {
    async fn a_password_after_the_identifier_signs_in(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        attempt(&client, &id, &[("strategy", "password"), ("password", "wrong password")]).await.refused_with_client(422, "form_password_incorrect", Some("password"));
        let done = attempt(&client, &id, &[("strategy", "password"), ("password", PASSWORD)]).await.enveloped("sign_in");
        assert_eq!(done.response()["status"], "complete");
    }
}

on_both! {
    async fn a_forgotten_password_is_reset_by_code_and_other_devices_are_signed_out(app: TestApp) {
        let elsewhere = app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let code = prepared(&app, &client, &id, "reset_password_email_code").await;
        let proven = attempt(&client, &id, &[("strategy", "reset_password_email_code"), ("code", &code)]).await.enveloped("sign_in");
        assert_eq!(proven.response()["status"], "needs_new_password");
        assert!(proven.response()["created_session_id"].is_null(), "the code alone signs nobody in");
        let done = client.post(&format!("{PATH}/{id}/reset_password"), &[("password", NEW)]).await.enveloped("sign_in");
        assert_eq!(done.response()["status"], "complete");
        assert!(done.client()["sign_in"].is_null());
        elsewhere.get("/v1/me").await.refused(401, "authentication_invalid", None);
        app.client().post(PATH, &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await.refused(422, "form_password_incorrect", Some("password"));
        app.sign_in(&app.client(), "ada@example.com", NEW).await;
        assert!(app.mails_to("ada@example.com").await[0].1.to_lowercase().contains("password"), "the owner is told");
    }
}

on_both! {
    async fn a_reset_keeps_other_devices_when_it_is_told_to(app: TestApp) {
        let elsewhere = app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let code = prepared(&app, &client, &id, "reset_password_email_code").await;
        attempt(&client, &id, &[("strategy", "reset_password_email_code"), ("code", &code)]).await.ok();
        client.post(&format!("{PATH}/{id}/reset_password"), &[("password", NEW), ("sign_out_of_other_sessions", "false")]).await.ok();
        elsewhere.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn a_new_password_is_checked_before_it_is_taken(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let path = format!("{PATH}/{id}/reset_password");
        client.post(&path, &[("password", NEW)]).await.refused_with_client(422, "attempt_state_invalid", None);
        let code = prepared(&app, &client, &id, "reset_password_email_code").await;
        attempt(&client, &id, &[("strategy", "reset_password_email_code"), ("code", &code)]).await.ok();
        client.post(&path, &[]).await.refused_with_client(422, "form_param_missing", Some("password"));
        client.post(&path, &[("password", "")]).await.refused_with_client(422, "form_param_nil", Some("password"));
        client.post(&path, &[("password", "short")]).await.refused_with_client(422, "form_password_length_too_short", Some("password"));
        client.post(&path, &[("password", "ada@example.com")]).await.refused_with_client(422, "form_password_matches_identifier", Some("password"));
        client.post(&path, &[("password", "password1")]).await.refused_with_client(422, "form_password_pwned", Some("password"));
        assert_eq!(client.get(&format!("{PATH}/{id}")).await.ok().response()["status"], "needs_new_password", "none of these ended the attempt");
    }
}

on_both! {
    async fn starting_is_refused_with_the_reason(app: TestApp) {
        let client = ada(&app).await;
        let cases: &[(&[(&str, &str)], &str, &str)] = &[
            (&[("identifier", " ")], "form_param_nil", "identifier"),
            (&[("identifier", "nobody@example.com")], "form_identifier_not_found", "identifier"),
            (&[("identifier", "nobody@example.com"), ("password", PASSWORD)], "form_identifier_not_found", "identifier"),
            (&[("identifier", "nobody")], "form_identifier_not_found", "identifier"),
            (&[("identifier", "ada@example.com"), ("strategy", "passkey")], "strategy_for_user_invalid", "strategy"),
            (&[("identifier", "ada@example.com"), ("password", "wrong password")], "form_password_incorrect", "password"),
            (&[("strategy", "password")], "form_param_missing", "identifier"),
        ];
        for (fields, code, param) in cases {
            let reply = client.post(PATH, fields).await;
            reply.refused(422, code, Some(param));
            assert!(reply.set_cookies().is_empty(), "a refused call makes no client");
        }
    }
}

on_both! {
    async fn an_account_that_is_signed_in_here_already_is_named(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let session = app.session_of(&browser).await;
        let reply = browser.post(PATH, &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await;
        reply.refused_with_client(422, "identifier_already_signed_in", None);
        assert_eq!(reply.json["errors"][0]["meta"]["session_id"], session.as_str());
        assert_eq!(reply.json["meta"]["session_id"], session.as_str());
    }
}

on_both! {
    async fn in_single_session_mode_a_second_account_is_refused(app: TestApp, |config| config.session.single_session_mode = true) {
        app.signed_up("ada@example.com").await;
        let browser = app.signed_up("grace@example.com").await;
        browser.post(PATH, &[("identifier", "ada@example.com")]).await.refused_with_client(422, "session_exists", None);
        browser.post(PATH, &[]).await.refused_with_client(422, "session_exists", None);
    }
}

on_both! {
    async fn a_banned_account_is_refused_at_every_step(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        app.execute("UPDATE users SET banned = TRUE", vec![]).await;
        client.post(PATH, &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await.refused_with_client(403, "user_banned", None);
        attempt(&client, &id, &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(403, "user_banned", None);
        client.post(&format!("{PATH}/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.refused_with_client(403, "user_banned", None);
    }
}

on_both! {
    async fn an_account_without_a_password_offers_none(app: TestApp, |config| config.user.is_password_required = false) {
        let browser = app.signed_up("ada@example.com").await;
        browser.post("/v1/me/remove_password", &[("current_password", PASSWORD)]).await.ok();
        let client = app.client();
        client.post(PATH, &[("identifier", "ada@example.com"), ("password", PASSWORD)]).await.refused(422, "strategy_for_user_invalid", Some("password"));
        let id = app.open_sign_in(&client, "ada@example.com").await;
        attempt(&client, &id, &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        let prepare = client.post(&format!("{PATH}/{id}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await;
        prepare.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
    }
}

on_both! {
    async fn preparing_and_attempting_are_refused_with_the_reason(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let prepare = format!("{PATH}/{id}/prepare_first_factor");
        client.post(&prepare, &[]).await.refused_with_client(422, "form_param_missing", Some("strategy"));
        client.post(&prepare, &[("strategy", "password")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        let elsewhere = [("strategy", "email_code"), ("email_address_id", "idn_000000000000000000000000000")];
        client.post(&prepare, &elsewhere).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        attempt(&client, &id, &[]).await.refused_with_client(422, "form_param_missing", Some("strategy"));
        attempt(&client, &id, &[("strategy", "password")]).await.refused_with_client(422, "form_param_nil", Some("password"));
        attempt(&client, &id, &[("strategy", "email_code")]).await.refused_with_client(422, "form_param_nil", Some("code"));
        attempt(&client, &id, &[("strategy", "email_code"), ("code", "123456")]).await.refused_with_client(422, "verification_missing", Some("code"));
        attempt(&client, &id, &[("strategy", "totp"), ("code", "123456")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        let blank = client.post(PATH, &[]).await.ok().id();
        attempt(&client, &blank, &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(422, "attempt_state_invalid", None);
        let early = client.post(&format!("{PATH}/{blank}/prepare_first_factor"), &[("strategy", "email_code")]).await;
        early.refused_with_client(422, "attempt_state_invalid", None);
    }
}

on_both! {
    async fn no_attempt_ever_waits_for_a_second_factor_yet(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        for (verb, fields) in [("prepare_second_factor", vec![("strategy", "phone_code")]), ("attempt_second_factor", vec![("strategy", "totp"), ("code", "1")])] {
            client.post(&format!("{PATH}/{id}/{verb}"), &fields).await.refused_with_client(422, "attempt_state_invalid", None);
            client.post(&format!("{PATH}/{id}/{verb}"), &[]).await.refused_with_client(422, "form_param_missing", Some("strategy"));
        }
    }
}

on_both! {
    async fn a_finished_attempt_takes_no_more_calls(app: TestApp) {
        let client = ada(&app).await;
        let id = app.sign_in(&client, "ada@example.com", PASSWORD).await.id();
        assert_eq!(client.get(&format!("{PATH}/{id}")).await.ok().response()["status"], "complete");
        attempt(&client, &id, &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(422, "attempt_state_invalid", None);
        client.post(&format!("{PATH}/{id}/reset_password"), &[("password", NEW)]).await.refused_with_client(422, "attempt_state_invalid", None);
    }
}

on_both! {
    async fn an_abandoned_attempt_is_gone_after_a_day(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        app.advance(DAY);
        attempt(&client, &id, &[("strategy", "password"), ("password", PASSWORD)]).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn foreign_attempts_look_like_unknown_ones(app: TestApp) {
        let client = ada(&app).await;
        let id = app.open_sign_in(&client, "ada@example.com").await;
        for stranger in [app.client(), app.signed_up("eve@example.com").await] {
            let calls: [(Method, &str, &[(&str, &str)]); 6] = [
                (Method::GET, "", &[]),
                (Method::POST, "/prepare_first_factor", &[("strategy", "email_code")]),
                (Method::POST, "/attempt_first_factor", &[("strategy", "password"), ("password", PASSWORD)]),
                (Method::POST, "/prepare_second_factor", &[("strategy", "phone_code")]),
                (Method::POST, "/attempt_second_factor", &[("strategy", "totp"), ("code", "1")]),
                (Method::POST, "/reset_password", &[("password", NEW)]),
            ];
            for (method, end, fields) in calls {
                let foreign = stranger.call(&method, &format!("{PATH}/{id}{end}"), fields).await;
                let unknown = stranger.call(&method, &format!("{PATH}/{UNKNOWN}{end}"), fields).await;
                foreign.refused(404, "resource_not_found", None);
                assert_eq!(foreign.error_alone(), unknown.error_alone(), "{method} {end}");
            }
        }
    }
}

//! Step-up: what lets a user in or keeps others out changes only after a proof that is at most ten minutes old.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient, other_than},
};
use http::Method;
use onehop::endpoints::{Access, Verb};
use serde_json::{Value, json};
use server::clock::{HOUR, MINUTE};
use std::collections::BTreeSet;

const ADA: &str = "ada@example.com";
const CODE: &str = "session_reverification_required";
/// So long a proof counts.
const WINDOW: i64 = 10 * MINUTE;

type Operation = (Verb, &'static str, &'static [(&'static str, &'static str)]);

/// The sensitive operations.
const SENSITIVE: [Operation; 15] = [
    (Verb::Post, "/v1/me/change_password", &[("new_password", "a wholly different phrase")]),
    (Verb::Post, "/v1/me/remove_password", &[]),
    (Verb::Delete, "/v1/me", &[]),
    (Verb::Post, "/v1/me/email_addresses", &[("email_address", "new@example.com")]),
    (Verb::Delete, "/v1/me/email_addresses/{email_address_id}", &[]),
    (Verb::Patch, "/v1/me", &[("primary_email_address_id", "{email_address_id}")]),
    (Verb::Patch, "/v1/me", &[("primary_phone_number_id", "{phone_number_id}")]),
    (Verb::Patch, "/v1/me", &[("primary_web3_wallet_id", "{web3_wallet_id}")]),
    (Verb::Patch, "/v1/me", &[("first_name", "Ada"), ("username", "countess")]),
    (Verb::Post, "/v1/me/totp", &[]),
    (Verb::Delete, "/v1/me/totp", &[]),
    (Verb::Post, "/v1/me/backup_codes", &[]),
    (Verb::Delete, "/v1/me/phone_numbers/{phone_number_id}", &[]),
    (Verb::Delete, "/v1/me/web3_wallets/{web3_wallet_id}", &[]),
    (Verb::Post, "/v1/me/sessions/{session_id}/revoke", &[]),
];

/// Changes that need no new proof: what others see of the user, and codes of what was begun with a proof.
const HARMLESS: [(Verb, &str); 6] = [
    (Verb::Patch, "/v1/me/metadata"),
    (Verb::Post, "/v1/me/profile_image"),
    (Verb::Delete, "/v1/me/profile_image"),
    (Verb::Post, "/v1/me/totp/attempt_verification"),
    (Verb::Post, "/v1/me/email_addresses/{email_address_id}/prepare_verification"),
    (Verb::Post, "/v1/me/email_addresses/{email_address_id}/attempt_verification"),
];

#[test]
fn every_change_of_an_account_is_called_sensitive_or_harmless() {
    let changes = |is_wanted: &dyn Fn(&server::frontend_api::Route) -> bool| -> BTreeSet<_> {
        let routes = server::frontend_api::routes().list;
        let changes = routes.iter().filter(|it| it.access == Access::Session && it.verb != Verb::Get && is_wanted(it));
        changes.map(|route| (route.path, route.verb.as_str())).collect()
    };
    let sensitive: BTreeSet<_> = SENSITIVE.iter().map(|(verb, path, _)| (*path, verb.as_str())).collect();
    let harmless: BTreeSet<_> = HARMLESS.iter().map(|(verb, path)| (*path, verb.as_str())).collect();
    assert_eq!(changes(&|_| true), sensitive.union(&harmless).copied().collect());
    // Of what is sent to this path only some members are sensitive, so its handler asks.
    let mut declared = sensitive;
    assert!(declared.remove(&("/v1/me", "PATCH")));
    assert_eq!(changes(&|route| route.is_sensitive), declared);
}

/// A person with one of each thing.
struct Person {
    browser: TestClient,
    session: String,
    things: Vec<(&'static str, String)>,
    /// Of the authenticator app, where there is one.
    secret: Option<String>,
}

impl Person {
    async fn new(app: &TestApp, number: usize, has_second_factor: bool) -> Self {
        app.advance(1);
        let browser = app.signed_up(&format!("ada{number}@example.com")).await;
        let second = format!("second{number}@example.com");
        let email = app.add_email(&browser, &second).await;
        app.verify_email(&browser, &email, &second).await;
        let session = app.session_of(&browser).await;
        let things = vec![
            ("{email_address_id}", email),
            ("{phone_number_id}", app.add_phone(&browser, &format!("+44207946{number:04}")).await),
            ("{web3_wallet_id}", app.add_wallet(&browser, &format!("0x{number:040x}")).await),
            ("{session_id}", session.clone()),
            ("new@", format!("new{number}@")),
            ("countess", format!("countess{number}")),
        ];
        let secret = if has_second_factor { Some(set_up(app, &browser).await) } else { None };
        Self { browser, session, things, secret }
    }

    async fn call(&self, (verb, path, fields): Operation) -> Reply {
        let filled =
            |text: &str| self.things.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, filled(value))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let verb: Method = verb.as_str().parse().expect("a method");
        self.browser.call(&verb, &filled(path), &fields).await
    }
}

/// Turns the authenticator app on; its secret.
async fn set_up(app: &TestApp, browser: &TestClient) -> String {
    let begun = browser.post("/v1/me/totp", &[]).await.ok();
    let secret = begun.response()["secret"].as_str().expect("a secret").to_owned();
    browser.post("/v1/me/totp/attempt_verification", &[("code", &app.totp_code(&secret))]).await.ok();
    secret
}

fn verify(session: &str) -> String {
    format!("/v1/client/sessions/{session}/verify")
}

async fn start(browser: &TestClient, session: &str, level: &str) -> Reply {
    browser.post(&verify(session), &[("level", level)]).await.enveloped("session_verification")
}

async fn attempt(browser: &TestClient, session: &str, which: &str, fields: &[(&str, &str)]) -> Reply {
    browser.post(&format!("{}/attempt_{which}_factor", verify(session)), fields).await
}

/// Proves the password.
async fn prove(browser: &TestClient, session: &str, level: &str) -> Reply {
    start(browser, session, level).await;
    attempt(browser, session, "first", &[("strategy", "password"), ("password", PASSWORD)])
        .await
        .enveloped("session_verification")
}

/// Proves a code of the authenticator app.
async fn prove_totp(app: &TestApp, browser: &TestClient, session: &str, secret: &str) -> Reply {
    let fields = [("strategy", "totp"), ("code", &app.totp_code(secret))];
    attempt(browser, session, "second", &fields).await.enveloped("session_verification")
}

fn age(reply: &Reply) -> &Value {
    &reply.response()["session"]["factor_verification_age"]
}

/// Ada, signed in so long ago that nothing counts any more.
async fn stale(app: &TestApp) -> (TestClient, String) {
    let browser = app.signed_up(ADA).await;
    let session = app.session_of(&browser).await;
    app.advance(HOUR);
    (browser, session)
}

on_both! {
    async fn sensitive_operations_ask_for_a_proof_of_the_last_ten_minutes(app: TestApp, |config| config.user.is_password_required = false) {
        for (operation, number) in SENSITIVE.into_iter().zip(0..) {
            let person = Person::new(&app, number, false).await;
            let (browser, session) = (&person.browser, &person.session);
            app.advance(WINDOW + 1);
            let before = app.last_event().await;
            person.call(operation).await.refused_with_client(403, CODE, None);
            assert_eq!(app.last_event().await, before, "{operation:?} changed something");
            let proven = prove(browser, session, "second_factor").await;
            assert_eq!(age(&proven), &json!([0, -1]));
            app.advance(WINDOW);
            let reply = person.call(operation).await;
            // Whoever has no authenticator app can't remove it: the call as such is let through.
            assert!(reply.json["errors"][0]["code"] != CODE, "{operation:?}: {}", reply.text);
            assert!(reply.status.is_success() || operation.1.contains("totp") || operation.1.contains("backup"), "{operation:?}: {}", reply.text);
        }
    }
}

on_both! {
    async fn whoever_has_a_second_factor_proves_that_one(app: TestApp, |config| config.user.is_password_required = false) {
        for (operation, number) in SENSITIVE.into_iter().zip(0..) {
            let person = Person::new(&app, number, true).await;
            let (browser, session) = (&person.browser, &person.session);
            app.advance(WINDOW + 1);
            person.call(operation).await.refused_with_client(403, CODE, None);
            prove(browser, session, "first_factor").await;
            person.call(operation).await.refused_with_client(403, CODE, None);
            start(browser, session, "second_factor").await;
            let secret = person.secret.as_deref().expect("an app");
            prove_totp(&app, browser, session, secret).await;
            let reply = person.call(operation).await;
            assert!(reply.status.is_success() || operation.1.ends_with("/totp"), "{operation:?}: {}", reply.text);
            assert!(reply.json["errors"][0]["code"] != CODE, "{operation:?}: {}", reply.text);
        }
    }
}

on_both! {
    async fn names_and_metadata_change_without_a_new_proof(app: TestApp) {
        let (browser, _) = stale(&app).await;
        browser.patch("/v1/me", &[("first_name", "Ada"), ("last_name", "Lovelace")]).await.ok();
        browser.patch("/v1/me/metadata", &[("unsafe_metadata", "{\"a\":1}")]).await.ok();
    }
}

on_both! {
    async fn a_right_password_makes_the_session_and_its_token_fresh(app: TestApp) {
        let (browser, session) = stale(&app).await;
        let begun = start(&browser, &session, "second_factor").await;
        let verification = begun.response();
        assert_eq!(verification["level"], "first_factor", "there is no second factor to ask for");
        assert_eq!(verification["status"], "needs_first_factor");
        assert_eq!(age(&begun), &json!([60, -1]));
        let strategies: Vec<_> = verification["supported_first_factors"].as_array().expect("factors").iter().map(|it| it["strategy"].clone()).collect();
        assert_eq!(strategies, [json!("password"), json!("email_code")]);
        assert!(verification["supported_second_factors"].is_null() && verification["first_factor_verification"].is_null());
        let cookie = browser.cookie("__client");

        attempt(&browser, &session, "first", &[("strategy", "password"), ("password", "wrong password")]).await.refused_with_client(422, "form_password_incorrect", Some("password"));
        attempt(&browser, &session, "first", &[("strategy", "password")]).await.refused_with_client(422, "form_param_nil", Some("password"));
        let done = attempt(&browser, &session, "first", &[("strategy", "password"), ("password", PASSWORD)]).await.enveloped("session_verification");
        assert_eq!((&done.response()["status"], age(&done)), (&json!("complete"), &json!([0, -1])));
        assert_eq!(done.response()["first_factor_verification"]["strategy"], "password");
        assert_eq!(done.client()["sessions"][0]["factor_verification_age"], json!([0, -1]));
        assert_ne!(browser.cookie("__client"), cookie, "a change of privilege changes the client's token");
        let jwt = browser.cookie("__session").expect("a token");
        let claims = server_claims(&jwt);
        assert_eq!(claims["fva"], json!([0, -1]));
        // The attempt is used up.
        attempt(&browser, &session, "first", &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(422, "attempt_state_invalid", None);
    }
}

fn server_claims(jwt: &str) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = jwt.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64")).expect("claims")
}

on_both! {
    async fn a_mailed_code_proves_the_first_factor_of_this_attempt_alone(app: TestApp) {
        let (browser, session) = stale(&app).await;
        let prepare = format!("{}/prepare_first_factor", verify(&session));
        browser.post(&prepare, &[("strategy", "email_code")]).await.refused_with_client(404, "resource_not_found", None);
        start(&browser, &session, "first_factor").await;
        for strategy in ["phone_code", "reset_password_email_code", "passkey", "totp"] {
            browser.post(&prepare, &[("strategy", strategy)]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
            attempt(&browser, &session, "first", &[("strategy", strategy), ("code", "424242")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        }
        attempt(&browser, &session, "first", &[("strategy", "email_code"), ("code", "000000")]).await.refused_with_client(422, "verification_missing", Some("code"));
        let sent = browser.post(&prepare, &[("strategy", "email_code")]).await.enveloped("session_verification");
        let proof = &sent.response()["first_factor_verification"];
        assert_eq!((&proof["status"], &proof["strategy"]), (&json!("unverified"), &json!("email_code")));
        let (subject, text) = app.mails_to(ADA).await.remove(0);
        assert!(subject.contains("verification code") && text.contains("change of your"), "{subject}: {text}");
        let code = app.code_to(ADA).await;

        // A sign-in elsewhere has no use for it.
        let elsewhere = app.client();
        let sign_in = app.open_sign_in(&elsewhere, ADA).await;
        let path = format!("/v1/client/sign_ins/{sign_in}/attempt_first_factor");
        elsewhere.post(&path, &[("strategy", "email_code"), ("code", &code)]).await.refused(422, "verification_missing", Some("code"));
        attempt(&browser, &session, "first", &[("strategy", "email_code"), ("code", other_than(&code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        let done = attempt(&browser, &session, "first", &[("strategy", "email_code"), ("code", &code)]).await.enveloped("session_verification");
        assert_eq!((&done.response()["status"], age(&done)), (&json!("complete"), &json!([0, -1])));

        // The next attempt needs another code.
        start(&browser, &session, "first_factor").await;
        attempt(&browser, &session, "first", &[("strategy", "email_code"), ("code", &code)]).await.refused_with_client(422, "verification_missing", Some("code"));
    }
}

on_both! {
    async fn each_level_asks_for_its_factors_in_order(app: TestApp) {
        let browser = app.signed_up(ADA).await;
        let session = app.session_of(&browser).await;
        let secret = set_up(&app, &browser).await;
        assert_eq!(browser.get("/v1/client").await.ok().response()["sessions"][0]["factor_verification_age"], json!([0, 0]), "the first code is a proof");
        app.advance(HOUR);
        let second = start(&browser, &session, "second_factor").await;
        assert_eq!((&second.response()["level"], &second.response()["status"]), (&json!("second_factor"), &json!("needs_second_factor")));
        let offered: Vec<_> = second.response()["supported_second_factors"].as_array().expect("factors").iter().map(|it| it["strategy"].clone()).collect();
        assert_eq!(offered, [json!("totp"), json!("backup_code")]);
        attempt(&browser, &session, "first", &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(422, "attempt_state_invalid", None);
        browser.post(&format!("{}/prepare_second_factor", verify(&session)), &[("strategy", "phone_code")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        attempt(&browser, &session, "second", &[("strategy", "phone_code"), ("code", "424242")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        let code = app.totp_code(&secret);
        attempt(&browser, &session, "second", &[("strategy", "totp"), ("code", other_than(&code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        let done = prove_totp(&app, &browser, &session, &secret).await;
        assert_eq!((&done.response()["status"], age(&done)), (&json!("complete"), &json!([60, 0])));

        app.advance(HOUR);
        let both = prove(&browser, &session, "multi_factor").await;
        assert_eq!((&both.response()["status"], age(&both)), (&json!("needs_second_factor"), &json!([0, 60])));
        browser.post("/v1/me/backup_codes", &[]).await.refused_with_client(403, CODE, None);
        let done = prove_totp(&app, &browser, &session, &secret).await;
        assert_eq!((&done.response()["status"], age(&done)), (&json!("complete"), &json!([0, 0])));
        assert_eq!(done.response()["first_factor_verification"]["strategy"], "password");
        assert_eq!(done.response()["second_factor_verification"]["strategy"], "totp");
    }
}

on_both! {
    async fn a_backup_code_proves_the_second_factor_once(app: TestApp) {
        let browser = app.signed_up(ADA).await;
        let session = app.session_of(&browser).await;
        set_up(&app, &browser).await;
        let codes = browser.post("/v1/me/backup_codes", &[]).await.ok().json["response"]["codes"].clone();
        assert!(app.mails_to(ADA).await[0].0.contains("backup codes"), "the owner is told");
        let code = codes[0].as_str().expect("a code").to_owned();
        app.advance(HOUR);
        let fields = [("strategy", "backup_code"), ("code", code.as_str())];
        start(&browser, &session, "second_factor").await;
        let done = attempt(&browser, &session, "second", &fields).await.enveloped("session_verification");
        assert_eq!(age(&done), &json!([60, 0]));
        browser.delete("/v1/me/totp").await.ok();
        prove(&browser, &session, "first_factor").await;
        set_up(&app, &browser).await;
        start(&browser, &session, "second_factor").await;
        attempt(&browser, &session, "second", &fields).await.refused_with_client(422, "form_code_incorrect", Some("code"));
    }
}

on_both! {
    async fn a_proof_counts_for_its_own_session_alone(app: TestApp) {
        let (browser, session) = stale(&app).await;
        let elsewhere = app.client();
        app.sign_in(&elsewhere, ADA, PASSWORD).await;
        let other = app.session_of(&elsewhere).await;
        app.advance(HOUR);
        prove(&browser, &session, "first_factor").await;
        elsewhere.post("/v1/me/totp", &[]).await.refused_with_client(403, CODE, None);
        // Nor does another browser reach the attempt, or its code.
        start(&browser, &session, "first_factor").await;
        let fields = [("strategy", "password"), ("password", PASSWORD)];
        attempt(&elsewhere, &session, "first", &fields).await.refused_with_client(401, "authentication_invalid", None);
        attempt(&elsewhere, &other, "first", &fields).await.refused_with_client(404, "resource_not_found", None);
        browser.post("/v1/me/totp", &[]).await.ok();
    }
}

on_both! {
    async fn guesses_are_counted_with_those_of_signing_in(app: TestApp) {
        let (browser, session) = stale(&app).await;
        start(&browser, &session, "first_factor").await;
        let wrong = [("strategy", "password"), ("password", "wrong password")];
        for _ in 0..app.app.config.limits.lockout_failures {
            attempt(&browser, &session, "first", &wrong).await.refused_with_client(422, "form_password_incorrect", Some("password"));
            app.advance(10_000);
        }
        let right = [("strategy", "password"), ("password", PASSWORD)];
        attempt(&browser, &session, "first", &right).await.refused_with_client(403, "user_locked", None);
        browser.post(&verify(&session), &[("level", "first_factor")]).await.refused_with_client(403, "user_locked", None);
        // The known device is locked for signing in too.
        let fields = [("identifier", ADA), ("password", PASSWORD)];
        let here = browser.fork();
        here.delete("/v1/client/sessions").await.ok();
        here.post("/v1/client/sign_ins", &fields).await.refused_with_client(403, "user_locked", None);
    }
}

on_both! {
    async fn the_second_factor_pauses_after_five_wrong_codes(app: TestApp) {
        let browser = app.signed_up(ADA).await;
        let session = app.session_of(&browser).await;
        let secret = set_up(&app, &browser).await;
        app.advance(HOUR);
        start(&browser, &session, "second_factor").await;
        for _ in 0..5 {
            let code = app.totp_code(&secret);
            attempt(&browser, &session, "second", &[("strategy", "totp"), ("code", other_than(&code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        attempt(&browser, &session, "second", &[("strategy", "totp"), ("code", &app.totp_code(&secret))]).await.refused_with_client(429, "rate_limit_exceeded", None);
        app.advance(16 * MINUTE);
        prove_totp(&app, &browser, &session, &secret).await;
    }
}

on_both! {
    async fn whoever_waits_out_the_pauses_has_thirty_codes_a_day(app: TestApp) {
        let browser = app.signed_up(ADA).await;
        let session = app.session_of(&browser).await;
        let secret = set_up(&app, &browser).await;
        app.advance(HOUR);
        for _ in 0..6 {
            start(&browser, &session, "second_factor").await;
            for _ in 0..5 {
                let code = app.totp_code(&secret);
                attempt(&browser, &session, "second", &[("strategy", "totp"), ("code", other_than(&code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
            }
            app.advance(16 * MINUTE);
        }
        start(&browser, &session, "second_factor").await;
        let refused = attempt(&browser, &session, "second", &[("strategy", "totp"), ("code", &app.totp_code(&secret))]).await;
        refused.refused_with_client(429, "rate_limit_exceeded", None);
        app.advance(23 * HOUR);
        start(&browser, &session, "second_factor").await;
        prove_totp(&app, &browser, &session, &secret).await;
    }
}

on_both! {
    async fn an_attempt_runs_out(app: TestApp) {
        let (browser, session) = stale(&app).await;
        start(&browser, &session, "first_factor").await;
        app.advance(HOUR);
        attempt(&browser, &session, "first", &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(404, "resource_not_found", None);
        browser.post(&verify(&session), &[("level", "nonsense")]).await.refused(422, "form_param_type_invalid", Some("level"));
        browser.post(&verify(&session), &[]).await.refused(422, "form_param_missing", Some("level"));
    }
}

on_both! {
    async fn whoever_acts_in_the_users_name_cannot_prove_to_be_them(app: TestApp) {
        let owner = app.signed_up(ADA).await.get("/v1/me").await.ok().id();
        let body = json!({"user_id": owner, "actor": {"sub": "user_operator"}});
        let ticket = app.backend().post("/v1/actor_tokens", body).await.ok().json;
        let operator = app.client();
        operator.post("/v1/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket["token"].as_str().expect("a ticket"))]).await.ok();
        let session = app.session_of(&operator).await;
        operator.post(&verify(&session), &[("level", "first_factor")]).await.refused_with_client(403, "actor_not_allowed", None);
        for step in ["prepare_first_factor", "attempt_first_factor", "prepare_second_factor", "attempt_second_factor"] {
            operator.post(&format!("{}/{step}", verify(&session)), &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(403, "actor_not_allowed", None);
        }
        operator.post("/v1/me/change_password", &[("new_password", "a wholly different phrase")]).await.refused_with_client(403, "actor_not_allowed", None);
    }
}

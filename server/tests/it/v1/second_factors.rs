//! `/v1/me/totp`, `/v1/me/backup_codes`: the second factor, set up by its user.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient, other_than},
};
use serde_json::{Value, json};

const ATTEMPT: &str = "/v1/me/totp/attempt_verification";

/// A person who has begun to set an app up; its secret.
async fn begun(app: &TestApp) -> (TestClient, String) {
    let browser = app.signed_up("ada@example.com").await;
    let secret = begin(&browser).await;
    (browser, secret)
}

async fn begin(browser: &TestClient) -> String {
    let reply = browser.post("/v1/me/totp", &[]).await.enveloped("totp");
    reply.response()["secret"].as_str().expect("a secret").to_owned()
}

/// A person with an authenticator app; its secret, and the backup codes.
async fn set_up(app: &TestApp) -> (TestClient, String, Vec<String>) {
    let (browser, secret) = begun(app).await;
    let reply = browser.post(ATTEMPT, &[("code", &app.totp_code(&secret))]).await.enveloped("totp");
    let codes = codes(&reply.response()["backup_codes"]);
    app.advance(30_000);
    (browser, secret, codes)
}

fn codes(list: &Value) -> Vec<String> {
    list.as_array().expect("codes").iter().map(|code| code.as_str().expect("text").to_owned()).collect()
}

/// Signs in anew; the reply to the second factor.
async fn second_step(app: &TestApp, strategy: &str, code: &str) -> crate::support::Reply {
    let client = app.client();
    let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
    let reply = client.post("/v1/client/sign_ins", &fields).await.ok();
    assert_eq!(reply.response()["status"], "needs_second_factor");
    let path = format!("/v1/client/sign_ins/{}/attempt_second_factor", reply.id());
    client.post(&path, &[("strategy", strategy), ("code", code)]).await
}

on_both! {
    async fn a_secret_counts_for_nothing_until_a_code_proves_it(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let reply = browser.post("/v1/me/totp", &[]).await.enveloped("totp");
        let totp = reply.response();
        assert_eq!((&totp["verified"], &totp["backup_codes"]), (&json!(false), &Value::Null));
        let secret = totp["secret"].as_str().expect("a secret");
        assert_eq!(secret.len(), 32, "160 bits in base32");
        let uri = totp["uri"].as_str().expect("an address");
        assert!(uri.starts_with("otpauth://totp/") && uri.contains(&format!("secret={secret}")), "{uri}");
        assert!(uri.contains("ada%40example%2Ecom"), "{uri}");
        let me = browser.get("/v1/me").await.ok();
        assert_eq!((&me.response()["totp_enabled"], &me.response()["two_factor_enabled"]), (&json!(false), &json!(false)));
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn the_first_right_code_turns_the_second_factor_on(app: TestApp) {
        let (browser, secret) = begun(&app).await;
        let before = app.last_event().await;
        let code = app.totp_code(&secret);
        browser.post(ATTEMPT, &[("code", other_than(&code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        browser.post(ATTEMPT, &[("code", "")]).await.refused_with_client(422, "form_param_nil", Some("code"));
        assert_eq!(app.last_event().await, before, "a wrong code changes nothing");
        let reply = browser.post(ATTEMPT, &[("code", &code)]).await.enveloped("totp");
        let totp = reply.response();
        assert_eq!((&totp["verified"], &totp["secret"], &totp["uri"]), (&json!(true), &Value::Null, &Value::Null));
        let made = codes(&totp["backup_codes"]);
        assert_eq!(made.iter().collect::<std::collections::BTreeSet<_>>().len(), 10, "ten different codes");
        let user = &reply.client()["sessions"][0]["user"];
        for member in ["totp_enabled", "backup_code_enabled", "two_factor_enabled"] {
            assert_eq!(user[member], true, "{member}");
        }
        assert_eq!(user["mfa_enabled_at"], app.now());
        let (subject, text) = app.mails_to("ada@example.com").await.remove(0);
        assert!(subject.contains("authenticator app was added"), "{subject}");
        assert!(!text.contains(&secret) && made.iter().all(|code| !text.contains(code)), "{text}");
        let events = app.events_after(before).await;
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["user.updated", "email.created"]);
        assert!(events.iter().all(|event| !event.data.contains(&secret)));

        assert_eq!(second_step(&app, "totp", &code).await.status, 422, "the code that proved it was used up");
        app.advance(30_000);
        second_step(&app, "totp", &app.totp_code(&secret)).await.ok();
        second_step(&app, "backup_code", &made[0]).await.ok();
        assert_eq!(second_step(&app, "backup_code", &made[0]).await.status, 422, "once");
    }
}

on_both! {
    async fn a_user_has_one_authenticator_app(app: TestApp) {
        let (browser, secret, _) = set_up(&app).await;
        browser.post("/v1/me/totp", &[]).await.refused_with_client(400, "duplicate_record", None);
        let again = browser.post(ATTEMPT, &[("code", &app.totp_code(&secret))]).await;
        again.refused_with_client(400, "verification_already_verified", None);
        second_step(&app, "totp", &app.totp_code(&secret)).await.ok();
    }
}

on_both! {
    async fn a_new_secret_takes_the_place_of_one_that_waits(app: TestApp) {
        let (browser, first) = begun(&app).await;
        let second = begin(&browser).await;
        let (old, new) = (app.totp_code(&first), app.totp_code(&second));
        if old != new {
            browser.post(ATTEMPT, &[("code", &old)]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        browser.post(ATTEMPT, &[("code", &new)]).await.ok();
    }
}

on_both! {
    async fn a_secret_waits_for_an_hour(app: TestApp) {
        let (browser, secret) = begun(&app).await;
        app.advance(60 * 60_000);
        browser.post(ATTEMPT, &[("code", &app.totp_code(&secret))]).await.refused_with_client(422, "verification_expired", None);
        app.sign_in_again(&browser, "ada@example.com").await;
        let fresh = begin(&browser).await;
        browser.post(ATTEMPT, &[("code", &app.totp_code(&fresh))]).await.ok();
        let nobody = app.signed_up("grace@example.com").await;
        nobody.post(ATTEMPT, &[("code", "123456")]).await.refused_with_client(404, "resource_not_found", None);
    }
}

on_both! {
    async fn guesses_at_the_first_code_pause_too(app: TestApp) {
        let (browser, secret) = begun(&app).await;
        let wrong = other_than(&app.totp_code(&secret));
        for _ in 0..5 {
            browser.post(ATTEMPT, &[("code", wrong)]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        let reply = browser.post(ATTEMPT, &[("code", &app.totp_code(&secret))]).await;
        reply.refused_with_client(429, "rate_limit_exceeded", None);
        assert_eq!(reply.header("retry-after"), Some("900"));
    }
}

on_both! {
    parallel async fn of_two_who_prove_a_secret_at_once_one_gets_the_backup_codes(app: TestApp) {
        let (browser, secret) = begun(&app).await;
        let code = app.totp_code(&secret);
        let windows = [browser.fork(), browser.fork(), browser.fork()];
        let replies = futures::future::join_all(windows.iter().map(async |window| window.post(ATTEMPT, &[("code", &code)]).await)).await;
        let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
        assert_eq!(won.len(), 1, "{replies:?}");
        app.advance(30_000);
        second_step(&app, "backup_code", &codes(&won[0].response()["backup_codes"])[0]).await.ok();
    }
}

on_both! {
    async fn new_backup_codes_void_the_old_ones(app: TestApp) {
        let (browser, _, old) = set_up(&app).await;
        let reply = browser.post("/v1/me/backup_codes/", &[]).await.enveloped("backup_code");
        let new = codes(&reply.response()["codes"]);
        assert_eq!(new.len(), 10);
        assert!(new.iter().all(|code| !old.contains(code)));
        assert!(reply.id().starts_with("bcode_"));
        second_step(&app, "backup_code", &old[0]).await.refused(422, "form_code_incorrect", Some("code"));
        second_step(&app, "backup_code", &new[9]).await.ok();
        let plain = app.signed_up("grace@example.com").await;
        plain.post("/v1/me/backup_codes", &[]).await.refused_with_client(400, "totp_disabled", None);
        assert_eq!(plain.get("/v1/me").await.ok().response()["backup_code_enabled"], false);
    }
}

on_both! {
    async fn without_the_app_a_password_is_enough_again(app: TestApp) {
        let (browser, ..) = set_up(&app).await;
        let gone = browser.delete("/v1/me/totp").await.enveloped("totp");
        assert_eq!(gone.response()["deleted"], true);
        assert!(gone.id().starts_with("totp_"));
        let user = &gone.client()["sessions"][0]["user"];
        for member in ["totp_enabled", "backup_code_enabled", "two_factor_enabled"] {
            assert_eq!(user[member], false, "{member}");
        }
        assert_eq!(user["mfa_disabled_at"], app.now());
        assert!(app.mails_to("ada@example.com").await.iter().any(|(subject, _)| subject.contains("was removed")));
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        browser.delete("/v1/me/totp").await.refused_with_client(404, "resource_not_found", None);
        begin(&browser).await;
    }
}

//! Guessing: passwords lock the account, codes run out of tries and of time.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient, other_than},
};
use server::clock::{DAY, HOUR, MINUTE, SECOND};

const WRONG: &str = "not the password";

async fn guess(app: &TestApp, password: &str) -> Reply {
    app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", password)]).await
}

/// Wrong guesses, each after the pause that the last one brought.
async fn guess_wrong(app: &TestApp, times: usize) {
    for _ in 0..times {
        app.advance(5 * SECOND);
        guess(app, WRONG).await.refused(422, "form_password_incorrect", Some("password"));
    }
}

on_both! {
    async fn ten_wrong_passwords_lock_for_an_hour_also_for_the_right_one(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        guess_wrong(&app, 10).await;
        app.advance(5 * SECOND);
        let locked = guess(&app, PASSWORD).await;
        locked.refused(403, "user_locked", None);
        assert_eq!(locked.header("retry-after"), Some("3600"));
        browser.get("/v1/me").await.ok();
        app.advance(HOUR - 1);
        guess(&app, PASSWORD).await.refused(403, "user_locked", None);
        app.advance(1);
        guess(&app, PASSWORD).await.ok();
    }
}

on_both! {
    // One hash at a time, which takes longer than anybody waits.
    parallel async fn who_was_refused_because_the_server_was_busy_is_not_locked_out(app: TestApp, |config| {
        (config.password.concurrency, config.password.argon2_memory_kib, config.password.argon2_iterations) = (1, 131_072, 6);
        config.limits.lockout_failures = 2;
    }) {
        app.signed_up("ada@example.com").await;
        let (mut refused, clients) = (0, [app.client(), app.client(), app.client()]);
        let nobody = &[("identifier", "nobody@example.com"), ("password", WRONG)];
        while refused < 4 {
            app.advance(5 * SECOND);
            let [first, second, third] = &clients;
            let path = "/v1/client/sign_ins";
            let busy = async { tokio::join!(first.post(path, nobody), second.post(path, nobody), third.post(path, nobody)) };
            let (_, reply) = tokio::join!(busy, guess(&app, PASSWORD));
            match reply.status.as_u16() {
                200 => {}
                503 => refused += 1,
                _ => panic!("{}", reply.text),
            }
        }
        app.advance(5 * SECOND);
        guess(&app, PASSWORD).await.ok();
    }
}

on_both! {
    async fn a_lock_holds_for_every_strategy_and_survives_a_restart(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        guess_wrong(&app, 10).await;
        app.advance(5 * SECOND);
        guess(&app, WRONG).await.refused(403, "user_locked", None);
        let app = app.restarted().await;
        let client = app.adopt(&client);
        let path = format!("/v1/client/sign_ins/{id}");
        client.post(&format!("{path}/attempt_first_factor"), &[("strategy", "password"), ("password", PASSWORD)]).await.refused_with_client(403, "user_locked", None);
        client.post(&format!("{path}/prepare_first_factor"), &[("strategy", "email_code")]).await.refused_with_client(403, "user_locked", None);
        app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com")]).await.refused(403, "user_locked", None);
    }
}

on_both! {
    async fn a_success_starts_the_count_again(app: TestApp) {
        app.signed_up("ada@example.com").await;
        for _ in 0..3 {
            guess_wrong(&app, 7).await;
            app.advance(5 * SECOND);
            guess(&app, PASSWORD).await.ok();
        }
    }
}

on_both! {
    async fn after_three_failures_a_pause_follows_each_try(app: TestApp) {
        app.signed_up("ada@example.com").await;
        for _ in 0..3 {
            guess(&app, WRONG).await.refused(422, "form_password_incorrect", Some("password"));
        }
        let paused = guess(&app, PASSWORD).await;
        paused.refused(429, "rate_limit_exceeded", None);
        assert_eq!(paused.header("retry-after"), Some("1"));
        assert_eq!(paused.json["errors"][0]["long_message"], "Too many requests. Wait 1 second and try again.");
        app.advance(SECOND);
        guess(&app, PASSWORD).await.ok();
    }
}

on_both! {
    async fn guessing_the_current_password_from_within_counts_too(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for _ in 0..10 {
            app.advance(5 * SECOND);
            let reply = browser.post("/v1/me/remove_password", &[("current_password", WRONG)]).await;
            reply.refused_with_client(422, "form_password_incorrect", Some("current_password"));
        }
        app.advance(5 * SECOND);
        browser.post("/v1/me/remove_password", &[("current_password", PASSWORD)]).await.refused_with_client(403, "user_locked", None);
        browser.get("/v1/me").await.ok();
    }
}

/// Sends this call fifty times at once; the codes of the errors.
async fn at_once(
    client: impl Fn() -> TestClient,
    path: &str,
    fields: &'static [(&'static str, &'static str)],
) -> Vec<String> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (client, path) = (client(), path.to_owned());
        tasks.spawn(async move { client.post(&path, fields).await });
    }
    let replies = tasks.join_all().await;
    replies.iter().map(|reply| reply.json["errors"][0]["code"].as_str().expect("a refusal").to_owned()).collect()
}

on_both! {
    parallel async fn fifty_guesses_at_once_get_no_more_tries_than_one_after_another(app: TestApp) {
        app.signed_up("ada@example.com").await;
        guess_wrong(&app, 9).await;
        app.advance(5 * SECOND);
        let codes = at_once(|| app.client(), "/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", WRONG)]).await;
        let tried = codes.iter().filter(|code| *code == "form_password_incorrect").count();
        assert!(tried <= 1, "{tried} tries where one was left: {codes:?}");
        app.advance(5 * SECOND);
        guess(&app, PASSWORD).await.refused(403, "user_locked", None);
    }
}

on_both! {
    parallel async fn fifty_codes_at_once_get_five_tries(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "ada@example.com").await;
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        let fields: &[(&str, &str)] = if code == "000000" { &[("code", "000001")] } else { &[("code", "000000")] };
        let path = format!("/v1/client/sign_ups/{id}/attempt_verification");
        let codes = at_once(|| client.fork(), &path, fields).await;
        let tried = codes.iter().filter(|code| *code == "form_code_incorrect").count();
        assert_eq!(tried, 4, "the fifth says that it was the last: {codes:?}");
        client.post(&path, &[("code", &code)]).await.refused_with_client(422, "verification_failed", Some("code"));
    }
}

/// A sign-up with a code on its way: path of its attempts, and the code.
async fn with_code(app: &TestApp, client: &TestClient, email: &str) -> (String, String) {
    app.advance(1);
    let id = app.open_sign_up(client, email).await;
    client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
    (format!("/v1/client/sign_ups/{id}"), app.code_to(email).await)
}

on_both! {
    async fn a_code_allows_five_tries_and_a_new_one_five_more(app: TestApp) {
        let client = app.client();
        let (path, code) = with_code(&app, &client, "ada@example.com").await;
        let attempt = async |code: &str| client.post(&format!("{path}/attempt_verification"), &[("code", code)]).await;
        for _ in 0..4 {
            attempt(other_than(&code)).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        let last = attempt(other_than(&code)).await;
        last.refused_with_client(422, "verification_failed", Some("code"));
        assert_eq!(last.client()["sign_up"]["verifications"]["email_address"]["status"], "failed");
        attempt(&code).await.refused_with_client(422, "verification_failed", Some("code"));
        app.advance(1);
        client.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        attempt(&app.code_to("ada@example.com").await).await.ok();
    }
}

on_both! {
    async fn a_code_ends_after_ten_minutes(app: TestApp) {
        let client = app.client();
        let (path, code) = with_code(&app, &client, "ada@example.com").await;
        app.advance(10 * MINUTE);
        let reply = client.post(&format!("{path}/attempt_verification"), &[("code", &code)]).await;
        reply.refused_with_client(422, "verification_expired", Some("code"));
        assert_eq!(reply.client()["sign_up"]["verifications"]["email_address"]["status"], "expired");
        let (path, code) = with_code(&app, &client, "ada@example.com").await;
        app.advance(10 * MINUTE - 1);
        client.post(&format!("{path}/attempt_verification"), &[("code", &code)]).await.ok();
    }
}

on_both! {
    async fn a_new_code_voids_the_old_one(app: TestApp) {
        let client = app.client();
        let (path, old) = with_code(&app, &client, "ada@example.com").await;
        let mut new = old.clone();
        // One in a million times both are the same.
        while new == old {
            app.advance(SECOND);
            client.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
            new = app.code_to("ada@example.com").await;
        }
        client.post(&format!("{path}/attempt_verification"), &[("code", &old)]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        client.post(&format!("{path}/attempt_verification"), &[("code", &new)]).await.ok();
    }
}

on_both! {
    async fn a_code_is_bound_to_its_attempt_and_client_and_used_once(app: TestApp) {
        let (one, two) = (app.client(), app.client());
        let (first, code) = with_code(&app, &one, "ada@example.com").await;
        let (second, own) = with_code(&app, &two, "grace@example.com").await;
        if code != own {
            two.post(&format!("{second}/attempt_verification"), &[("code", &code)]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        two.post(&format!("{first}/attempt_verification"), &[("code", &code)]).await.refused_with_client(404, "resource_not_found", None);
        one.post(&format!("{first}/attempt_verification"), &[("code", &code)]).await.ok();
        one.post(&format!("{first}/attempt_verification"), &[("code", &code)]).await.refused_with_client(422, "attempt_state_invalid", None);
    }
}

on_both! {
    async fn thirty_wrong_codes_a_day_are_all_an_address_gets(app: TestApp) {
        let client = app.client();
        let spare = app.client();
        for round in 0..6 {
            app.advance(HOUR);
            let kept = if round == 5 { Some(with_code(&app, &spare, "ada@example.com").await) } else { None };
            let (path, code) = with_code(&app, &client, "ada@example.com").await;
            for _ in 0..5 {
                assert_eq!(client.post(&format!("{path}/attempt_verification"), &[("code", other_than(&code))]).await.status, 422);
            }
            if let Some((path, code)) = kept {
                spare.post(&format!("{path}/attempt_verification"), &[("code", &code)]).await.refused_with_client(422, "verification_failed", Some("code"));
            }
        }
        app.advance(DAY);
        let (path, code) = with_code(&app, &client, "ada@example.com").await;
        client.post(&format!("{path}/attempt_verification"), &[("code", &code)]).await.ok();
    }
}

on_both! {
    async fn wrong_codes_of_a_sign_in_lock_the_account_like_wrong_passwords(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let client = app.client();
        for _ in 0..2 {
            app.advance(1);
            let id = app.open_sign_in(&client, "ada@example.com").await;
            client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
            let wrong = other_than(&app.code_to("ada@example.com").await);
            for _ in 0..5 {
                app.advance(5 * SECOND);
                let reply = client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", wrong)]).await;
                assert_eq!(reply.status, 422, "{}", reply.text);
            }
        }
        app.advance(5 * SECOND);
        guess(&app, PASSWORD).await.refused(403, "user_locked", None);
    }
}

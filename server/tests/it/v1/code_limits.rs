//! How many codes an account gets, how many wrong answers it takes, and the pause for everybody when somebody guesses
//! all over the place.

use crate::{
    on_both,
    support::{Engine, Log, PASSWORD, Reply, TestApp, TestClient, other_than},
};
use server::{
    clock::{DAY, HOUR, MINUTE, SECOND},
    config::Config,
};
use tokio::task::JoinSet;

const CODE: &[(&str, &str)] = &[("strategy", "email_code")];

/// What production allows.
fn budget(config: &mut Config) {
    config.codes.sends_per_hour = 5;
    config.codes.sends_per_day = 10;
}

/// Has a code mailed for a new sign-in from here.
async fn ask(app: &TestApp, client: &TestClient, email: &str) -> Reply {
    let id = app.open_sign_in(client, email).await;
    app.advance(1);
    client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), CODE).await
}

/// A browser in which this person has signed up, and out again.
async fn known(app: &TestApp, email: &str) -> TestClient {
    let browser = app.signed_up(email).await;
    browser.delete("/v1/client").await.ok();
    browser
}

/// Must be refused for this long.
#[track_caller]
fn refused_for(reply: &Reply, wait: i64) {
    reply.refused(429, "rate_limit_exceeded", None);
    let seconds: i64 = reply.header("retry-after").expect("a time").parse().expect("seconds");
    assert!((wait / SECOND - 1..=wait / SECOND).contains(&seconds), "{seconds} s where {wait} ms are expected");
}

on_both! {
    async fn an_account_is_sent_five_codes_an_hour_and_ten_a_day_whoever_asks(app: TestApp, |config| budget(config)) {
        app.signed_up("ada@example.com").await;
        let mails = app.mails_to("ada@example.com").await.len();
        for _ in 0..5 {
            ask(&app, &app.client(), "ada@example.com").await.ok();
        }
        refused_for(&ask(&app, &app.client(), "ada@example.com").await, HOUR);
        app.advance(30 * MINUTE);
        refused_for(&ask(&app, &app.client(), "ada@example.com").await, 30 * MINUTE);
        app.advance(30 * MINUTE);
        for _ in 0..5 {
            ask(&app, &app.client(), "ada@example.com").await.ok();
        }
        refused_for(&ask(&app, &app.client(), "ada@example.com").await, 23 * HOUR);
        let app = app.restarted().await;
        app.advance(22 * HOUR);
        refused_for(&ask(&app, &app.client(), "ada@example.com").await, HOUR);
        assert_eq!(app.mails_to("ada@example.com").await.len(), mails + 10, "a refused code is not mailed");
        app.advance(HOUR);
        ask(&app, &app.client(), "ada@example.com").await.ok();
    }
}

on_both! {
    async fn strangers_use_up_neither_the_owners_codes_nor_their_answers(app: TestApp, |config| {
        budget(config);
        config.limits.is_enabled = true;
        config.limits.prepare_recipient = "5/1h".parse().expect("a rate");
        config.limits.reset_start = "3/1h".parse().expect("a rate");
    }) {
        let browser = known(&app, "ada@example.com").await;
        app.advance(HOUR);
        for _ in 0..5 {
            ask(&app, &app.client(), "ada@example.com").await.ok();
        }
        app.advance(HOUR);
        for _ in 0..5 {
            ask(&app, &app.client(), "ada@example.com").await.ok();
        }
        ask(&app, &app.client(), "ada@example.com").await.refused(429, "rate_limit_exceeded", None);
        for strategy in ["email_code", "reset_password_email_code"] {
            let id = app.open_sign_in(&browser, "ada@example.com").await;
            app.advance(1);
            browser.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", strategy)]).await.ok();
        }
        let signed_in = app.client();
        app.sign_in(&signed_in, "ada@example.com", PASSWORD).await;
        let id = app.add_email(&signed_in, "second@example.com").await;
        app.verify_email(&signed_in, &id, "second@example.com").await;
    }
}

/// Wrong answers until the account takes no more from strangers: five for each code.
async fn use_up(app: &TestApp, email: &str) {
    for _ in 0..6 {
        let client = app.client();
        ask(app, &client, email).await.ok();
        let id =
            client.get("/v1/client").await.ok().response()["sign_in"]["id"].as_str().expect("an attempt").to_owned();
        let wrong = other_than(&app.code_to(email).await);
        for _ in 0..5 {
            app.advance(5 * SECOND);
            let fields = [("strategy", "email_code"), ("code", wrong)];
            let reply = client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await;
            assert_eq!(reply.status, 422, "{}", reply.text);
        }
    }
}

on_both! {
    async fn after_thirty_wrong_answers_codes_stop_for_a_day_but_not_on_a_known_device(app: TestApp, |config| config.limits.lockout_failures = 100) {
        let browser = known(&app, "ada@example.com").await;
        use_up(&app, "ada@example.com").await;
        let client = app.client();
        let mails = app.mails_to("ada@example.com").await.len();
        ask(&app, &client, "ada@example.com").await.refused_with_client(422, "verification_failed", Some("code"));
        assert_eq!(app.mails_to("ada@example.com").await.len(), mails, "no code is sent that would not be taken");
        app.advance(5 * SECOND);
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        ask(&app, &browser, "ada@example.com").await.ok();
        let id = browser.get("/v1/client").await.ok().response()["sign_in"]["id"].as_str().expect("an attempt").to_owned();
        let code = app.code_to("ada@example.com").await;
        browser.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", &code)]).await.ok();
        app.advance(DAY);
        ask(&app, &client, "ada@example.com").await.ok();
    }
}

on_both! {
    parallel async fn twenty_codes_asked_for_at_once_are_five(app: TestApp, |config| budget(config)) {
        app.signed_up("ada@example.com").await;
        let mails = app.mails_to("ada@example.com").await.len();
        let mut calls = Vec::new();
        for _ in 0..20 {
            let client = app.client();
            let id = app.open_sign_in(&client, "ada@example.com").await;
            calls.push(async move { client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), CODE).await.status.as_u16() });
        }
        let replies = JoinSet::from_iter(calls).join_all().await;
        let sent = replies.iter().filter(|status| **status == 200).count();
        assert!(sent <= 5 && replies.iter().all(|status| [200, 429, 503].contains(status)), "{replies:?}");
        assert_eq!(app.mails_to("ada@example.com").await.len(), mails + sent);
    }
}

on_both! {
    parallel async fn answers_to_many_codes_at_once_share_one_budget(app: TestApp, |config| config.codes.wrong_per_day = 5) {
        let mut attempts = Vec::new();
        for _ in 0..20 {
            let client = app.client();
            let id = app.open_sign_up(&client, "ada@example.com").await;
            app.advance(1);
            client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.ok();
            let wrong = other_than(&app.code_to("ada@example.com").await);
            attempts.push(async move { client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", wrong)]).await });
        }
        let replies = JoinSet::from_iter(attempts).join_all().await;
        let tried = replies.iter().filter(|reply| reply.json["errors"][0]["code"] == "form_code_incorrect").count();
        assert!(tried <= 5, "{tried} wrong answers were looked at where five are left");
    }
}

/// Pauses codes by wrong answers to the codes of people who just sign up.
async fn guess_all_over(app: &TestApp, answers: usize) {
    for number in 0..answers {
        let client = app.client();
        let email = format!("victim{number}-{}@example.com", app.now());
        let id = app.open_sign_up(&client, &email).await;
        app.advance(1);
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.ok();
        let wrong = other_than(&app.code_to(&email).await);
        let reply = client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", wrong)]).await;
        reply.refused_with_client(422, "form_code_incorrect", Some("code"));
    }
}

on_both! {
    async fn too_many_wrong_codes_pause_every_kind_of_code_until_the_hour_is_over(app: TestApp, |config| config.codes.pause_wrong = 3) {
        let signed_in = app.signed_up("ada@example.com").await;
        let address = app.add_email(&signed_in, "second@example.com").await;
        let (sign_in, reset, sign_up) = (app.client(), app.client(), app.client());
        let prepare = async |client: &TestClient, strategy: &str| {
            let id = app.open_sign_in(client, "ada@example.com").await;
            app.advance(1);
            client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", strategy)]).await.ok();
            (format!("/v1/client/sign_ins/{id}"), app.code_to("ada@example.com").await)
        };
        let (sign_in_path, sign_in_code) = prepare(&sign_in, "email_code").await;
        let (reset_path, reset_code) = prepare(&reset, "reset_password_email_code").await;
        let id = app.open_sign_up(&sign_up, "grace@example.com").await;
        app.advance(1);
        sign_up.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.ok();
        let sign_up_code = app.code_to("grace@example.com").await;
        let begin = app.now();

        guess_all_over(&app, 3).await;
        ask(&app, &app.client(), "ada@example.com").await.ok();
        guess_all_over(&app, 1).await;

        let app = app.restarted().await;
        let [sign_in, reset, sign_up, signed_in] = [&sign_in, &reset, &sign_up, &signed_in].map(|client| app.adopt(client));
        let rest = begin + HOUR - app.now();
        let calls: [(&TestClient, String, Vec<(&str, &str)>); 7] = [
            (&sign_in, format!("{sign_in_path}/attempt_first_factor"), vec![("strategy", "email_code"), ("code", &sign_in_code)]),
            (&sign_in, format!("{sign_in_path}/prepare_first_factor"), CODE.to_vec()),
            (&reset, format!("{reset_path}/attempt_first_factor"), vec![("strategy", "reset_password_email_code"), ("code", &reset_code)]),
            (&reset, format!("{reset_path}/prepare_first_factor"), vec![("strategy", "reset_password_email_code")]),
            (&sign_up, format!("/v1/client/sign_ups/{id}/attempt_verification"), vec![("code", &sign_up_code)]),
            (&sign_up, format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE.to_vec()),
            (&signed_in, format!("/v1/me/email_addresses/{address}/prepare_verification"), CODE.to_vec()),
        ];
        let mails = app.mails_to("ada@example.com").await.len();
        for (client, path, fields) in &calls {
            let reply = client.post(path, fields).await;
            reply.refused_with_client(429, "rate_limit_exceeded", None);
            let seconds: i64 = reply.header("retry-after").expect("a time").parse().expect("seconds");
            assert!((rest / SECOND..=rest / SECOND + 1).contains(&seconds), "{path}: {seconds} of {rest} ms");
        }
        assert_eq!(app.mails_to("ada@example.com").await.len(), mails);
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;

        app.advance(rest);
        let (path, code) = {
            let id = app.open_sign_in(&sign_in, "ada@example.com").await;
            sign_in.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), CODE).await.ok();
            (format!("/v1/client/sign_ins/{id}/attempt_first_factor"), app.code_to("ada@example.com").await)
        };
        sign_in.post(&path, &[("strategy", "email_code"), ("code", &code)]).await.ok();
    }
}

on_both! {
    async fn a_pause_spares_known_devices_and_costs_nobody_a_try(app: TestApp, |config| config.codes.pause_wrong = 3) {
        let browser = known(&app, "ada@example.com").await;
        let stranger = app.client();
        ask(&app, &stranger, "ada@example.com").await.ok();
        let id = stranger.get("/v1/client").await.ok().response()["sign_in"]["id"].as_str().expect("an attempt").to_owned();
        let path = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
        guess_all_over(&app, 4).await;
        for _ in 0..20 {
            stranger.post(&path, &[("strategy", "email_code"), ("code", "000000")]).await.refused_with_client(429, "rate_limit_exceeded", None);
        }
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        assert_eq!(stranger.get(&format!("/v1/client/sign_ins/{id}")).await.ok().response()["first_factor_verification"]["attempts"], 0);

        ask(&app, &browser, "ada@example.com").await.ok();
        let id = browser.get("/v1/client").await.ok().response()["sign_in"]["id"].as_str().expect("an attempt").to_owned();
        let code = app.code_to("ada@example.com").await;
        browser.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", &code)]).await.ok();
        // Known for Ada, and a stranger to everybody else.
        browser.delete("/v1/client").await.ok();
        let id = app.open_sign_up(&browser, "grace@example.com").await;
        browser.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.refused_with_client(429, "rate_limit_exceeded", None);
    }
}

on_both! {
    async fn a_known_devices_slips_pause_nothing(app: TestApp, |config| config.codes.pause_wrong = 3) {
        let browser = known(&app, "ada@example.com").await;
        ask(&app, &browser, "ada@example.com").await.ok();
        let id = browser.get("/v1/client").await.ok().response()["sign_in"]["id"].as_str().expect("an attempt").to_owned();
        let wrong = other_than(&app.code_to("ada@example.com").await);
        for _ in 0..5 {
            app.advance(5 * SECOND);
            assert_eq!(browser.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", wrong)]).await.status, 422);
        }
        app.signed_up("grace@example.com").await;
    }
}

on_both! {
    async fn people_who_mistype_pause_nothing_and_who_goes_on_guessing_does(app: TestApp, |config| {
        config.codes.pause_min_checks = 10;
        config.codes.pause_percent = 10;
    }) {
        let mut attempts = Vec::new();
        for number in 0..5 {
            let (client, email) = (app.client(), format!("p{number}@example.com"));
            let id = app.open_sign_up(&client, &email).await;
            app.advance(1);
            client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.ok();
            attempts.push((client, format!("/v1/client/sign_ups/{id}/attempt_verification"), app.code_to(&email).await));
        }
        // Ten answers, all wrong: two slips of each.
        for (client, path, code) in attempts.iter().chain(&attempts) {
            client.post(path, &[("code", other_than(code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        // One of eleven is a third one, and then two of twelve.
        for (client, path, code) in &attempts[..2] {
            client.post(path, &[("code", other_than(code))]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        let (client, path, code) = &attempts[2];
        client.post(path, &[("code", code)]).await.refused_with_client(429, "rate_limit_exceeded", None);
    }
}

#[tokio::test]
async fn the_log_has_one_error_for_each_pause_and_no_secret() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.codes.pause_wrong = 2).await;
    let log = Log::default();
    let guard = log.listen();
    guess_all_over(&app, 3).await;
    let client = app.client();
    let id = app.open_sign_up(&client, "ada@example.com").await;
    client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), CODE).await.refused_with_client(
        429,
        "rate_limit_exceeded",
        None,
    );
    app.advance(HOUR);
    guess_all_over(&app, 3).await;
    drop(guard);
    let text = log.text();
    let alerts: Vec<&str> = text.lines().filter(|line| line.contains("guess codes")).collect();
    assert_eq!(alerts.len(), 2, "{alerts:?}");
    assert!(alerts.iter().all(|line| line.contains(r#""level":"ERROR""#) && line.contains("3 of 3")), "{alerts:?}");
    assert!(!alerts.concat().contains('@'), "nobody is named");
}

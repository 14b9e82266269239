//! Request rates: what is counted, by whom, and that no restart forgets it.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use server::{
    clock::{HOUR, MINUTE, SECOND},
    config::{Config, Rate},
};

/// The rates of production.
fn production(config: &mut Config) {
    let rate = |text: &str| text.parse::<Rate>().expect("a rate");
    let limits = &mut config.limits;
    limits.is_enabled = true;
    limits.create = rate("5/10s");
    limits.attempt = rate("3/10s");
    limits.prepare = rate("3 + 1/1m");
    limits.prepare_recipient = rate("5/1h");
    limits.prepare_address = rate("30/1h");
    limits.reset_start = rate("3/1h");
    limits.token = rate("60/1m");
    limits.token_address = rate("600/1m");
    limits.read = rate("100/10s");
}

/// Must be a refusal that says how long to wait.
#[track_caller]
fn limited(reply: &Reply, seconds: &str) {
    reply.refused(429, "rate_limit_exceeded", None);
    assert_eq!(reply.header("retry-after"), Some(seconds), "{}", reply.text);
}

async fn start(client: &TestClient) -> Reply {
    client.post("/v1/client/sign_ins", &[]).await
}

on_both! {
    async fn five_attempts_are_started_per_ten_seconds_and_address_whoever_asks(app: TestApp, |config| production(config)) {
        for number in 0..5 {
            match number % 2 {
                0 => start(&app.client()).await.ok(),
                _ => app.client().post("/v1/client/sign_ups", &[]).await.ok(),
            };
        }
        limited(&start(&app.client()).await, "2");
        limited(&app.client().post("/v1/client/sign_ups", &[]).await, "2");
        app.advance(2 * SECOND);
        start(&app.client()).await.ok();
        limited(&start(&app.client()).await, "2");
        app.advance(10 * SECOND);
        for _ in 0..5 {
            start(&app.client()).await.ok();
        }
        limited(&start(&app.client()).await, "2");
    }
}

on_both! {
    async fn addresses_are_told_apart_only_behind_a_trusted_proxy(app: TestApp, |config| production(config)) {
        for number in 0..6 {
            let forwarded = format!("198.51.100.{number}");
            let headers = [("origin", "http://localhost:3000"), ("x-forwarded-for", forwarded.as_str()), ("forwarded", "for=192.0.2.1"), ("x-real-ip", "192.0.2.2")];
            let reply = app.client().raw(Method::POST, "/v1/client/sign_ins", &headers, "").await;
            assert_eq!(reply.status.as_u16(), if number < 5 { 200 } else { 429 }, "headers that anybody can send buy no tries");
        }
    }
}

on_both! {
    async fn behind_a_trusted_proxy_each_client_has_its_own_bucket(app: TestApp, |config| {
        production(config);
        config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    }) {
        for number in 0..6 {
            let forwarded = format!("198.51.100.{number}");
            let headers = [("origin", "http://localhost:3000"), ("x-forwarded-for", forwarded.as_str())];
            app.client().raw(Method::POST, "/v1/client/sign_ins", &headers, "").await.ok();
        }
    }
}

on_both! {
    async fn counts_survive_a_restart(app: TestApp, |config| production(config)) {
        for _ in 0..5 {
            start(&app.client()).await.ok();
        }
        let app = app.restarted().await;
        limited(&start(&app.client()).await, "2");
    }
}

/// A sign-up for this address with a code on its way.
async fn opened(app: &TestApp, email: &str) -> (TestClient, String) {
    let client = app.client();
    let id = app.open_sign_up(&client, email).await;
    client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
    (client, id)
}

on_both! {
    async fn three_codes_are_tried_per_ten_seconds_and_a_refused_try_costs_no_attempt(app: TestApp, |config| production(config)) {
        let (client, id) = opened(&app, "ada@example.com").await;
        let path = format!("/v1/client/sign_ups/{id}/attempt_verification");
        let wrong = crate::support::other_than(&app.code_to("ada@example.com").await);
        for _ in 0..3 {
            client.post(&path, &[("code", wrong)]).await.refused_with_client(422, "form_code_incorrect", Some("code"));
        }
        let refused = client.post(&path, &[("code", wrong)]).await;
        limited(&refused, "4");
        assert_eq!(refused.client()["sign_up"]["verifications"]["email_address"]["attempts"], 3);
        app.advance(4 * SECOND);
        client.post(&path, &[("code", &app.code_to("ada@example.com").await)]).await.ok();
    }
}

on_both! {
    async fn one_client_has_three_mails_sent_and_then_one_a_minute(app: TestApp, |config| production(config)) {
        let client = app.client();
        client.form(Method::PUT, "/v1/client", &[]).await.ok();
        let prepare = async |number: usize| {
            app.advance(10 * SECOND);
            let id = app.open_sign_up(&client, &format!("p{number}@example.com")).await;
            client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await
        };
        for number in 0..3 {
            prepare(number).await.ok();
        }
        limited(&prepare(3).await, "60");
        assert!(app.mails_to("p3@example.com").await.is_empty(), "no mail was sent");
        app.advance(MINUTE);
        prepare(4).await.ok();
    }
}

on_both! {
    async fn one_recipient_gets_five_mails_an_hour_whoever_asks(app: TestApp, |config| production(config)) {
        for _ in 0..5 {
            opened(&app, "ada@example.com").await;
            app.advance(10 * SECOND);
        }
        let client = app.client();
        let id = app.open_sign_up(&client, "ADA@example.com").await;
        limited(&client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await, "720");
        let count = app.mails_to("ada@example.com").await.len() + app.mails_to("ADA@example.com").await.len();
        assert_eq!(count, 5, "upper case is the same mailbox");
        app.advance(HOUR);
        opened(&app, "ada@example.com").await;
    }
}

on_both! {
    async fn a_password_reset_starts_three_times_an_hour(app: TestApp, |config| production(config)) {
        app.signed_up("ada@example.com").await;
        let reset = async || {
            app.advance(10 * SECOND);
            let client = app.client();
            let id = app.open_sign_in(&client, "ada@example.com").await;
            client.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await
        };
        for _ in 0..3 {
            reset().await.ok();
        }
        limited(&reset().await, "1200");
    }
}

on_both! {
    async fn tokens_are_limited_per_session_and_reads_per_client(app: TestApp, |config| production(config)) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/tokens", app.session_of(&browser).await);
        for _ in 0..60 {
            browser.post(&path, &[]).await.ok();
        }
        limited(&browser.post(&path, &[]).await, "1");
        app.advance(10 * SECOND);
        for _ in 0..100 {
            browser.get("/v1/me").await.ok();
        }
        limited(&browser.get("/v1/me").await, "1");
        app.client().get("/v1/client").await.ok();
        for _ in 0..150 {
            browser.get("/v1/environment").await.ok();
        }
    }
}

on_both! {
    async fn a_limited_call_does_nothing(app: TestApp, |config| production(config)) {
        app.signed_up("ada@example.com").await;
        app.advance(HOUR);
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let path = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
        for _ in 0..3 {
            client.post(&path, &[("strategy", "totp")]).await.refused_with_client(422, "strategy_for_user_invalid", Some("strategy"));
        }
        limited(&client.post(&path, &[("strategy", "password"), ("password", PASSWORD)]).await, "4");
        assert_eq!(client.get(&format!("/v1/client/sign_ins/{id}")).await.ok().response()["status"], "needs_first_factor");
    }
}

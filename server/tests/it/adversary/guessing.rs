//! Guessers against the limits as they are in production, with the clock turned: what they can try in a day, and what that
//! is worth.

use crate::support::{Engine, PASSWORD, Reply, TestApp, TestClient, other_than};
use http::Method;
use server::{
    clock::{DAY, HOUR, MINUTE, Millis, SECOND},
    config::{Config, Rate},
};

/// The limits of production, behind a proxy that says where each call comes from.
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
    config.codes.sends_per_hour = 5;
    config.codes.sends_per_day = 10;
    config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
}

async fn start() -> TestApp {
    TestApp::start_with(Engine::Sqlite, production).await
}

/// A form from this address.
async fn from(client: &TestClient, address: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let headers = [super::ORIGIN, super::FORM, ("x-forwarded-for", address)];
    client.raw(Method::POST, path, &headers, super::form(fields)).await
}

/// An address of an attacker who has very many.
fn address(number: usize) -> String {
    format!("203.{}.{}.{}", number / 65_536 % 256, number / 256 % 256, number % 256)
}

fn code_of(reply: &Reply) -> &str {
    reply.json["errors"][0]["code"].as_str().unwrap_or("none")
}

/// A person, made where no limit is in the way.
async fn person(app: &TestApp, email: &str) -> TestClient {
    app.advance(HOUR);
    let browser = app.signed_up(email).await;
    app.advance(HOUR);
    browser
}

#[tokio::test]
async fn a_day_of_passwords_for_one_account_tries_a_few_hundred_and_never_locks_the_owner_out() {
    let app = start().await;
    let owner = person(&app, "ada@example.com").await;
    owner.delete("/v1/client").await.ok();
    let (begun, mut tried, mut sent, mut owner_in) = (app.now(), 0, 0, 0);
    let client = app.client();
    while app.now() - begun < DAY {
        // From an address of its own each time, as fast as an answer helps; then the owner comes along.
        for _ in 0..4 {
            sent += 1;
            let reply = from(
                &client,
                &address(sent),
                "/v1/client/sign_ins",
                &[("identifier", "ada@example.com"), ("password", "not it")],
            )
            .await;
            match code_of(&reply) {
                "form_password_incorrect" => tried += 1,
                "user_locked" => break,
                other => assert_eq!(other, "rate_limit_exceeded"),
            }
            app.advance(6 * SECOND);
        }
        app.advance(2 * MINUTE);
        if sent % 40 == 0 {
            let browser = owner.fork();
            let reply = from(
                &browser,
                "198.51.100.7",
                "/v1/client/sign_ins",
                &[("identifier", "ada@example.com"), ("password", PASSWORD)],
            )
            .await;
            assert_eq!(reply.status, 200, "the owner is known here: {}", reply.text);
            owner_in += 1;
        }
    }
    assert!(sent >= 700 && owner_in >= 5, "{sent} sent, the owner came {owner_in} times");
    // Ten an hour: of the 10,000 most common passwords, which none may have, 2.5 % a day.
    assert!((100..=260).contains(&tried), "{tried} of {sent} were looked at");
}

#[tokio::test]
async fn one_password_for_very_many_accounts_from_one_network_is_one_bucket() {
    let app = start().await;
    let (begun, mut looked_at, mut sent) = (app.now(), 0, 0);
    while app.now() - begun < 5 * MINUTE {
        for _ in 0..6 {
            sent += 1;
            let email = format!("person{sent}@example.com");
            // Ten thousand addresses of one network, in every way to write them.
            let address = match sent % 4 {
                0 => format!("2001:db8:1:2::{sent:x}"),
                1 => format!("2001:0db8:0001:0002:{:x}:0:0:{sent:x}", sent % 9_999),
                2 => format!("[2001:DB8:1:2:ffff::{sent:x}]:443"),
                _ => format!("2001:db8:1:2:{:x}::1", sent % 60_000),
            };
            let reply = from(
                &app.client(),
                &address,
                "/v1/client/sign_ins",
                &[("identifier", &email), ("password", "password")],
            )
            .await;
            looked_at += usize::from(code_of(&reply) == "form_identifier_not_found");
        }
        app.advance(SECOND);
    }
    assert!(sent >= 1_500);
    assert!(looked_at <= 5 + 150, "{looked_at} of {sent} were looked at in five minutes, whatever the address says");
}

/// A sign-in with a code on its way.
async fn with_code(app: &TestApp, from_address: &str, strategy: &str) -> (TestClient, String, Reply) {
    let client = app.client();
    app.advance(SECOND);
    let reply = from(&client, from_address, "/v1/client/sign_ins", &[("identifier", "ada@example.com")]).await;
    if reply.status != 200 {
        return (client, String::new(), reply);
    }
    let path = format!("/v1/client/sign_ins/{}", reply.id());
    let reply = from(&client, from_address, &format!("{path}/prepare_first_factor"), &[("strategy", strategy)]).await;
    (client, path, reply)
}

#[tokio::test]
async fn a_thousand_codes_for_one_attempt_are_five() {
    let app = start().await;
    person(&app, "ada@example.com").await;
    let (client, path, reply) = with_code(&app, &address(1), "email_code").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let (right, mut looked_at) = (app.code_to("ada@example.com").await, 0);
    for number in 0..1_000 {
        let code = format!("{number:06}");
        if code == right {
            continue;
        }
        app.advance(5 * SECOND);
        let fields = [("strategy", "email_code"), ("code", code.as_str())];
        let reply = from(&client, &address(number + 10), &format!("{path}/attempt_first_factor"), &fields).await;
        looked_at += usize::from(code_of(&reply) == "form_code_incorrect");
    }
    assert!(looked_at <= 5, "{looked_at} were looked at");
    let reply = from(
        &client,
        &address(5_000),
        &format!("{path}/attempt_first_factor"),
        &[("strategy", "email_code"), ("code", &right)],
    )
    .await;
    assert_ne!(reply.status, 200, "and the right one is of no use any more");
}

#[tokio::test]
async fn a_day_of_codes_for_one_account_is_thirty() {
    let app = start().await;
    person(&app, "ada@example.com").await;
    let (begun, mut looked_at, mut number, mut mails) = (app.now(), 0, 0, 0);
    while app.now() - begun < DAY {
        number += 1;
        let strategy = ["email_code", "reset_password_email_code"][number % 2];
        let (client, path, reply) = with_code(&app, &address(number), strategy).await;
        if reply.status == 200 {
            mails += 1;
            let right = app.code_to("ada@example.com").await;
            for _ in 0..6 {
                app.advance(6 * SECOND);
                let fields = [("strategy", strategy), ("code", other_than(&right))];
                let reply = from(&client, &address(number), &format!("{path}/attempt_first_factor"), &fields).await;
                looked_at += usize::from(code_of(&reply) == "form_code_incorrect");
            }
        }
        app.advance(4 * MINUTE);
    }
    // 30 of 10^6: security of 3 in 100,000 for an account and a day.
    assert!(looked_at <= 30, "{looked_at} codes were looked at");
    assert!(mails <= 10, "{mails} mails in a day");
    assert!(number >= 200 && looked_at >= 10, "somebody tried: {number} times, {looked_at} codes");
}

#[tokio::test]
async fn a_hundred_resets_are_five_mails_an_hour() {
    let app = start().await;
    person(&app, "ada@example.com").await;
    let before = app.mails_to("ada@example.com").await.len();
    for number in 0..100 {
        with_code(&app, &address(number), "reset_password_email_code").await;
    }
    let mails = app.mails_to("ada@example.com").await.len() - before;
    assert!((1..=5).contains(&mails), "{mails} mails");
}

#[tokio::test]
async fn guesses_at_the_second_factor_are_counted_like_those_at_the_first() {
    let app = start().await;
    let owner = person(&app, "ada@example.com").await;
    app.sign_in_again(&owner, "ada@example.com").await;
    let begun = owner.post("/v1/me/totp", &[]).await.ok();
    let secret = begun.response()["secret"].as_str().expect("a secret").to_owned();
    owner.post("/v1/me/totp/attempt_verification", &[("code", &app.totp_code(&secret))]).await.ok();
    // A thief who knows the password, from ever new addresses, for some hours.
    let hours = i64::try_from(super::times(6, 24)).expect("hours");
    for strategy in ["totp", "backup_code"] {
        app.advance(2 * DAY);
        let (begun, mut looked_at, mut number) = (app.now(), 0, 0);
        while app.now() - begun < hours * HOUR {
            number += 1;
            let client = app.client();
            let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
            let reply = from(&client, &address(number), "/v1/client/sign_ins", &fields).await;
            if reply.status == 200 {
                let path = format!("/v1/client/sign_ins/{}/attempt_second_factor", reply.id());
                for _ in 0..12 {
                    app.advance(6 * SECOND);
                    let code = if strategy == "totp" { other_than(&app.totp_code(&secret)) } else { "03-aaaaaaaaaa" };
                    let reply = from(&client, &address(number), &path, &[("strategy", strategy), ("code", code)]).await;
                    assert_ne!(reply.status, 200);
                    looked_at +=
                        i64::from(["form_code_incorrect", "form_backup_code_incorrect"].contains(&code_of(&reply)));
                }
            }
            app.advance(10 * MINUTE as Millis);
        }
        // The right password between them must not take the count back: five in a quarter of an hour. Three steps of an
        // app count at a time, so a thief who has the password is let in with 1.5 in 1,000 a day.
        assert!(
            (5..=5 * 4 * hours).contains(&looked_at),
            "{strategy}: {looked_at} were looked at in {number} attempts"
        );
    }
}

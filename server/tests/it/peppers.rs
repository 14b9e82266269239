//! Peppers: what a stored password needs to be checked, and what happens where that is missing.

use crate::{
    on_both,
    support::{Log, PASSWORD, Reply, TestApp},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::SecretString;
use server::{config::Config, password::Peppers};

const NEW: &str = "a wholly different phrase";

/// The peppers of these bytes, the first one current.
fn peppers(bytes: &[u8]) -> Peppers {
    let text: Vec<_> = bytes.iter().map(|byte| STANDARD.encode([*byte; 32])).collect();
    Peppers::from_base64(&SecretString::from(text.join(" "))).expect("peppers")
}

fn name(byte: u8) -> String {
    peppers(&[byte]).current_id().expect("a name")
}

fn given(bytes: &'static [u8]) -> impl Fn(&mut Config) {
    |config| config.password.peppers = peppers(bytes)
}

async fn sign_in(app: &TestApp, password: &str) -> Reply {
    app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", password)]).await
}

/// How many accounts have a password that was hashed with this pepper.
async fn hashed_with(app: &TestApp, name: &str) -> u64 {
    let pattern = format!("%,keyid={name}$%");
    app.execute("UPDATE users SET version = version WHERE password_digest LIKE $1", vec![pattern.into()]).await
}

on_both! {
    async fn a_pepper_is_in_every_new_hash_and_old_ones_follow_at_the_next_sign_in(app: TestApp) {
        let mut app = app;
        app.signed_up("ada@example.com").await;
        app.reopen(given(&[1])).await.expect("a pepper may come later");
        assert_eq!(hashed_with(&app, &name(1)).await, 0);
        sign_in(&app, PASSWORD).await.ok();
        app.signed_up("grace@example.com").await;
        assert_eq!(hashed_with(&app, &name(1)).await, 2);
        sign_in(&app, "not the password").await.refused(422, "form_password_incorrect", Some("password"));

        app.reopen(given(&[2, 1])).await.expect("a new pepper before the old one");
        sign_in(&app, PASSWORD).await.ok();
        assert_eq!((hashed_with(&app, &name(2)).await, hashed_with(&app, &name(1)).await), (1, 1));
        sign_in(&app, PASSWORD).await.ok();
    }
}

on_both! {
    async fn a_start_without_a_pepper_that_passwords_need_is_refused_and_says_which(app: TestApp) {
        let mut app = app;
        app.reopen(given(&[1])).await.expect("the first one");
        app.signed_up("ada@example.com").await;
        for others in [&[][..], &[2]] {
            let error = app.reopen(|config| config.password.peppers = if others.is_empty() { Peppers::default() } else { peppers(others) }).await;
            let error = error.expect_err("must be refused");
            assert!(error.contains(&name(1)) && error.contains("[password] pepper_file"), "{error}");
            assert!(!error.contains(&STANDARD.encode([1; 32])), "{error}");
        }
        app.reopen(given(&[1])).await.expect("the refused one left no trace");
        sign_in(&app, PASSWORD).await.ok();
    }
}

on_both! {
    async fn where_a_pepper_is_lost_its_passwords_are_wrong_and_can_be_reset(app: TestApp) {
        let mut app = app;
        app.reopen(given(&[1])).await.expect("the first one");
        app.signed_up("ada@example.com").await;
        app.reopen(|config| config.password.peppers = peppers(&[2]).with_retired(vec![name(1)])).await.expect("it is known to be lost");
        sign_in(&app, PASSWORD).await.refused(422, "form_password_incorrect", Some("password"));
        let client = app.client();
        let path = format!("/v1/client/sign_ins/{}", app.open_sign_in(&client, "ada@example.com").await);
        app.advance(1);
        client.post(&format!("{path}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.post(&format!("{path}/attempt_first_factor"), &[("strategy", "reset_password_email_code"), ("code", &code)]).await.ok();
        client.post(&format!("{path}/reset_password"), &[("password", NEW)]).await.ok();
        sign_in(&app, NEW).await.ok();
        assert_eq!(hashed_with(&app, &name(2)).await, 1);
    }
}

on_both! {
    async fn a_node_that_lacks_a_pepper_accepts_no_password_of_it_and_says_so_in_the_log(app: TestApp) {
        let mut app = app;
        app.reopen(given(&[1])).await.expect("the first one");
        app.signed_up("ada@example.com").await;
        // As where another node hashes with a pepper that this one has not been given yet.
        app.execute("DELETE FROM peppers", vec![]).await;
        app.reopen(|config| config.password.peppers = Peppers::default()).await.expect("nothing is known to be missing");
        let log = Log::default();
        let guard = log.listen();
        for password in [PASSWORD, "not the password"] {
            sign_in(&app, password).await.refused(500, "internal_clerk_error", None);
        }
        drop(guard);
        let text = log.text();
        assert_eq!(text.lines().filter(|line| line.contains(&name(1)) && line.contains("ERROR")).count(), 2, "{text}");
    }
}

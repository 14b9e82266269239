//! Known devices: a stranger's failures never lock out who signed in here before, and a device's own lock only it.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use server::clock::{DAY, HOUR, MINUTE, SECOND};

const DEVICE: &str = "__onehop_device";
const WRONG: &str = "not the password";
const NEW: &str = "a wholly different phrase";

async fn try_password(browser: &TestClient, email: &str, password: &str) -> Reply {
    browser.post("/v1/client/sign_ins", &[("identifier", email), ("password", password)]).await
}

/// Ten wrong passwords from here, each after the pause that the last one brought, and the one too many.
async fn lock(app: &TestApp, browser: &TestClient, email: &str) {
    for _ in 0..10 {
        app.advance(5 * SECOND);
        try_password(browser, email, WRONG).await.refused(422, "form_password_incorrect", Some("password"));
    }
    app.advance(5 * SECOND);
    try_password(browser, email, WRONG).await.refused(403, "user_locked", None);
}

/// A browser in which this person has signed up, and out again.
async fn known(app: &TestApp, email: &str) -> TestClient {
    let browser = app.signed_up(email).await;
    browser.delete("/v1/client").await.ok();
    assert!(browser.cookie("__client").is_none() && browser.cookie(DEVICE).is_some());
    browser
}

/// A browser with nothing but this device cookie.
fn with_device(app: &TestApp, cookie: &str) -> TestClient {
    let browser = app.client();
    browser.set_cookie(DEVICE, cookie);
    browser
}

on_both! {
    async fn strangers_lock_strangers_out_and_never_a_known_device(app: TestApp) {
        let browser = known(&app, "ada@example.com").await;
        lock(&app, &app.client(), "ada@example.com").await;
        try_password(&app.client(), "ada@example.com", PASSWORD).await.refused(403, "user_locked", None);
        let app = app.restarted().await;
        let browser = app.adopt(&browser);
        app.sign_in(&browser.fork(), "ada@example.com", PASSWORD).await;
        let id = app.open_sign_in(&browser, "ada@example.com").await;
        app.advance(1);
        browser.post(&format!("/v1/client/sign_ins/{id}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        browser.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &[("strategy", "email_code"), ("code", &code)]).await.ok();
        try_password(&app.client(), "ada@example.com", PASSWORD).await.refused(403, "user_locked", None);
    }
}

on_both! {
    async fn a_known_device_locks_only_itself(app: TestApp) {
        let one = known(&app, "ada@example.com").await;
        let two = app.client();
        app.sign_in(&two, "ada@example.com", PASSWORD).await;
        two.delete("/v1/client").await.ok();
        lock(&app, &one, "ada@example.com").await;
        let locked = try_password(&one, "ada@example.com", PASSWORD).await;
        locked.refused(403, "user_locked", None);
        assert_eq!(locked.header("retry-after"), Some("3600"));
        one.post("/v1/client/sign_ins", &[("identifier", "ada@example.com")]).await.refused(403, "user_locked", None);
        app.sign_in(&two, "ada@example.com", PASSWORD).await;
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        assert_eq!(two.get("/v1/me").await.ok().response()["locked"], false, "the account itself is not");
        app.advance(HOUR);
        app.sign_in(&one, "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn each_source_has_its_own_pauses(app: TestApp) {
        let browser = known(&app, "ada@example.com").await;
        let paused = async |paused: &TestClient, free: &TestClient| {
            for _ in 0..3 {
                try_password(paused, "ada@example.com", WRONG).await.refused(422, "form_password_incorrect", Some("password"));
            }
            try_password(paused, "ada@example.com", PASSWORD).await.refused(429, "rate_limit_exceeded", None);
            app.sign_in(&free.fork(), "ada@example.com", PASSWORD).await;
            app.advance(MINUTE);
        };
        paused(&app.client(), &browser).await;
        paused(&browser, &app.client()).await;
    }
}

on_both! {
    async fn the_owners_sign_ins_give_a_stranger_no_new_tries(app: TestApp) {
        let browser = known(&app, "ada@example.com").await;
        let stranger = app.client();
        for _ in 0..10 {
            app.advance(5 * SECOND);
            try_password(&stranger, "ada@example.com", WRONG).await.refused(422, "form_password_incorrect", Some("password"));
            app.sign_in(&browser.fork(), "ada@example.com", PASSWORD).await;
        }
        app.advance(5 * SECOND);
        try_password(&stranger, "ada@example.com", WRONG).await.refused(403, "user_locked", None);
    }
}

on_both! {
    async fn a_device_is_known_only_for_who_signed_in_there(app: TestApp) {
        let ada = known(&app, "ada@example.com").await;
        app.signed_up("grace@example.com").await;
        lock(&app, &app.client(), "grace@example.com").await;
        try_password(&ada, "grace@example.com", PASSWORD).await.refused(403, "user_locked", None);
        // Failures there are a stranger's: they lock no device.
        lock(&app, &app.client(), "ada@example.com").await;
        app.sign_in(&ada, "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn a_forged_or_old_mark_is_a_strangers(app: TestApp) {
        let browser = known(&app, "ada@example.com").await;
        let cookie = browser.cookie(DEVICE).expect("set");
        let other = known(&app, "grace@example.com").await.cookie(DEVICE).expect("set");
        lock(&app, &app.client(), "ada@example.com").await;
        let (id, mark) = cookie.split_once('.').expect("a mark");
        let (at, signature) = mark.split_once('-').expect("a signature");
        let later = at.parse::<i64>().expect("seconds") + 1;
        let turned: String = signature.chars().rev().collect();
        let (other_id, other_mark) = other.split_once('.').expect("a mark");
        let forged = [
            String::new(),
            id.to_owned(),
            "x".repeat(5_000),
            format!("{id}.{at}-{turned}"),
            format!("{id}.{later}-{signature}"),
            format!("{other_id}.{mark}"),
            format!("{id}.{other_mark}"),
            format!("{cookie}.x"),
        ];
        for forged in forged {
            try_password(&with_device(&app, &forged), "ada@example.com", PASSWORD).await.refused(403, "user_locked", None);
        }
        app.sign_in(&with_device(&app, &cookie), "ada@example.com", PASSWORD).await;
        app.advance(180 * DAY);
        lock(&app, &app.client(), "ada@example.com").await;
        try_password(&with_device(&app, &cookie), "ada@example.com", PASSWORD).await.refused(403, "user_locked", None);
    }
}

on_both! {
    async fn a_new_password_makes_every_device_unknown_but_the_one_it_was_set_on(app: TestApp) {
        let thief = known(&app, "ada@example.com").await.cookie(DEVICE).expect("set");
        let browser = app.client();
        app.sign_in(&browser, "ada@example.com", PASSWORD).await;
        browser.post("/v1/me/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await.ok();
        lock(&app, &app.client(), "ada@example.com").await;
        try_password(&with_device(&app, &thief), "ada@example.com", NEW).await.refused(403, "user_locked", None);
        browser.delete("/v1/client").await.ok();
        app.sign_in(&browser, "ada@example.com", NEW).await;
    }
}

on_both! {
    async fn after_a_reset_the_browser_of_the_reset_is_known(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let browser = app.client();
        let id = app.open_sign_in(&browser, "ada@example.com").await;
        app.advance(1);
        let path = format!("/v1/client/sign_ins/{id}");
        browser.post(&format!("{path}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        browser.post(&format!("{path}/attempt_first_factor"), &[("strategy", "reset_password_email_code"), ("code", &code)]).await.ok();
        assert!(browser.cookie(DEVICE).is_none(), "nobody has signed in yet");
        browser.post(&format!("{path}/reset_password"), &[("password", NEW)]).await.ok();
        browser.delete("/v1/client").await.ok();
        lock(&app, &app.client(), "ada@example.com").await;
        app.sign_in(&browser, "ada@example.com", NEW).await;
    }
}

on_both! {
    async fn a_browser_is_known_for_the_last_ten_people_and_its_cookie_stays_small(app: TestApp) {
        let browser = app.client();
        for number in 0..11 {
            app.sign_up(&browser, &format!("p{number}@example.com")).await;
            browser.delete("/v1/client").await.ok();
        }
        let cookie = browser.cookie(DEVICE).expect("set");
        assert!(cookie.len() < 512, "{}", cookie.len());
        for (number, is_known) in [(0, false), (1, true), (10, true)] {
            let email = format!("p{number}@example.com");
            lock(&app, &app.client(), &email).await;
            assert_eq!(try_password(&with_device(&app, &cookie), &email, PASSWORD).await.status == 200, is_known, "{email}");
        }
        // Signing in again moves nobody else out.
        let before = cookie.split('.').count();
        app.sign_in(&browser, "p10@example.com", PASSWORD).await;
        assert_eq!(browser.cookie(DEVICE).expect("set").split('.').count(), before);
    }
}

on_both! {
    async fn the_cookie_comes_with_a_sign_in_alone_and_no_script_reads_it(app: TestApp) {
        let reply = app.sign_up(&app.client(), "ada@example.com").await;
        let line = reply.set_cookie(DEVICE).expect("set");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"] {
            assert!(line.contains(attribute), "{line}");
        }
        assert!(!line.contains("user_"), "the account is not named: {line}");
        let browser = app.client();
        assert!(try_password(&browser, "ada@example.com", WRONG).await.set_cookies().is_empty());
        assert!(try_password(&browser, "nobody@example.com", WRONG).await.set_cookies().is_empty());
        app.open_sign_in(&browser, "ada@example.com").await;
        assert!(browser.cookie(DEVICE).is_none(), "asking for an account doesn't make it known");
    }
}

on_both! {
    async fn a_device_cookie_tells_nothing_about_accounts(app: TestApp) {
        let browser = known(&app, "ada@example.com").await;
        for (email, password) in [("nobody@example.com", WRONG), ("nobody@example.com", PASSWORD), ("ada@example.com", WRONG)] {
            let with = try_password(&browser, email, password).await;
            let without = try_password(&app.client(), email, password).await;
            assert_eq!(with.error_alone(), without.error_alone());
            assert!(with.set_cookies().is_empty() && without.set_cookies().is_empty());
        }
    }
}

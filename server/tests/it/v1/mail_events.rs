//! Every mail to a person is one event, `email.created`, written with it, and without what lets its reader in. That mails
//! to operators are none is shown where they are sent, in `webhooks/failures.rs`.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, TestClient},
};
use serde_json::{Value, json};
use server::{
    clock::MINUTE,
    mail::MASK,
    store::{events::EventRow, mails, mails::MailRow},
};

const ADA: &str = "ada@example.com";
const KIND: &str = "email.created";

/// All mails, oldest first.
async fn mails(app: &TestApp) -> Vec<MailRow> {
    let mut mails = mails::list_recent(&mut app.read().await, app.instance(), 1_000).await.expect("the outbox");
    mails.reverse();
    mails
}

/// What the feed tells of mails.
async fn told(app: &TestApp) -> Vec<EventRow> {
    app.events_after(0).await.into_iter().filter(|event| event.kind == KIND).collect()
}

fn data(event: &EventRow) -> Value {
    serde_json::from_str(&event.data).expect("JSON")
}

/// Ada, who signs up, changes what can be changed and signs in in every way that takes a mail.
async fn live(app: &TestApp) -> TestClient {
    let browser = app.signed_up(ADA).await;
    app.advance(1);
    let email = app.add_email(&browser, "second@example.com").await;
    app.verify_email(&browser, &email, "second@example.com").await;
    app.advance(1);
    browser.delete(&format!("/v1/me/email_addresses/{email}")).await.ok();
    app.advance(1);
    browser.post("/v1/me/change_password", &[("new_password", "a wholly different phrase")]).await.ok();
    app.advance(1);
    let totp = browser.post("/v1/me/totp", &[]).await.ok();
    let code = app.totp_code(totp.response()["secret"].as_str().expect("a secret"));
    browser.post("/v1/me/totp/attempt_verification", &[("code", &code)]).await.ok();
    app.advance(1);
    browser.post("/v1/me/backup_codes", &[]).await.ok();
    app.advance(1);
    browser.delete("/v1/me/totp").await.ok();

    let session = app.session_of(&browser).await;
    let path = format!("/v1/client/sessions/{session}/verify");
    browser.post(&path, &[("level", "first_factor")]).await.ok();
    browser.post(&format!("{path}/prepare_first_factor"), &[("strategy", "email_code")]).await.ok();
    let other = app.client();
    let path = format!("/v1/client/sign_ins/{}", app.open_sign_in(&other, ADA).await);
    for strategy in ["email_code", "reset_password_email_code"] {
        app.advance(2 * MINUTE);
        other.post(&format!("{path}/prepare_first_factor"), &[("strategy", strategy)]).await.ok();
    }
    let fields = [("strategy", "reset_password_email_code"), ("code", &app.code_to(ADA).await)];
    other.post(&format!("{path}/attempt_first_factor"), &fields).await.ok();
    app.advance(1);
    other.post(&format!("{path}/reset_password"), &[("password", PASSWORD)]).await.ok();
    other
}

const LIVED: [(&str, &str); 12] = [
    ("verification_code", ADA),
    ("verification_code", "second@example.com"),
    ("email_address_added", ADA),
    ("email_address_removed", ADA),
    ("password_changed", ADA),
    ("authenticator_added", ADA),
    ("backup_codes_made", ADA),
    ("authenticator_removed", ADA),
    ("verification_code", ADA),
    ("verification_code", ADA),
    ("reset_password_code", ADA),
    ("password_changed", ADA),
];

/// A mail and its event say the same, but for this secret.
fn is_told(app: &TestApp, mail: &MailRow, event: &EventRow, secret: Option<&str>) {
    let data = data(event);
    let config = &app.app.config;
    let app_data = json!({"name": config.instance.name, "domain_name": "localhost", "url": config.absolute("/")});
    for (member, value) in [
        ("object", json!("email")),
        ("id", json!(mail.id)),
        ("from_email_name", json!("no-reply")),
        ("reply_to_email_name", Value::Null),
        ("to_email_address", json!(mail.recipient)),
        ("status", json!("queued")),
        ("data", json!({"app": app_data})),
        ("delivered_by_clerk", json!(true)),
    ] {
        assert_eq!(data[member], value, "{member}");
    }
    assert_eq!((event.resource_id.as_str(), event.version, event.created_at), (mail.id.as_str(), 1, mail.created_at));
    let parts = [("subject", &mail.subject), ("body_plain", &mail.body_text), ("body", &mail.body_html)];
    for (member, written) in parts {
        let told = data[member].as_str().expect("text");
        match secret {
            None => assert_eq!(told, written, "{member}"),
            Some(secret) => {
                assert!(!told.contains(secret), "{secret} in {member}: {told}");
                assert!(member == "subject" || told.contains(MASK), "{told}");
            }
        }
    }
}

/// What must not be told of a mail of this kind.
fn secret_of(mail: &MailRow, slug: &str) -> Option<String> {
    let text = &mail.body_text;
    match slug {
        slug if slug.ends_with("_code") => {
            Some(text.lines().find_map(|line| line.strip_prefix("    ")).expect("a code").to_owned())
        }
        "invitation" | "waitlist_invitation" => {
            let link = text.lines().find(|line| line.contains("__clerk_ticket=")).expect("a link");
            let ticket = link.split("__clerk_ticket=").nth(1).and_then(|rest| rest.split('&').next());
            Some(ticket.expect("a ticket").to_owned())
        }
        _ => None,
    }
}

/// Each mail has one event, in the same order, that tells it so; which mails, and to whom.
async fn check(app: &TestApp) -> Vec<(String, String)> {
    let (mails, events) = (mails(app).await, told(app).await);
    let ids = |of: &[String]| of.iter().cloned().collect::<std::collections::BTreeSet<_>>();
    let written: Vec<String> = mails.iter().map(|mail| mail.id.to_string()).collect();
    let resources: Vec<String> = events.iter().map(|event| event.resource_id.clone()).collect();
    assert_eq!((resources.len(), ids(&resources)), (written.len(), ids(&written)));
    let mut kinds = Vec::new();
    for event in &events {
        let mail = mails.iter().find(|mail| mail.id.as_str() == event.resource_id).expect("its mail");
        let slug = data(event)["slug"].as_str().expect("a kind").to_owned();
        is_told(app, mail, event, secret_of(mail, &slug).as_deref());
        kinds.push((slug, mail.recipient.clone()));
    }
    kinds
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(slug, to)| ((*slug).to_owned(), (*to).to_owned())).collect()
}

on_both! {
    async fn each_mail_to_a_user_is_told_once_without_its_code(app: TestApp) {
        let browser = live(&app).await;
        assert_eq!(check(&app).await, pairs(&LIVED));
        // Whose address it is, where somebody has it.
        let me = browser.get("/v1/me").await.ok();
        for (at, event) in told(&app).await.iter().enumerate() {
            let data = data(event);
            if at == 0 {
                assert_eq!((&data["user_id"], &data["email_address_id"]), (&Value::Null, &Value::Null), "nobody yet");
                continue;
            }
            assert_eq!(data["user_id"], me.response()["id"], "{data}");
            let is_primary = data["email_address_id"] == me.response()["primary_email_address_id"];
            assert_eq!((data["email_address_id"].is_string(), is_primary), (true, at != 1), "{data}");
        }
    }
}

on_both! {
    async fn each_mail_that_a_backend_causes_is_told_once_without_its_link(app: TestApp) {
        let backend = app.backend();
        let ada = backend.user(ADA).await;
        backend.post("/v1/invitations", json!({"email_address": "guest@example.com"})).await.ok();
        app.advance(1);
        let entry = backend.post("/v1/waitlist_entries", json!({"email_address": "waiting@example.com"})).await.ok().json;
        app.advance(1);
        backend.post(&format!("/v1/waitlist_entries/{}/invite", entry["id"].as_str().expect("an id")), json!({})).await.ok();
        app.advance(1);
        let body = json!({"user_id": ada, "email_address": "new@example.com", "verified": false});
        let email = backend.post("/v1/email_addresses", body).await.ok().json;
        backend.post(&format!("/v1/email_addresses/{}/prepare_verification", email["id"].as_str().expect("an id")), json!({"strategy": "email_code"})).await.ok();
        app.advance(1);
        let body = json!({"email_address": "main@example.com", "notify_primary_email_address_changed": true});
        backend.put(&format!("/v1/users/{ada}/email_address"), body).await.ok();
        let expected = [
            ("invitation", "guest@example.com"),
            ("waitlist_confirmation", "waiting@example.com"),
            ("waitlist_invitation", "waiting@example.com"),
            ("verification_code", "new@example.com"),
            ("primary_email_address_changed", ADA),
        ];
        assert_eq!(check(&app).await, pairs(&expected));
    }
}

on_both! {
    async fn a_change_that_is_refused_leaves_neither_the_mail_nor_its_event(app: TestApp) {
        let backend = app.backend();
        let ada = backend.user(ADA).await;
        backend.user("taken@example.com").await;
        let before = app.last_event().await;
        let body = json!({"email_address": "taken@example.com", "notify_primary_email_address_changed": true});
        backend.put(&format!("/v1/users/{ada}/email_address"), body).await.refused(422, "form_identifier_exists", Some("email_address"));
        assert_eq!((mails(&app).await.len(), app.last_event().await), (0, before));
        // The mail is written before the refusal: it is the transaction that takes it back.
        let body = json!({"email_address": "free@example.com", "notify_primary_email_address_changed": true});
        backend.put(&format!("/v1/users/{ada}/email_address"), body).await.ok();
        assert_eq!((mails(&app).await.len(), told(&app).await.len()), (1, 1));
    }
}

on_both! {
    async fn a_mail_that_is_not_sent_is_not_told(app: TestApp) {
        let backend = app.backend();
        backend.post("/v1/invitations", json!({"email_address": "a@example.com", "notify": false})).await.ok();
        backend.post("/v1/waitlist_entries", json!({"email_address": "b@example.com", "notify": false})).await.ok();
        // In development such an address takes a known code, and no mail.
        let client = app.client();
        let id = app.open_sign_up(&client, "ada+clerk_test@example.com").await;
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        assert_eq!((mails(&app).await.len(), told(&app).await.len()), (0, 0));
    }
}

on_both! {
    async fn a_mail_has_no_row_of_its_own_in_the_audit_log(app: TestApp) {
        let operator = app.operator().await;
        let entry = operator.post("/v1/waitlist_entries", json!({"email_address": "waiting@example.com"})).await.ok().json;
        operator.post(&format!("/v1/waitlist_entries/{}/invite", entry["id"].as_str().expect("an id")), json!({})).await.ok();
        assert_eq!(told(&app).await.len(), 2);
        let log = operator.get("/v1/dashboard/audit_entries").await.ok().json;
        let targets: Vec<&str> = log["data"].as_array().expect("a list").iter().filter_map(|row| row["target_id"].as_str()).collect();
        assert!(targets.contains(&entry["id"].as_str().expect("an id")) && !targets.iter().any(|id| id.starts_with("ema_")), "{targets:?}");
    }
}

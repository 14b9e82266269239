//! Receivers that don't take what they are sent.

use super::{Receiver, Respond, add_user, attempts, deliver, register, reload, rename};
use crate::{
    on_both,
    support::{Engine, TestApp},
};
use http::StatusCode;
use server::{
    clock::{DAY, HOUR, MINUTE, SECOND},
    store::webhook_endpoints::WebhookEndpointRow,
};
use std::time::Duration;

/// Longer than any wait with its jitter.
const WAITS: [i64; 7] = [6 * SECOND, 6 * MINUTE, 36 * MINUTE, 144 * MINUTE, 6 * HOUR, 12 * HOUR, 12 * HOUR];

on_both! {
    async fn what_was_not_taken_is_tried_seven_times_more_under_the_same_id(app: TestApp) {
        let receiver = Receiver::answering(StatusCode::INTERNAL_SERVER_ERROR).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        receiver.wait_for(1).await;
        for (tried, wait) in WAITS.into_iter().enumerate() {
            // What was tried is written down a moment after it was answered.
            logged(&app, &endpoint, tried + 1).await;
            app.advance(wait);
            receiver.wait_for(tried + 2).await;
        }
        logged(&app, &endpoint, 8).await;
        app.advance(3 * DAY);
        receiver.nothing_after(8).await;
        let ids: std::collections::HashSet<_> = receiver.came().iter().map(|delivery| delivery.header("webhook-id").to_owned()).collect();
        assert_eq!(ids.len(), 1);
        let seconds: Vec<i64> = receiver.came().iter().map(|delivery| delivery.header("webhook-timestamp").parse().expect("seconds")).collect();
        assert!(seconds.windows(2).all(|pair| pair[0] < pair[1]), "each try is signed for its own time: {seconds:?}");
    }
}

on_both! {
    async fn nothing_is_tried_again_before_its_time(app: TestApp) {
        let receiver = Receiver::answering(StatusCode::SERVICE_UNAVAILABLE).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        app.advance(4 * SECOND);
        receiver.nothing_after(1).await;
        // The receiver asks for more time than the schedule has.
        receiver.answer(Respond::With(StatusCode::TOO_MANY_REQUESTS, vec![("retry-after", "1200".to_owned())]));
        app.advance(3 * SECOND);
        logged(&app, &endpoint, 2).await;
        app.advance(19 * MINUTE);
        receiver.nothing_after(2).await;
        receiver.answer(StatusCode::OK);
        app.advance(2 * MINUTE);
        logged(&app, &endpoint, 3).await;
        assert_eq!(attempts(&app, &endpoint).await[0].outcome, "delivered");
        assert_eq!(reload(&app, &endpoint).await.failing_since, None);
    }
}

on_both! {
    async fn a_redirect_is_an_answer_and_not_followed(app: TestApp) {
        let elsewhere = Receiver::start().await;
        let receiver = Receiver::answering(Respond::With(StatusCode::TEMPORARY_REDIRECT, vec![("location", elsewhere.url.clone())])).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        let log = attempts(&app, &endpoint).await;
        assert_eq!((log[0].outcome.as_str(), log[0].status), ("failed", Some(307)));
        elsewhere.nothing_after(0).await;
    }
}

on_both! {
    async fn a_receiver_that_is_gone_is_switched_off_and_operators_are_told(app: TestApp) {
        let operator = app.operator().await;
        drop(operator);
        let receiver = Receiver::answering(StatusCode::GONE).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        let now = switched_off(&app, &endpoint).await;
        assert_eq!(now.disabled_reason.as_deref(), Some("gone"));
        told(&app, &receiver.url).await;
    }
}

on_both! {
    async fn a_receiver_may_say_that_it_wants_nothing_more_whatever_its_status(app: TestApp) {
        let receiver = Receiver::answering(Respond::With(StatusCode::OK, vec![("webhook-delivery", "disable".to_owned())])).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        assert_eq!(switched_off(&app, &endpoint).await.disabled_reason.as_deref(), Some("gone"));
    }
}

on_both! {
    async fn a_receiver_may_say_that_it_wants_one_event_no_more(app: TestApp) {
        let abort = vec![("webhook-delivery", "abort-message".to_owned())];
        let receiver = Receiver::answering(Respond::With(StatusCode::UNPROCESSABLE_ENTITY, abort)).await;
        let endpoint = register(&app, &receiver.url, |row| row.is_ordered = true).await;
        let _jobs = deliver(&app);
        let ada = add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        app.advance(3 * DAY);
        receiver.nothing_after(1).await;
        receiver.answer(StatusCode::OK);
        rename(&app, &ada, "Ada").await;
        logged(&app, &endpoint, 2).await;
        let came = receiver.wait_for(2).await;
        assert_eq!(came[1].version(), 2, "it holds nothing back");
        assert!(reload(&app, &endpoint).await.enabled);
    }
}

on_both! {
    async fn a_receiver_that_takes_nothing_for_five_days_is_switched_off_and_operators_are_told(app: TestApp) {
        drop(app.operator().await);
        let receiver = Receiver::answering(StatusCode::BAD_GATEWAY).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        for day in 0..5 {
            add_user(&app, &format!("user{day}")).await;
            logged(&app, &endpoint, (day + 1) as usize).await;
            assert!(reload(&app, &endpoint).await.enabled, "on day {day}");
            app.advance(DAY - MINUTE);
        }
        app.advance(6 * MINUTE);
        let now = switched_off(&app, &endpoint).await;
        assert_eq!(now.disabled_reason.as_deref(), Some("failing"));
        told(&app, &receiver.url).await;
    }
}

on_both! {
    async fn one_success_makes_it_a_working_receiver_again(app: TestApp) {
        let receiver = Receiver::answering(StatusCode::BAD_GATEWAY).await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        assert_eq!(reload(&app, &endpoint).await.failing_since, Some(app.now()));
        receiver.answer(StatusCode::NO_CONTENT);
        add_user(&app, "grace").await;
        logged(&app, &endpoint, 2).await;
        assert_eq!(reload(&app, &endpoint).await.failing_since, None);
    }
}

#[tokio::test]
async fn whoever_hangs_is_given_up_and_keeps_nobody_waiting() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.webhooks.timeout = Duration::from_secs(3)).await;
    let (hanging, working) = (Receiver::answering(Respond::Hanging).await, Receiver::start().await);
    let slow = register(&app, &hanging.url, |_| {}).await;
    register(&app, &working.url, |_| {}).await;
    let _jobs = deliver(&app);
    // More than the slow one has hands.
    for number in 0..40 {
        add_user(&app, &format!("user{number}")).await;
    }
    working.wait_for(40).await;
    assert!(attempts(&app, &slow).await.is_empty(), "it has not even been given up yet");
    logged(&app, &slow, 1).await;
    assert_eq!(attempts(&app, &slow).await[0].error.as_deref(), Some("no answer in time"));
}

#[tokio::test]
async fn nobody_at_the_address_is_a_failure_like_others() {
    let app = TestApp::start(Engine::Sqlite).await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket").local_addr().expect("bound");
    let endpoint = register(&app, &format!("http://{free}/hook"), |_| {}).await;
    let _jobs = deliver(&app);
    add_user(&app, "ada").await;
    logged(&app, &endpoint, 1).await;
    let log = attempts(&app, &endpoint).await;
    assert_eq!((log[0].status, log[0].error.as_deref()), (None, Some("no connection, or it broke off")));
}

/// Waits until so many tries are written down.
pub async fn logged(app: &TestApp, endpoint: &WebhookEndpointRow, count: usize) {
    for _ in 0..1_000 {
        if attempts(app, endpoint).await.len() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{count} tries were not made: {:?}", attempts(app, endpoint).await);
}

async fn switched_off(app: &TestApp, endpoint: &WebhookEndpointRow) -> WebhookEndpointRow {
    for _ in 0..1_000 {
        let now = reload(app, endpoint).await;
        if !now.enabled {
            assert!(now.disabled_at.is_some());
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is still switched on");
}

/// The one operator got a mail that names the address, the feed says nothing of it, and the audit log has an entry.
async fn told(app: &TestApp, url: &str) {
    let address = crate::support::OPERATOR_EMAIL;
    let mails = app.mails_to(address).await;
    assert!(
        mails.iter().any(|(subject, body)| subject.contains("webhook endpoint") && body.contains(url)),
        "{mails:?}"
    );
    let events = app.events_after(0).await;
    assert!(events.iter().all(|event| event.kind != "email.created"), "what operators are told is no event");
    let count = app
        .execute("UPDATE audit_entries SET action = action WHERE action = $1", vec!["webhook_endpoint.disabled".into()])
        .await;
    assert_eq!(count, 1);
}

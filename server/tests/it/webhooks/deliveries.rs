//! What a receiver is sent.

use super::{Receiver, add_user, attempts, deliver, failures::logged, receivers_secret, register, reload, rename};
use crate::on_both;
use server::{
    clock::{DAY, HOUR, SECOND},
    store::webhook_endpoints,
    webhooks::Secret,
};

on_both! {
    async fn a_change_arrives_signed_as_the_feed_tells_it(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        let user = add_user(&app, "ada").await;
        let came = receiver.wait_for(1).await;
        let event = came[0].verified(&receivers_secret(&app, &endpoint), app.now() / SECOND).expect("signed by us");
        assert_eq!((event.kind.as_str(), event.resource_id.as_str()), ("user.created", user["id"].as_str().expect("an id")));
        let feed = app.backend().get("/v1/events").await.ok().json;
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&came[0].body).expect("JSON"), feed["data"][0]);
        for (one, other) in [("webhook-id", "svix-id"), ("webhook-timestamp", "svix-timestamp"), ("webhook-signature", "svix-signature")] {
            assert_eq!(came[0].header(one), came[0].header(other));
        }
        assert_eq!(came[0].header("webhook-id"), event.id.as_str());
        assert_eq!(came[0].header("content-type"), "application/json");
        logged(&app, &endpoint, 1).await;
        let log = attempts(&app, &endpoint).await;
        assert_eq!((log.len(), log[0].outcome.as_str(), log[0].status), (1, "delivered", Some(200)));
        assert_eq!(log[0].response_body.as_deref(), Some("as the test says"));
    }
}

on_both! {
    async fn an_endpoint_is_sent_what_it_asks_for_from_when_it_was_registered_on(app: TestApp) {
        let user = add_user(&app, "before").await;
        let (all, some) = (Receiver::start().await, Receiver::start().await);
        register(&app, &all.url, |_| {}).await;
        let asking = register(&app, &some.url, |row| {
            row.types = r#"["user.deleted","user.updated"]"#.to_owned();
            row.headers = r#"{"authorization":"Bearer of the receiver"}"#.to_owned();
        }).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        rename(&app, &user, "Grace").await;
        let kinds = |came: &[super::Delivery]| came.iter().map(super::Delivery::kind).collect::<Vec<_>>();
        let mut told = kinds(&all.wait_for(2).await);
        told.sort();
        assert_eq!(told, ["user.created", "user.updated"]);
        let came = some.wait_for(1).await;
        assert_eq!(kinds(&came), ["user.updated"]);
        assert_eq!(came[0].header("authorization"), "Bearer of the receiver");
        logged(&app, &asking, 1).await;
        let kept = attempts(&app, &asking).await.remove(0).request_headers.expect("what was sent");
        assert!(kept.contains("authorization") && !kept.contains("Bearer"), "{kept}");
        all.nothing_after(2).await;
        some.nothing_after(1).await;
    }
}

on_both! {
    async fn a_secret_that_was_changed_opens_deliveries_for_one_more_day(app: TestApp) {
        let receiver = Receiver::start().await;
        let mut endpoint = register(&app, &receiver.url, |_| {}).await;
        let old = receivers_secret(&app, &endpoint);
        endpoint.sealed_old_secret = Some(endpoint.sealed_secret.clone());
        endpoint.old_secret_until = Some(app.now() + DAY);
        endpoint.sealed_secret = Secret::new(&*app.app.random, true).seal(&app.app, &endpoint.id);
        let new = receivers_secret(&app, &endpoint);
        let mut conn = app.app.write().await.expect("a connection");
        assert!(webhook_endpoints::update(&mut conn, app.instance(), &endpoint).await.expect("a store"));
        conn.commit().await.expect("committed");
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        let came = receiver.wait_for(1).await;
        let sent_at = came[0].header("webhook-timestamp").parse().expect("seconds");
        assert!(came[0].verified(&old, sent_at).is_ok() && came[0].verified(&new, sent_at).is_ok());
        app.advance(25 * HOUR);
        add_user(&app, "grace").await;
        let came = receiver.wait_for(2).await;
        let seconds = app.now() / SECOND;
        assert!(came[1].verified(&new, seconds).is_ok());
        assert!(came[1].verified(&old, seconds).is_err(), "a day is over");
    }
}

on_both! {
    async fn with_a_key_pair_the_receiver_has_no_secret(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |row| {
            row.sealed_secret = Secret::new(&*app.app.random, false).seal(&app.app, &row.id);
        }).await;
        let public = receivers_secret(&app, &endpoint);
        assert!(public.starts_with("whpk_"));
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        let came = receiver.wait_for(1).await;
        assert!(came[0].header("webhook-signature").starts_with("v1a,"));
        came[0].verified(&public, app.now() / SECOND).expect("signed by us");
    }
}

on_both! {
    async fn an_endpoint_that_is_switched_off_is_sent_nothing(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |row| row.enabled = false).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        receiver.nothing_after(0).await;
        assert_eq!(reload(&app, &endpoint).await.cursor, endpoint.cursor);
    }
}

on_both! {
    async fn no_more_is_sent_in_a_second_than_the_endpoint_allows(app: TestApp) {
        let receiver = Receiver::start().await;
        register(&app, &receiver.url, |row| row.rate_limit = Some(4)).await;
        for number in 0..6 {
            add_user(&app, &format!("user{number}")).await;
        }
        let begun = std::time::Instant::now();
        let _jobs = deliver(&app);
        receiver.wait_for(6).await;
        assert!(begun.elapsed() >= std::time::Duration::from_millis(1_250), "five waits of a quarter of a second");
    }
}

on_both! {
    async fn old_tries_and_old_events_are_forgotten_from_the_beginning_on(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let jobs = deliver(&app);
        add_user(&app, "ada").await;
        receiver.wait_for(1).await;
        drop(jobs);
        app.advance(31 * DAY);
        server::jobs::clean_up(&app.app).await.expect("cleaned");
        assert!(attempts(&app, &endpoint).await.is_empty());
        assert_eq!(app.events_after(0).await.len(), 1, "events live longer");
        app.advance(300 * DAY);
        add_user(&app, "grace").await;
        app.advance(40 * DAY);
        server::jobs::clean_up(&app.app).await.expect("cleaned");
        let left: Vec<_> = app.events_after(0).await.into_iter().map(|event| event.sequence).collect();
        assert_eq!(left, [2]);
        app.backend().get("/v1/events?after=0").await.refused(410, "cursor_expired", None);
        assert_eq!(app.backend().get("/v1/events?after=1").await.ok().json["data"].as_array().map(Vec::len), Some(1));
    }
}

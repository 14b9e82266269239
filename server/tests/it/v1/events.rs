//! The change feed: each change writes its events in its own transaction, with the full state, versions and a
//! sequence without gaps.

use crate::{
    on_both,
    support::{PASSWORD, TestApp},
};
use http::Method;
use onehop::wire::EventId;
use serde_json::Value;
use server::{
    clock::SECOND,
    store::{events, events::EventRow},
};
use std::collections::BTreeMap;

const NEW: &str = "a wholly different phrase";

/// The types of the events since a position, and the new position.
async fn since(app: &TestApp, position: &mut i64) -> Vec<String> {
    let events = app.events_after(*position).await;
    *position = events.last().map_or(*position, |event| event.sequence);
    events.into_iter().map(|event| event.kind).collect()
}

fn data(event: &EventRow) -> Value {
    serde_json::from_str(&event.data).expect("JSON")
}

/// The sequence has no gap, and each resource's versions grow by one.
async fn check_feed(app: &TestApp) {
    let events = app.events_after(0).await;
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for (event, sequence) in events.iter().zip(1..) {
        assert_eq!(event.sequence, sequence, "no gap");
        let version = versions.entry(&event.resource_id).or_default();
        *version += 1;
        assert_eq!(event.version, *version, "{} {}", event.kind, event.resource_id);
    }
}

on_both! {
    async fn each_change_writes_exactly_its_events(app: TestApp, |config| config.user.is_password_required = false) {
        let (browser, phone) = (app.client(), app.client());
        let at = &mut 0;
        let id = app.open_sign_up(&browser, "ada@example.com").await;
        browser.patch(&format!("/v1/client/sign_ups/{id}"), &[("first_name", "Ada")]).await.ok();
        assert!(since(&app, at).await.is_empty(), "an attempt is no change of a resource");
        app.sign_up(&browser, "ada@example.com").await;
        assert_eq!(since(&app, at).await, ["email.created", "user.created", "session.created"]);
        app.sign_in(&phone, "ada@example.com", PASSWORD).await;
        assert_eq!(since(&app, at).await, ["session.created", "user.updated"]);
        browser.patch("/v1/me", &[("first_name", "A")]).await.ok();
        browser.patch("/v1/me/metadata", &[("unsafe_metadata", r#"{"a":1}"#)]).await.ok();
        assert_eq!(since(&app, at).await, ["user.updated", "user.updated"]);
        let email = app.add_email(&browser, "b@example.com").await;
        assert_eq!(since(&app, at).await, ["user.updated"]);
        app.verify_email(&browser, &email, "b@example.com").await;
        assert_eq!(since(&app, at).await, ["email.created", "email.created", "user.updated"], "the code, and the notice at the main address");
        browser.delete(&format!("/v1/me/email_addresses/{email}")).await.ok();
        assert_eq!(since(&app, at).await, ["user.updated", "email.created"]);
        let fields = [("current_password", PASSWORD), ("new_password", NEW), ("sign_out_of_other_sessions", "true")];
        browser.post("/v1/me/change_password", &fields).await.ok();
        assert_eq!(since(&app, at).await, ["user.updated", "session.revoked", "email.created"]);
        app.advance(5 * SECOND);
        browser.post("/v1/me/remove_password", &[("current_password", NEW)]).await.ok();
        assert_eq!(since(&app, at).await, ["user.updated", "email.created"]);
        let session = app.session_of(&browser).await;
        browser.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await.ok();
        browser.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok();
        assert!(since(&app, at).await.is_empty(), "use is no change");
        browser.delete("/v1/me").await.ok();
        assert_eq!(since(&app, at).await, ["session.removed", "user.deleted"]);
        check_feed(&app).await;
    }
}

on_both! {
    async fn each_way_of_ending_a_session_has_its_own_event(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let at = &mut app.last_event().await;
        for (way, kind) in [("end", "session.ended"), ("remove", "session.removed"), ("revoke", "session.revoked"), ("all", "session.removed"), ("client", "session.removed")] {
            let browser = app.client();
            app.sign_in(&browser, "ada@example.com", PASSWORD).await;
            let session = app.session_of(&browser).await;
            since(&app, at).await;
            match way {
                "revoke" => browser.post(&format!("/v1/me/sessions/{session}/revoke"), &[]).await,
                "all" => browser.delete("/v1/client/sessions").await,
                "client" => browser.delete("/v1/client").await,
                _ => browser.post(&format!("/v1/client/sessions/{session}/{way}"), &[]).await,
            }
            .ok();
            let events = app.events_after(*at).await;
            assert_eq!(events.len(), 1, "{way}");
            assert_eq!((events[0].kind.as_str(), events[0].resource_id.as_str(), events[0].version), (kind, session.as_str(), 2));
            assert_eq!(data(&events[0])["status"], kind.trim_start_matches("session."));
        }
    }
}

on_both! {
    async fn a_password_reset_tells_the_whole_story(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let path = format!("/v1/client/sign_ins/{id}");
        app.advance(1);
        client.post(&format!("{path}/prepare_first_factor"), &[("strategy", "reset_password_email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.post(&format!("{path}/attempt_first_factor"), &[("strategy", "reset_password_email_code"), ("code", &code)]).await.ok();
        let at = &mut app.last_event().await;
        client.post(&format!("{path}/reset_password"), &[("password", NEW)]).await.ok();
        assert_eq!(since(&app, at).await, ["session.revoked", "email.created", "session.created", "user.updated"]);
        check_feed(&app).await;
    }
}

on_both! {
    async fn an_event_carries_the_full_state_and_its_cause(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let headers = [("origin", "http://localhost:3000"), ("content-type", "application/x-www-form-urlencoded"), ("user-agent", "Tests/1")];
        browser.raw(Method::PATCH, "/v1/me", &headers, "first_name=Ada&username=Countess").await.ok();
        let me = browser.get("/v1/me").await.ok();
        let event = app.events_after(0).await.pop().expect("an event");
        let state = data(&event);
        // What the app's own backend reads is what the feed tells.
        assert_eq!(state, app.backend().get(&format!("/v1/users/{}", me.id())).await.ok().json);
        assert_eq!((&state["private_metadata"], &state["banned"], &state["locked"]), (&serde_json::json!({}), &false.into(), &false.into()));
        assert_eq!((event.client_ip.as_deref(), event.user_agent.as_deref()), (Some("127.0.0.1"), Some("Tests/1")));
        assert!(event.id.as_str().starts_with("evt_"));
        assert_eq!((event.resource_id, event.created_at), (me.id(), app.now()));
    }
}

on_both! {
    async fn a_lock_is_a_change_of_the_user(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let at = &mut app.last_event().await;
        for _ in 0..11 {
            app.advance(5 * SECOND);
            app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", "not the password")]).await;
        }
        let events = app.events_after(*at).await;
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].kind.as_str(), &data(&events[0])["locked"]), ("user.updated", &true.into()));
    }
}

on_both! {
    async fn a_refused_change_leaves_no_event_and_no_gap(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let at = &mut app.last_event().await;
        browser.patch("/v1/me", &[("first_name", "A"), ("username", "x")]).await.refused_with_client(422, "form_username_invalid_length", Some("username"));
        browser.post("/v1/me/email_addresses", &[("email_address", "ada@example.com")]).await.refused_with_client(422, "form_identifier_exists", Some("email_address"));
        app.client().post("/v1/client/sign_ins", &[("identifier", "ada@example.com"), ("password", "not the password")]).await;
        assert!(since(&app, at).await.is_empty());
        browser.patch("/v1/me", &[("first_name", "A")]).await.ok();
        check_feed(&app).await;
    }
}

fn row(number: i64) -> EventRow {
    EventRow {
        sequence: 0,
        id: EventId::from(format!("evt_{number}")),
        kind: "test.written".to_owned(),
        resource_id: format!("thing_{number}"),
        version: 1,
        data: "{}".to_owned(),
        client_ip: None,
        user_agent: None,
        created_at: 0,
    }
}

on_both! {
    parallel async fn twenty_writers_at_once_leave_no_gap_also_when_every_third_rolls_back(app: TestApp) {
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..20 {
            let state = app.app.clone();
            tasks.spawn(async move {
                for turn in 0..3 {
                    let number = writer * 3 + turn;
                    let mut conn = state.write().await.expect("a connection");
                    events::append(&mut conn, &state.instance.id, row(number)).expect("appended");
                    if number % 3 != 0 {
                        conn.commit().await.expect("committed");
                    }
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(app.events_after(0).await.len(), 40);
        check_feed(&app).await;
    }
}

on_both! {
    parallel async fn whoever_reads_on_meanwhile_misses_no_change_that_commits_late(app: TestApp) {
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..16_u64 {
            let state = app.app.clone();
            tasks.spawn(async move {
                for turn in 0..6 {
                    let number = i64::try_from(writer * 6 + turn).expect("a small number");
                    let mut conn = state.write().await.expect("a connection");
                    events::append(&mut conn, &state.instance.id, row(number)).expect("appended");
                    // Some transactions take long after their change was made, while others begin and end.
                    tokio::time::sleep(std::time::Duration::from_millis((writer * 7 + turn * 13) % 23)).await;
                    conn.commit().await.expect("committed");
                }
            });
        }
        let (mut cursor, mut seen) = (0, Vec::new());
        while seen.len() < 96 {
            let mut conn = app.read().await;
            let end = events::end(&mut conn, app.instance()).await.expect("the feed");
            let page = events::list_between(&mut conn, app.instance(), (cursor, end), &[], 100).await.expect("the feed");
            seen.extend(page.iter().map(|event| event.sequence));
            cursor = end;
            drop(conn);
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            if tasks.is_empty() && cursor == 96 {
                break;
            }
            while tasks.try_join_next().is_some() {}
        }
        assert_eq!(seen, (1..=96).collect::<Vec<i64>>());
    }
}

on_both! {
    parallel async fn many_people_changing_things_at_once_leave_no_gap(app: TestApp) {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..4 {
            let browser = app.signed_up(&format!("p{number}@example.com")).await;
            for turn in 0..5 {
                let browser = browser.fork();
                tasks.spawn(async move { browser.patch("/v1/me", &[("first_name", &format!("name {turn}"))]).await });
            }
        }
        let replies = tasks.join_all().await;
        let done = replies.iter().filter(|reply| reply.status == 200).count();
        let busy = replies.iter().filter(|reply| reply.status == 503).count();
        assert_eq!(done + busy, 20, "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
        assert!(done >= 4, "at least one of each person's changes is made");
        let (mails, changes): (Vec<_>, Vec<_>) = app.events_after(0).await.into_iter().partition(|event| event.kind == "email.created");
        assert_eq!((mails.len(), changes.len()), (4, 8 + done), "one event for each change that was made, and for each code");
        check_feed(&app).await;
    }
}

//! `/v1/events` and `/v1/snapshot`: every change once, in order, and where to begin.

use crate::{
    on_both,
    support::{SECRET_KEY, TestBackend},
};
use http::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PATH: &str = "/v1/events";

async fn add(backend: &TestBackend, name: &str) -> Value {
    let body = json!({"email_address": [format!("{name}@example.com")], "skip_password_requirement": true});
    backend.post("/v1/users", body).await.ok().json
}

async fn page(backend: &TestBackend, query: &str) -> Value {
    backend.get(&format!("{PATH}{query}")).await.ok().json
}

fn told(page: &Value) -> Vec<(i64, String, String)> {
    let events = page["data"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events
        .map(|event| {
            (event["sequence"].as_i64().unwrap_or_default(), text(&event["type"]), text(&event["resource_id"]))
        })
        .collect()
}

on_both! {
    async fn every_change_is_told_once_in_order_however_it_is_cut_into_pages(app: TestApp) {
        let backend = app.backend();
        for name in ["ada", "grace", "edsger"] {
            let user = add(&backend, name).await;
            let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
            backend.patch(&path, json!({"first_name": name})).await.ok();
        }
        let whole = page(&backend, "").await;
        let all = told(&whole);
        assert_eq!(all.iter().map(|(sequence, ..)| *sequence).collect::<Vec<_>>(), (1..=all.len() as i64).collect::<Vec<_>>());
        assert_eq!(all.iter().filter(|(_, kind, _)| kind == "user.created").count(), 3);
        assert_eq!((whole["has_more"].as_bool(), whole["next_cursor"].as_str()), (Some(false), Some(all.len().to_string().as_str())));
        let (mut cursor, mut pieces) = ("0".to_owned(), Vec::new());
        loop {
            let part = page(&backend, &format!("?limit=2&after={cursor}")).await;
            pieces.extend(told(&part));
            cursor = part["next_cursor"].as_str().expect("a cursor").to_owned();
            if part["has_more"] == false {
                break;
            }
        }
        assert_eq!(pieces, all);
        assert!(told(&page(&backend, &format!("?after={cursor}")).await).is_empty());
    }
}

on_both! {
    async fn an_event_holds_the_resource_as_the_api_shows_it_and_who_caused_it(app: TestApp) {
        let backend = app.backend();
        let user = add(&backend, "ada").await;
        let event = page(&backend, "?types=user.created").await["data"][0].clone();
        assert_eq!(event["data"], user);
        for (member, value) in [("object", json!("event")), ("type", json!("user.created")), ("version", json!(1)), ("resource_id", user["id"].clone()), ("timestamp", json!(app.now()))] {
            assert_eq!(event[member], value, "{member}");
        }
        assert!(event["event_attributes"]["http_request"]["client_ip"].is_string());
    }
}

on_both! {
    async fn a_filter_leaves_out_and_the_cursor_goes_past_it(app: TestApp) {
        let backend = app.backend();
        add(&backend, "ada").await;
        let none = page(&backend, "?types=session.*").await;
        assert!(told(&none).is_empty());
        assert_eq!(none["next_cursor"], page(&backend, "").await["next_cursor"]);
        let some = page(&backend, "?types=session.created,user.*").await;
        assert!(told(&some).iter().all(|(_, kind, _)| kind.starts_with("user.")) && !told(&some).is_empty());
    }
}

on_both! {
    async fn who_waits_hears_of_a_change_at_once_and_otherwise_nothing_in_the_end(app: TestApp) {
        let backend = app.backend();
        add(&backend, "ada").await;
        let cursor = page(&backend, "").await["next_cursor"].as_str().expect("a cursor").to_owned();
        let begun = Instant::now();
        let nothing = page(&backend, &format!("?wait=1&after={cursor}")).await;
        assert!(told(&nothing).is_empty() && begun.elapsed() >= Duration::from_secs(1));
        let query = format!("?wait=30&types=user.created&after={cursor}");
        let (heard, _) = tokio::join!(page(&backend, &query), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            add(&backend, "grace").await
        });
        assert_eq!(told(&heard).len(), 1);
        assert!(begun.elapsed() < Duration::from_secs(20), "it did not wait to the end");
    }
}

on_both! {
    async fn wrong_questions_are_refused(app: TestApp) {
        let backend = app.backend();
        add(&backend, "ada").await;
        for (query, status, code) in [
            ("?after=x", 422, "form_param_format_invalid"), ("?after=-1", 422, "form_param_format_invalid"), ("?after=999", 410, "cursor_expired"),
            ("?limit=0", 422, "form_param_value_invalid"), ("?limit=501", 422, "form_param_value_invalid"), ("?wait=31", 422, "form_param_value_invalid"),
            ("?wait=-1", 422, "form_param_value_invalid"), ("?types=user", 422, "form_param_value_invalid"), ("?types=*", 422, "form_param_value_invalid"),
        ] {
            let reply = backend.get(&format!("{PATH}{query}")).await;
            assert_eq!((reply.status.as_u16(), reply.json["errors"][0]["code"].as_str()), (status, Some(code)), "{query}");
        }
    }
}

on_both! {
    async fn a_snapshot_holds_every_user_and_the_feed_goes_on_from_it(app: TestApp) {
        let backend = app.backend();
        let ada = add(&backend, "ada").await;
        let key = format!("Bearer {SECRET_KEY}");
        let reply = app.client().raw(Method::GET, "/v1/snapshot", &[("authorization", &key)], "").await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("application/x-ndjson")));
        let lines: Vec<Value> = reply.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.iter().map(|line| line["object"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["snapshot", "user_state", "end"]);
        assert_eq!((&lines[1]["data"], lines[1]["version"].as_i64(), lines[2]["count"].as_i64()), (&ada, Some(1), Some(1)));
        let grace = add(&backend, "grace").await;
        let next = page(&backend, &format!("?types=user.*&after={}", lines[0]["cursor"].as_str().expect("a cursor"))).await;
        assert_eq!(told(&next).iter().map(|(.., id)| id.as_str()).collect::<Vec<_>>(), [grace["id"].as_str().expect("an id")]);
    }
}

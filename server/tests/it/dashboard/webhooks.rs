//! The room of webhooks: endpoints and what is refused of them, secrets, the log of tries, what is sent again.

use crate::{
    on_both,
    support::TestOperator,
    webhooks::{Receiver, Respond, add_user, deliver, rename},
};
use http::StatusCode;
use onehop::wire::EventType;
use serde_json::{Value, json};
use server::clock::{DAY, HOUR, MINUTE, SECOND};
use std::time::Duration;

const ROOM: &str = "/v1/dashboard/webhook_endpoints";

/// An endpoint with this address, and its path.
async fn added(operator: &TestOperator, url: &str) -> (Value, String) {
    let made = operator.post(ROOM, json!({"endpoint_url": url})).await.ok().json;
    let path = format!("{ROOM}/{}", made["id"].as_str().expect("an id"));
    (made, path)
}

/// The log, once it has so many tries.
async fn tries(operator: &TestOperator, path: &str, count: usize) -> Vec<Value> {
    for _ in 0..400 {
        let found = operator.get(&format!("{path}/attempts")).await.ok().json;
        let found = found["data"].as_array().expect("a list").clone();
        if found.len() >= count {
            assert_eq!(found.len(), count);
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never {count} tries");
}

async fn actions(operator: &TestOperator) -> Vec<String> {
    let log = operator.get("/v1/dashboard/audit_entries?action=webhook_endpoint.*").await.ok().json;
    let log = log["data"].as_array().expect("a list");
    log.iter().map(|entry| entry["action"].as_str().expect("a name").to_owned()).collect()
}

on_both! {
    async fn an_endpoint_is_added_changed_switched_and_deleted_and_the_log_tells_it(app: TestApp) {
        let operator = app.operator().await;
        let body = json!({
            "endpoint_url": " https://app.example.com/hook?x=1 ", "description": " Shop ", "types": ["", "user.*", "session.created"],
            "headers": "Authorization: Bearer very-secret\nX-Shop: 1", "rate_limit": 7, "ordered": true,
        });
        let reply = operator.post(ROOM, body).await.ok();
        assert!(!reply.text.contains("very-secret") && !reply.text.contains("whsec"), "{}", reply.text);
        let made = reply.json;
        let expected = json!({
            "object": "webhook_endpoint", "id": made["id"], "endpoint_url": "https://app.example.com/hook?x=1", "description": "Shop",
            "types": ["user.created", "user.updated", "user.deleted", "session.created"], "header_names": ["authorization", "x-shop"],
            "rate_limit": 7, "ordered": true, "enabled": true, "disabled_reason": null, "disabled_at": null, "failing_since": null,
            "old_secret_until": null, "created_at": app.now(), "updated_at": app.now(),
        });
        assert_eq!(made, expected);
        let path = format!("{ROOM}/{}", made["id"].as_str().expect("an id"));
        assert_eq!(operator.get(&path).await.ok().json, expected);

        app.advance(MINUTE);
        let changed = operator.patch(&path, json!({"description": "", "types": [""], "rate_limit": 0})).await.ok().json;
        assert_eq!((&changed["description"], &changed["types"], &changed["rate_limit"]), (&json!(""), &json!([]), &Value::Null));
        assert_eq!((&changed["header_names"], &changed["ordered"]), (&made["header_names"], &json!(true)), "what is not named stays");
        let changed = operator.patch(&path, json!({"headers": "X-Other: 2"})).await.ok().json;
        assert_eq!(changed["header_names"], json!(["x-other"]));
        let changed = operator.patch(&path, json!({"remove_headers": true})).await.ok().json;
        assert_eq!(changed["header_names"], json!([]));

        let off = operator.post(&format!("{path}/disable"), json!({})).await.ok().json;
        assert_eq!((&off["enabled"], &off["disabled_at"]), (&json!(false), &json!(app.now())));
        operator.post(&format!("{path}/disable"), json!({})).await.ok();
        let on = operator.post(&format!("{path}/enable"), json!({})).await.ok().json;
        assert_eq!((&on["enabled"], &on["disabled_at"]), (&json!(true), &Value::Null));
        assert_eq!(operator.get(ROOM).await.ok().json["total_count"], 1);
        let gone = operator.delete(&path).await.ok().json;
        assert_eq!(gone, json!({"object": "webhook_endpoint", "id": made["id"], "deleted": true}));
        operator.get(&path).await.refused(404, "resource_not_found", None);

        let mut told = actions(&operator).await;
        told.sort();
        let expected = ["create", "delete", "disable", "enable", "update", "update", "update"];
        assert_eq!(told, expected.map(|name| format!("webhook_endpoint.{name}")));
        let log = operator.get("/v1/dashboard/audit_entries").await.ok();
        assert!(!log.text.contains("very-secret"));
    }
}

on_both! {
    async fn what_is_wrong_with_an_endpoint_is_said_and_nothing_is_kept(app: TestApp, |config| config.webhooks.allowed_networks.clear()) {
        let operator = app.operator().await;
        let good = "https://app.example.com/hook";
        for (body, code, param) in [
            (json!({}), "form_param_nil", "endpoint_url"),
            (json!({"endpoint_url": "app.example.com"}), "form_param_format_invalid", "endpoint_url"),
            (json!({"endpoint_url": "ftp://app.example.com/"}), "form_param_format_invalid", "endpoint_url"),
            (json!({"endpoint_url": "https://me:pw@app.example.com/"}), "form_param_format_invalid", "endpoint_url"),
            (json!({"endpoint_url": "http://localhost:4000/"}), "form_param_format_invalid", "endpoint_url"),
            (json!({"endpoint_url": "http://169.254.169.254/"}), "form_param_format_invalid", "endpoint_url"),
            (json!({"endpoint_url": good, "description": "x".repeat(257)}), "form_param_max_length_exceeded", "description"),
            (json!({"endpoint_url": good, "types": ["user.exploded"]}), "form_param_value_invalid", "types"),
            (json!({"endpoint_url": good, "headers": "Host: elsewhere"}), "form_param_format_invalid", "headers"),
            (json!({"endpoint_url": good, "headers": "svix-id: 1"}), "form_param_format_invalid", "headers"),
            (json!({"endpoint_url": good, "rate_limit": 1_001}), "form_param_value_invalid", "rate_limit"),
            (json!({"endpoint_url": good, "rate_limit": -1}), "form_param_value_invalid", "rate_limit"),
        ] {
            operator.post(ROOM, body).await.refused(422, code, Some(param));
        }
        assert_eq!(operator.get(ROOM).await.ok().json["total_count"], 0);
        let (made, path) = added(&operator, good).await;
        operator.patch(&path, json!({"endpoint_url": "http://127.0.0.1/", "description": "half"})).await.refused(422, "form_param_format_invalid", Some("endpoint_url"));
        assert_eq!(operator.get(&path).await.ok().json, made, "nothing half-written");
        for path in ["ep_unknown", "ep_unknown/attempts", "ep_unknown/stats", "ep_unknown/messages/1"] {
            operator.get(&format!("{ROOM}/{path}")).await.refused(404, "resource_not_found", None);
        }
        for path in ["enable", "secret/reveal", "secret/rotate", "messages/1/resend"] {
            operator.post(&format!("{ROOM}/ep_unknown/{path}"), json!({})).await.refused(404, "resource_not_found", None);
        }
        assert_eq!(actions(&operator).await, ["webhook_endpoint.create"]);
    }
}

on_both! {
    async fn no_more_than_fifty_endpoints_are_kept(app: TestApp) {
        let operator = app.operator().await;
        for _ in 0..50 {
            added(&operator, "https://app.example.com/").await;
        }
        operator.post(ROOM, json!({"endpoint_url": "https://app.example.com/"})).await.refused(403, "quota_exceeded", None);
    }
}

on_both! {
    async fn a_secret_is_shown_and_changed_only_after_a_proof_and_the_log_tells_it_without_the_secret(app: TestApp) {
        let operator = app.operator().await;
        let (_, path) = added(&operator, "https://app.example.com/").await;
        let shown = operator.post(&format!("{path}/secret/reveal"), json!({})).await.ok().json;
        let first = shown["secret"].as_str().expect("a secret").to_owned();
        assert!(first.starts_with("whsec_"));
        assert_eq!((&shown["algorithm"], &shown["old_secret_until"]), (&json!("hmac_sha256"), &Value::Null));
        let changed = operator.post(&format!("{path}/secret/rotate"), json!({})).await.ok().json;
        let second = changed["secret"].as_str().expect("a secret").to_owned();
        assert!(second != first && second.starts_with("whsec_"));
        assert_eq!(changed["old_secret_until"], app.now() + DAY);
        let log = operator.get("/v1/dashboard/audit_entries").await.ok();
        assert!(!log.text.contains("whsec_"));
        let told = actions(&operator).await;
        assert!(told.contains(&"webhook_endpoint.secret.reveal".to_owned()) && told.contains(&"webhook_endpoint.secret.rotate".to_owned()), "{told:?}");

        let pair = operator.post(ROOM, json!({"endpoint_url": "https://app.example.com/", "algorithm": "ed25519"})).await.ok().json;
        let pair = format!("{ROOM}/{}", pair["id"].as_str().expect("an id"));
        for call in ["reveal", "rotate"] {
            let told = operator.post(&format!("{pair}/secret/{call}"), json!({})).await.ok().json;
            assert!(told["secret"].as_str().is_some_and(|secret| secret.starts_with("whpk_")), "the public half alone");
            assert_eq!(told["algorithm"], "ed25519");
        }
        app.advance(11 * MINUTE);
        for call in ["reveal", "rotate"] {
            let reply = operator.post(&format!("{path}/secret/{call}"), json!({})).await;
            reply.refused(403, "session_reverification_required", None);
            assert!(!reply.text.contains("whsec_"));
        }
    }
}

on_both! {
    parallel async fn after_a_change_of_the_secret_either_one_opens_a_delivery_for_a_day(app: TestApp) {
        let (operator, receiver) = (app.operator().await, Receiver::start().await);
        let (_, path) = added(&operator, &receiver.url).await;
        let secret = async |call: &str| {
            let told = operator.post(&format!("{path}/secret/{call}"), json!({})).await.ok().json;
            told["secret"].as_str().expect("a secret").to_owned()
        };
        let (old, new) = (secret("reveal").await, secret("rotate").await);
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        let came = receiver.wait_for(1).await;
        let seconds = app.now() / SECOND;
        assert!(came[0].verified(&old, seconds).is_ok() && came[0].verified(&new, seconds).is_ok());
    }
}

on_both! {
    parallel async fn the_log_is_filtered_and_paged_and_a_message_has_every_try(app: TestApp) {
        let (operator, receiver) = (app.operator().await, Receiver::start().await);
        let (_, path) = added(&operator, &receiver.url).await;
        let _jobs = deliver(&app);
        let user = add_user(&app, "ada").await;
        tries(&operator, &path, 1).await;
        app.advance(SECOND);
        receiver.answer(StatusCode::IM_A_TEAPOT);
        rename(&app, &user, "Grace").await;
        let log = tries(&operator, &path, 2).await;
        assert_eq!((&log[0]["type"], &log[0]["outcome"], &log[0]["status"]), (&json!("user.updated"), &json!("failed"), &json!(418)), "the newest first");
        assert_eq!((&log[1]["type"], &log[1]["outcome"], &log[1]["manual"]), (&json!("user.created"), &json!("delivered"), &json!(false)));
        assert_eq!(log[0]["response_body"], "as the test says");
        assert!(log[0]["response_headers"]["content-type"].is_string());
        for name in ["webhook-id", "svix-id", "webhook-timestamp", "svix-timestamp", "webhook-signature", "svix-signature", "content-type"] {
            assert_eq!(log[0]["request_headers"][name], receiver.came()[1].header(name), "as it was sent: {name}");
        }

        let found = async |query: &str| operator.get(&format!("{path}/attempts?{query}")).await.ok().json;
        for (query, kinds) in [
            ("outcome=failed", vec!["user.updated"]),
            ("outcome=delivered", vec!["user.created"]),
            ("type=user.created", vec!["user.created"]),
            ("type=user.created&outcome=failed", vec![]),
        ] {
            let found: Vec<Value> = found(query).await["data"].as_array().expect("a list").iter().map(|it| it["type"].clone()).collect();
            assert_eq!(found, kinds, "{query}");
        }
        let first = found("limit=1").await;
        let next = first["next"].as_str().expect("there is more");
        let second = found(&format!("limit=1&before={next}")).await;
        assert_eq!((&first["data"][0]["id"], &second["data"][0]["id"], &second["next"]), (&log[0]["id"], &log[1]["id"], &Value::Null));
        operator.get(&format!("{path}/attempts?before=nonsense")).await.refused(422, "form_param_value_invalid", Some("before"));

        let message = operator.get(&format!("{path}/messages/{}", log[0]["sequence"])).await.ok().json;
        assert_eq!((&message["event_id"], &message["type"], &message["attempts"]), (&log[0]["event_id"], &json!("user.updated"), &json!([log[0]])));
        assert_eq!(message["payload"], serde_json::from_slice::<Value>(&receiver.came()[1].body).expect("JSON"));
        assert_eq!(message["pending"], true);
        assert!(message["next_attempt_at"].as_i64().is_some_and(|at| at >= app.now() + 5 * SECOND));
        for place in ["0", "99", "nonsense", "99999999999999999999"] {
            operator.get(&format!("{path}/messages/{place}")).await.refused(404, "resource_not_found", None);
        }

        let list = operator.get(ROOM).await.ok().json;
        assert_eq!((&list["data"][0]["delivered"], &list["data"][0]["failed"]), (&json!(1), &json!(1)));
        let stats = operator.get(&format!("{path}/stats")).await.ok().json;
        let hours = stats["hours"].as_array().expect("a list");
        let this = app.now() / HOUR * HOUR;
        assert_eq!((hours.len(), &hours[23]), (24, &json!({"hour": this, "delivered": 1, "failed": 1})));
        assert_eq!((&hours[0]["hour"], &stats["pending"], &stats["backlog"]), (&json!(this - 23 * HOUR), &json!(1), &json!(0)));
        app.advance(25 * HOUR);
        // The first one's session is over.
        let operator = app.operator_as("other@example.com").await;
        let list = operator.get(ROOM).await.ok().json;
        assert_eq!(list["data"][0]["delivered"], 0, "a day later");
    }
}

on_both! {
    parallel async fn one_event_is_sent_again_at_once_and_its_schedule_goes_on(app: TestApp) {
        let (operator, receiver) = (app.operator().await, Receiver::answering(StatusCode::INTERNAL_SERVER_ERROR).await);
        let (_, path) = added(&operator, &receiver.url).await;
        add_user(&app, "ada").await;
        // Not tried yet: it comes by itself, once.
        let queued = operator.post(&format!("{path}/messages/{}/resend", app.last_event().await), json!({})).await.ok().json;
        assert_eq!(queued["queued"], 0);
        let _jobs = deliver(&app);
        let log = tries(&operator, &path, 1).await;
        let message = format!("{path}/messages/{}", log[0]["sequence"]);
        // It waits for its second try: that comes now, fails, and the third one is to come.
        let queued = operator.post(&format!("{message}/resend"), json!({})).await.ok().json;
        assert_eq!(queued, json!({"queued": 1}));
        tries(&operator, &path, 2).await;
        let now = operator.get(&message).await.ok().json;
        assert!(now["next_attempt_at"].as_i64().is_some_and(|at| at >= app.now() + 5 * MINUTE), "{now}");
        receiver.answer(StatusCode::OK);
        operator.post(&format!("{message}/resend"), json!({})).await.ok();
        assert_eq!(tries(&operator, &path, 3).await.iter().filter(|it| it["outcome"] == "delivered").count(), 1);
        assert_eq!(operator.get(&message).await.ok().json["pending"], false);
        // Once more, though it was delivered: by hand, under the same id.
        operator.post(&format!("{message}/resend"), json!({})).await.ok();
        let log = tries(&operator, &path, 4).await;
        assert_eq!(log.iter().filter(|it| it["manual"] == true).count(), 1);
        let came = receiver.came();
        assert!(came.iter().all(|delivery| delivery.header("webhook-id") == came[0].header("webhook-id")));
        operator.post(&format!("{path}/disable"), json!({})).await.ok();
        operator.post(&format!("{message}/resend"), json!({})).await.refused(400, "bad_request", None);
        assert!(actions(&operator).await.contains(&"webhook_endpoint.messages.resend".to_owned()));
    }
}

on_both! {
    parallel async fn everything_that_failed_is_recovered_and_nothing_that_was_delivered_comes_twice(app: TestApp) {
        let (operator, receiver) = (app.operator().await, Receiver::start().await);
        let (_, path) = added(&operator, &receiver.url).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        tries(&operator, &path, 1).await;
        receiver.answer(StatusCode::BAD_GATEWAY);
        for name in ["bea", "cleo", "dora"] {
            add_user(&app, name).await;
        }
        tries(&operator, &path, 4).await;
        receiver.answer(StatusCode::OK);
        for wrong in ["", "yesterday", "2026-13-01"] {
            operator.post(&format!("{path}/recover"), json!({"since": wrong})).await.refused(422, "form_param_format_invalid", Some("since"));
        }
        let later = (app.now() + 1).to_string();
        assert_eq!(operator.post(&format!("{path}/recover"), json!({"since": later})).await.ok().json["queued"], 0);
        let since = (app.now() - DAY).to_string();
        let queued = operator.post(&format!("{path}/recover"), json!({"since": since})).await.ok().json;
        assert_eq!(queued, json!({"queued": 3}));
        let log = tries(&operator, &path, 7).await;
        assert_eq!(log.iter().filter(|it| it["outcome"] == "delivered").count(), 4);
        assert_eq!(operator.post(&format!("{path}/recover"), json!({"since": since})).await.ok().json["queued"], 0);
        receiver.nothing_after(7).await;
    }
}

on_both! {
    parallel async fn what_is_asked_for_while_it_is_being_tried_is_tried_once_more(app: TestApp, |config| config.webhooks.timeout = Duration::from_secs(2)) {
        let (operator, receiver) = (app.operator().await, Receiver::answering(StatusCode::BAD_GATEWAY).await);
        let (_, path) = added(&operator, &receiver.url).await;
        let _jobs = deliver(&app);
        add_user(&app, "ada").await;
        let message = format!("{path}/messages/{}", tries(&operator, &path, 1).await[0]["sequence"]);
        let delivered = async |count| {
            let log = tries(&operator, &path, count).await;
            assert_eq!(operator.get(&message).await.ok().json["pending"], false);
            log.iter().filter(|it| it["outcome"] == "delivered").count()
        };
        // The second try hangs when the receiver is mended and everything is recovered: no third try of the schedule.
        receiver.answer(Respond::Hanging);
        app.advance(6 * SECOND);
        receiver.wait_for(2).await;
        receiver.answer(StatusCode::OK);
        assert_eq!(operator.post(&format!("{path}/recover"), json!({"since": "0"})).await.ok().json["queued"], 1);
        assert_eq!(delivered(3).await, 1);
        // The same by hand, which has a single try.
        receiver.answer(Respond::Hanging);
        operator.post(&format!("{message}/resend"), json!({})).await.ok();
        receiver.wait_for(4).await;
        receiver.answer(StatusCode::OK);
        operator.post(&format!("{message}/resend"), json!({})).await.ok();
        assert_eq!(delivered(5).await, 2);
    }
}

on_both! {
    async fn everything_that_is_asked_for_is_queued_however_much_it_is(app: TestApp) {
        let operator = app.operator().await;
        add_user(&app, "ada").await;
        // More than twice as much as one transaction takes.
        app.execute("INSERT INTO events (instance_id, sequence, id, type, resource_id, version, data, created_at) \
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 11999) \
            SELECT instance_id, sequence + n, id || n, type, resource_id, version + n, data, created_at FROM events, numbers", vec![]).await;
        app.execute("UPDATE event_sequences SET value = 12000", vec![]).await;
        let (_, path) = added(&operator, "https://app.example.com/").await;
        let queued = async |call: &str| {
            let told = operator.post(&format!("{path}/{call}"), json!({"since": "0"})).await.ok().json["queued"].clone();
            (told, operator.get(&format!("{path}/stats")).await.ok().json["pending"].clone())
        };
        assert_eq!(queued("recover").await, (json!(0), json!(0)), "nothing failed");
        assert_eq!(queued("replay").await, (json!(12_000), json!(12_000)));
        assert_eq!(queued("replay").await, (json!(0), json!(12_000)), "all of it is to come");
        app.execute("DELETE FROM webhook_retries", vec![]).await;
        app.execute("INSERT INTO webhook_attempts (instance_id, endpoint_id, id, sequence, event_id, type, outcome, is_manual, duration_ms, attempted_at) \
            SELECT event.instance_id, endpoint.id, event.id, event.sequence, event.id, event.type, 'failed', FALSE, 1, event.created_at \
            FROM events AS event, webhook_endpoints AS endpoint", vec![]).await;
        assert_eq!(queued("replay").await, (json!(0), json!(0)), "all of it was tried");
        assert_eq!(queued("recover").await, (json!(12_000), json!(12_000)));
    }
}

on_both! {
    parallel async fn what_was_never_tried_is_replayed_as_far_as_it_is_asked_for(app: TestApp) {
        let receiver = Receiver::start().await;
        let early = add_user(&app, "early").await;
        app.advance(3 * DAY);
        let operator = app.operator().await;
        let ada = add_user(&app, "ada").await;
        rename(&app, &ada, "Grace").await;
        rename(&app, &early, "Early").await;
        let made = operator.post(ROOM, json!({"endpoint_url": receiver.url, "types": ["user.created"]})).await.ok().json;
        let path = format!("{ROOM}/{}", made["id"].as_str().expect("an id"));
        let _jobs = deliver(&app);
        let replay = async |since: i64| operator.post(&format!("{path}/replay"), json!({"since": since.to_string()})).await.ok().json["queued"].clone();
        assert_eq!(replay(app.now() - DAY).await, 1, "of that type, since then");
        let log = tries(&operator, &path, 1).await;
        assert_eq!((&log[0]["type"], &log[0]["manual"]), (&json!("user.created"), &json!(true)));
        assert_eq!(receiver.came()[0].resource(), ada["id"].as_str().expect("an id"));
        assert_eq!(replay(app.now() - DAY).await, 0, "it was tried");
        assert_eq!(replay(0).await, 1);
        tries(&operator, &path, 2).await;
        receiver.nothing_after(2).await;
    }
}

on_both! {
    parallel async fn an_example_of_every_type_is_sent_signed_and_its_answer_is_told(app: TestApp) {
        let (operator, receiver) = (app.operator().await, Receiver::start().await);
        let (_, path) = added(&operator, &receiver.url).await;
        let secret = operator.post(&format!("{path}/secret/reveal"), json!({})).await.ok().json;
        let secret = secret["secret"].as_str().expect("a secret");
        let before = app.last_event().await;
        for (at, kind) in EventType::ALL.iter().enumerate() {
            let told = operator.post(&format!("{path}/test"), json!({"type": kind.as_str()})).await.ok().json;
            assert_eq!((&told["outcome"], &told["status"], &told["response_body"]), (&json!("delivered"), &json!(200), &json!("as the test says")));
            let came = receiver.wait_for(at + 1).await;
            let event = came[at].verified(secret, app.now() / SECOND).expect("signed by us");
            assert_eq!((event.kind.as_str(), told["event_id"].as_str()), (kind.as_str(), Some(event.id.as_str())));
        }
        receiver.answer(StatusCode::NOT_FOUND);
        let told = operator.post(&format!("{path}/test"), json!({"type": "user.created"})).await.ok().json;
        assert_eq!((&told["outcome"], &told["status"]), (&json!("failed"), &json!(404)));
        operator.post(&format!("{path}/test"), json!({"type": "user.exploded"})).await.refused(422, "form_param_value_invalid", Some("type"));
        operator.patch(&path, json!({"endpoint_url": "http://127.0.0.1:1/"})).await.ok();
        let told = operator.post(&format!("{path}/test"), json!({"type": "user.created"})).await.ok().json;
        assert_eq!((&told["outcome"], &told["status"], told["error"].is_string()), (&json!("failed"), &Value::Null, true));
        assert_eq!(app.last_event().await, before, "an example is no event");
        assert_eq!(operator.get(&format!("{path}/attempts")).await.ok().json["data"], json!([]));
    }
}

on_both! {
    async fn the_catalogue_has_an_example_and_a_schema_of_every_type(app: TestApp) {
        let operator = app.operator().await;
        let all = operator.get("/v1/dashboard/event_types").await.ok().json;
        let all = all["data"].as_array().expect("a list");
        assert_eq!(all.len(), EventType::ALL.len());
        for (kind, told) in EventType::ALL.iter().zip(all) {
            assert_eq!(told["type"], kind.as_str());
            assert!(told["description"].as_str().is_some_and(|text| text.len() > 10));
            let (example, schema) = (&told["example"], &told["schema"]);
            assert_eq!((&example["type"], &example["object"]), (&told["type"], &json!("event")));
            let (data, members) = (example["data"].as_object().expect("members"), schema["properties"].as_object().expect("a schema"));
            assert!(data.contains_key("id") && data.contains_key("object"), "{data:?}");
            let mut undescribed = data.keys().filter(|name| !members.contains_key(*name));
            assert_eq!(undescribed.next(), None, "{}", told["type"]);
            for name in schema["required"].as_array().expect("a list") {
                assert!(data.contains_key(name.as_str().expect("a name")), "{name} of {}", told["type"]);
            }
        }
        let one = operator.get("/v1/dashboard/event_types?types=user.deleted").await.ok().json;
        assert_eq!((&one["data"][0]["type"], one["data"].as_array().map(Vec::len)), (&json!("user.deleted"), Some(1)));
    }
}

on_both! {
    async fn examples_have_the_members_of_what_happens(app: TestApp) {
        let operator = app.operator().await;
        app.signed_up("ada@example.com").await;
        let catalogue = operator.get("/v1/dashboard/event_types").await.ok().json;
        let names = |value: &Value| value.as_object().expect("members").keys().cloned().collect::<Vec<_>>();
        for event in app.events_after(0).await {
            let told = catalogue["data"].as_array().expect("a list").iter().find(|it| it["type"] == event.kind.as_str()).expect("known");
            assert_eq!(names(&told["example"]["data"]), names(&serde_json::from_str(&event.data).expect("JSON")), "{}", event.kind);
        }
    }
}

on_both! {
    async fn the_newest_events_are_told_newest_first_by_type(app: TestApp) {
        let operator = app.operator().await;
        assert_eq!(operator.get("/v1/dashboard/events").await.ok().json["data"], json!([]));
        let user = add_user(&app, "ada").await;
        rename(&app, &user, "Grace").await;
        let all = operator.get("/v1/dashboard/events").await.ok().json;
        let kinds: Vec<&str> = all["data"].as_array().expect("a list").iter().filter_map(|it| it["type"].as_str()).collect();
        assert_eq!(kinds, ["user.updated", "user.created"]);
        assert_eq!(all["data"][0]["resource_id"], user["id"]);
        let some = operator.get("/v1/dashboard/events?types=user.created,session.*").await.ok().json;
        assert_eq!((&some["data"][0]["type"], some["data"].as_array().map(Vec::len)), (&json!("user.created"), Some(1)));
        operator.get("/v1/dashboard/events?types=nonsense").await.refused(422, "form_param_value_invalid", Some("types"));
    }
}

on_both! {
    parallel async fn without_scripts_a_form_adds_an_endpoint_and_shows_what_was_typed_again(app: TestApp) {
        let operator = app.operator().await;
        let control = [("_form", "webhook.create"), ("_then", "/dashboard/webhooks"), ("_back", "/dashboard/webhooks/new"), ("_said", "Added.")];
        let typed = [("types[]", ""), ("types[]", "user.created"), ("types[]", "session.ended"), ("headers?", "X-Secret: hush")];
        operator.form(ROOM, &[&control[..], &[("endpoint_url", "nonsense"), ("description", "Shop <b>")], &typed[..]].concat()).await;
        let page = operator.client.get("/dashboard/webhooks/new").await;
        assert!(page.text.contains("Write a whole address") && page.text.contains("Shop &lt;b&gt;"), "{}", page.text);
        assert_eq!(page.text.matches("checked").count(), 3, "both boxes, and the first kind of signature");
        assert!(!page.text.contains("hush"), "values of headers are not shown again");
        operator.form(ROOM, &[&control[..], &[("endpoint_url", "https://app.example.com/hook"), ("rate_limit:int", "5")], &typed[..]].concat()).await;
        let page = operator.client.get("/dashboard/webhooks").await;
        assert!(page.text.contains("Added.") && page.text.contains("https://app.example.com/hook"), "{}", page.text);
        let made = operator.get(ROOM).await.ok().json["data"][0].clone();
        assert_eq!((&made["types"], &made["header_names"], &made["rate_limit"]), (&json!(["user.created", "session.ended"]), &json!(["x-secret"]), &json!(5)));
        let id = made["id"].as_str().expect("an id");
        for page in ["", "/settings", "/testing", "?outcome=failed"] {
            let page = operator.client.get(&format!("/dashboard/webhooks/{id}{page}")).await;
            assert!(page.status.is_success() && !page.text.contains("This could not be loaded") && !page.text.contains("hush"), "{}", page.text);
        }
        for page in ["events", "events?type=user.created", "activity"] {
            let page = operator.client.get(&format!("/dashboard/webhooks/{page}")).await;
            assert!(page.status.is_success() && !page.text.contains("This could not be loaded"), "{}", page.text);
        }
    }
}

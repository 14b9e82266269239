//! `/v1/waitlist_entries…`, and how people get onto the list by themselves.

use crate::{
    on_both,
    support::{TestApp, TestBackend, accept, members, ticket_of},
};
use http::Method;
use serde_json::{Value, json};
use server::{clock::SECOND, config::SignUpMode};

const PATH: &str = "/v1/waitlist_entries";
const UNKNOWN: &str = "wle_000000000000000000000000000";

async fn add(backend: &TestBackend, email: &str) -> Value {
    backend.post(PATH, json!({"email_address": email})).await.ok().json
}

fn of(entry: &Value, verb: &str) -> String {
    format!("{PATH}/{}{verb}", entry["id"].as_str().expect("an id"))
}

async fn act(backend: &TestBackend, entry: &Value, verb: &str) -> crate::support::Reply {
    backend.call(Method::POST, &of(entry, verb)).await
}

/// The types and states that the feed tells of an entry.
async fn told(app: &TestApp, entry: &Value) -> Vec<(String, String)> {
    let events = app
        .events_after(0)
        .await
        .into_iter()
        .filter(|event| event.resource_id == entry["id"].as_str().unwrap_or_default());
    let status = |data: &str| {
        serde_json::from_str::<Value>(data).expect("JSON")["status"].as_str().unwrap_or_default().to_owned()
    };
    events.map(|event| (event.kind.clone(), status(&event.data))).collect()
}

fn pair(kind: &str, status: &str) -> (String, String) {
    (format!("waitlistEntry.{kind}"), status.to_owned())
}

on_both! {
    async fn an_entry_has_every_field_and_its_event_tells_the_same(app: TestApp) {
        let backend = app.backend();
        let made = add(&backend, "Ada@Example.com").await;
        assert_eq!(members(&made), ["created_at", "email_address", "id", "invitation", "is_locked", "object", "status", "updated_at"]);
        for (member, value) in [
            ("object", json!("waitlist_entry")), ("email_address", json!("Ada@Example.com")), ("status", json!("pending")), ("is_locked", json!(false)),
            ("invitation", json!(null)), ("created_at", json!(app.now())), ("updated_at", json!(app.now())),
        ] {
            assert_eq!(made[member], value, "{member}");
        }
        let events = app.events_after(0).await;
        let kinds: Vec<_> = events.iter().map(|event| (event.kind.as_str(), event.version)).collect();
        assert_eq!(kinds, [("waitlistEntry.created", 1), ("email.created", 1)]);
        let event = &events[0];
        assert_eq!(serde_json::from_str::<Value>(&event.data).expect("JSON"), made);
        assert_eq!(app.mails_to("Ada@Example.com").await.len(), 1);
        app.advance(SECOND);
        assert_eq!(add(&backend, "ada@example.com").await, made, "who is there stays");
        assert_eq!((app.last_event().await, app.mails_to("Ada@Example.com").await.len()), (event.sequence + 1, 1));
        backend.post(PATH, json!({"email_address": "quiet@example.com", "notify": false})).await.ok();
        assert!(app.mails_to("quiet@example.com").await.is_empty());
        backend.post(PATH, json!({})).await.refused(422, "form_param_missing", Some("email_address"));
        backend.post(PATH, json!({"email_address": "x"})).await.refused(422, "form_param_format_invalid", Some("email_address"));
    }
}

on_both! {
    async fn many_are_put_on_the_list_at_once_or_nobody(app: TestApp) {
        let backend = app.backend();
        let there = add(&backend, "a@example.com").await;
        let path = format!("{PATH}/bulk");
        let made = backend.post(&path, json!([{"email_address": "a@example.com"}, {"email_address": "b@example.com", "notify": false}])).await.ok().json;
        assert_eq!((&made[0], &made[1]["email_address"]), (&there, &json!("b@example.com")));
        let many = |count: usize| (0..count).map(|n| json!({"email_address": format!("p{n}@example.com"), "notify": false})).collect::<Vec<_>>();
        backend.post(&path, json!(many(51))).await.refused(400, "bulk_size_exceeded", None);
        backend.post(&path, json!([])).await.refused(400, "bad_request", None);
        backend.post(&path, json!([{"email_address": "c@example.com"}, {"email_address": "x"}])).await.refused(422, "form_param_format_invalid", Some("email_address"));
        let twice = backend.post(&path, json!([{"email_address": "c@example.com"}, {"email_address": "C@example.com"}])).await;
        twice.refused(400, "duplicate_record", None);
        assert_eq!(twice.json["errors"][0]["meta"]["email_addresses"], json!(["c@example.com"]));
        assert_eq!(backend.get(PATH).await.ok().json["total_count"], 2);
        backend.post(&path, json!(many(50))).await.ok();
        assert_eq!(backend.get(&format!("{PATH}?limit=100")).await.ok().json["data"].as_array().expect("a page").len(), 52);
    }
}

on_both! {
    async fn lists_are_filtered_ordered_and_paged(app: TestApp) {
        let backend = app.backend();
        let mut entries = Vec::new();
        for name in ["c", "a", "b"] {
            app.advance(SECOND);
            entries.push(add(&backend, &format!("{name}@example.com")).await);
        }
        act(&backend, &entries[0], "/invite").await.ok();
        act(&backend, &entries[1], "/reject").await.ok();
        let id = entries[2]["id"].as_str().expect("an id");
        for (query, expected) in [
            ("", vec!["b", "a", "c"]), ("order_by=created_at", vec!["c", "a", "b"]), ("order_by=email_address", vec!["a", "b", "c"]), ("order_by=-email_address", vec!["c", "b", "a"]),
            ("order_by=invited_at&limit=1", vec!["c"]), ("order_by=-invited_at&limit=1", vec!["c"]), ("status=pending", vec!["b"]), ("status=invited", vec!["c"]),
            ("status=rejected", vec!["a"]), ("status=completed", vec![]), ("query=A@EXA", vec!["a"]), (&format!("query={id}"), vec!["b"]), ("limit=1&offset=1", vec!["a"]),
        ] {
            let page = backend.get(&format!("{PATH}?{query}")).await.ok().json;
            let found: Vec<_> = page["data"].as_array().expect("a page").iter().map(|one| one["email_address"].as_str().unwrap_or_default().trim_end_matches("@example.com").to_owned()).collect();
            assert_eq!(found, expected, "{query}");
        }
        assert_eq!(backend.get(&format!("{PATH}?limit=1&status=pending")).await.ok().json["total_count"], 1);
        for (query, param) in [("status=lost", "status"), ("order_by=name", "order_by"), ("limit=501", "limit")] {
            backend.get(&format!("{PATH}?{query}")).await.refused(422, "form_param_value_invalid", Some(param));
        }
    }
}

on_both! {
    async fn who_waits_is_invited_and_signs_up(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Waitlist) {
        let backend = app.backend();
        let entry = add(&backend, "ada@example.com").await;
        app.advance(SECOND);
        let invited = act(&backend, &entry, "/invite").await.ok().json;
        assert_eq!((&invited["status"], &invited["updated_at"]), (&json!("invited"), &json!(app.now())));
        assert_eq!((&invited["invitation"]["object"], &invited["invitation"]["status"]), (&json!("invitation"), &json!("pending")));
        assert!(invited["invitation"]["url"].is_null(), "the ticket goes to who waited alone");
        act(&backend, &entry, "/invite").await.refused(409, "waitlist_entry_already_invited", None);
        backend.delete(&of(&entry, "")).await.refused(409, "waitlist_entry_already_invited", None);
        let (_, text) = app.mails_to("ada@example.com").await.remove(0);
        let url = text.split_whitespace().find(|word| word.starts_with("http")).expect("a link");
        accept(&app, &json!({"url": url})).await;
        let page = backend.get(&format!("{PATH}?status=completed")).await.ok().json;
        assert_eq!((&page["data"][0]["id"], &page["data"][0]["invitation"]["status"]), (&entry["id"], &json!("accepted")));
        for (verb, code) in [("/invite", "completed"), ("/reject", "completed")] {
            act(&backend, &entry, verb).await.refused(409, &format!("waitlist_entry_already_{code}"), None);
        }
        assert_eq!(told(&app, &entry).await, [pair("created", "pending"), pair("updated", "invited"), pair("updated", "completed")]);
    }
}

on_both! {
    async fn who_is_turned_down_loses_the_invitation_and_may_be_invited_again(app: TestApp) {
        let backend = app.backend();
        let entry = add(&backend, "ada@example.com").await;
        act(&backend, &entry, "/invite").await.ok();
        let rejected = act(&backend, &entry, "/reject").await.ok().json;
        assert_eq!((&rejected["status"], &rejected["invitation"]["status"]), (&json!("rejected"), &json!("revoked")));
        act(&backend, &entry, "/reject").await.refused(409, "waitlist_entry_already_rejected", None);
        backend.delete(&of(&entry, "")).await.refused(409, "waitlist_entry_already_rejected", None);
        assert_eq!(act(&backend, &entry, "/invite").await.ok().json["invitation"]["status"], "pending");
        assert_eq!(told(&app, &entry).await.len(), 4);
    }
}

on_both! {
    async fn inviting_heeds_what_exists_unless_told(app: TestApp) {
        let backend = app.backend();
        let entry = add(&backend, "ada@example.com").await;
        backend.post("/v1/invitations", json!({"email_address": "ada@example.com"})).await.ok();
        act(&backend, &entry, "/invite").await.refused(400, "duplicate_record", None);
        backend.user("grace@example.com").await;
        let member = add(&backend, "grace@example.com").await;
        act(&backend, &member, "/invite").await.refused(422, "form_identifier_exists", Some("email_address"));
        assert_eq!(backend.get(&format!("{PATH}?status=invited")).await.ok().json["total_count"], 0);
        backend.post(&of(&entry, "/invite"), json!({"ignore_existing": true})).await.ok();
    }
}

on_both! {
    async fn who_still_waits_is_forgotten_and_unknown_ids_are_unknown(app: TestApp) {
        let backend = app.backend();
        let entry = add(&backend, "ada@example.com").await;
        assert_eq!(backend.delete(&of(&entry, "")).await.ok().json, json!({"object": "waitlist_entry", "id": entry["id"], "deleted": true}));
        for id in [entry["id"].as_str().expect("an id"), UNKNOWN] {
            backend.delete(&format!("{PATH}/{id}")).await.refused(404, "resource_not_found", None);
            for verb in ["invite", "reject"] {
                backend.call(Method::POST, &format!("{PATH}/{id}/{verb}")).await.refused(404, "resource_not_found", None);
            }
        }
    }
}

on_both! {
    parallel async fn of_many_who_invite_one_person_at_once_one_does(app: TestApp) {
        let entry = add(&app.backend(), "ada@example.com").await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (backend, path) = (app.backend(), of(&entry, "/invite"));
            tasks.spawn(async move { backend.call(Method::POST, &path).await });
        }
        let replies = tasks.join_all().await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        assert!(replies.iter().all(|reply| matches!(reply.status.as_u16(), 200 | 400 | 409 | 503)));
        assert_eq!(app.backend().get("/v1/invitations?paginated=true").await.ok().json["total_count"], 1);
    }
}

on_both! {
    async fn people_join_by_themselves_where_there_is_a_list(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Waitlist) {
        let backend = app.backend();
        backend.user("taken@example.com").await;
        let join = async |email: &str| app.client().post("/v1/waitlist", &[("email_address", email)]).await;
        let joined = join("ada@example.com").await.ok();
        assert_eq!(members(&joined.json), ["created_at", "id", "object", "updated_at"]);
        assert_eq!(joined.json["object"], "waitlist_entry");
        assert!(joined.set_cookies().is_empty());
        assert_eq!(join("ADA@example.com").await.ok().json["id"], joined.json["id"]);
        app.advance(1);
        assert_eq!(join("taken@example.com").await.ok().status, joined.status, "an account is not told");
        assert_eq!(app.mails_to("ada@example.com").await.len(), 1);
        join("nonsense").await.refused(422, "form_param_format_invalid", Some("email_address"));
        app.client().post("/v1/waitlist", &[]).await.refused(422, "form_param_missing", Some("email_address"));
        assert_eq!(backend.get(PATH).await.ok().json["data"][1]["id"], joined.json["id"]);
    }
}

on_both! {
    async fn nobody_joins_where_there_is_no_list(app: TestApp) {
        let refused = app.client().post("/v1/waitlist", &[("email_address", "ada@example.com")]).await;
        refused.refused(403, "waitlist_not_accepting_entries", None);
        assert_eq!(app.backend().get(PATH).await.ok().json["total_count"], 0);
    }
}

on_both! {
    async fn who_signs_up_without_the_list_waits_no_more(app: TestApp) {
        let entry = add(&app.backend(), "ada@example.com").await;
        app.signed_up("ada@example.com").await;
        assert_eq!(told(&app, &entry).await, [pair("created", "pending"), pair("updated", "completed")]);
        let invitation = app.backend().post("/v1/invitations", json!({"email_address": "b@example.com"})).await.ok().json;
        assert_eq!(ticket_of(&invitation).len(), 43);
    }
}

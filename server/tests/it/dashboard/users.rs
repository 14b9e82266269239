//! Users at the dashboard: pages by cursor, several at once, the file, what happened.

use crate::{
    on_both,
    support::{TestApp, TestOperator},
};
use http::StatusCode;
use serde_json::{Value, json};
use server::clock::{DAY, HOUR, MINUTE};

const USERS: &str = "/v1/dashboard/users";

/// All ids in the order of the pages, two on each.
async fn walk(operator: &TestOperator, filters: &str) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let page = operator.get(&format!("{USERS}?limit=2{filters}{after}")).await.ok().json;
        let users = page["data"].as_array().expect("users");
        assert!(users.len() <= 2);
        ids.extend(users.iter().map(|user| user["id"].as_str().expect("an id").to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return ids,
        }
    }
}

/// Five users: some with names, some who signed in, the oldest first.
async fn five(app: &TestApp) -> Vec<String> {
    let backend = app.backend();
    let mut ids = Vec::new();
    for (email, first_name) in [
        ("a@x.co", Some("Zoe")),
        ("b@x.co", None),
        ("c@x.co", Some("Adam")),
        ("d@x.co", Some("Adam")),
        ("e@x.co", None),
    ] {
        app.advance(1_000);
        let made = backend.post("/v1/users", json!({"email_address": [email], "first_name": first_name})).await.ok();
        ids.push(made.json["id"].as_str().expect("an id").to_owned());
    }
    ids
}

on_both! {
    async fn pages_follow_each_other_without_gap_or_repetition_in_every_order(app: TestApp) {
        let operator = app.operator().await;
        let ids = five(&app).await;
        let of = |order: [usize; 5]| order.map(|n| ids[n].clone()).to_vec();
        assert_eq!(walk(&operator, "").await, of([4, 3, 2, 1, 0]), "newest first unless told");
        assert_eq!(walk(&operator, "&order_by=created_at").await, of([0, 1, 2, 3, 4]));
        // Equal names by id, which grows with time; who has none comes last, also on pages that begin among them.
        assert_eq!(walk(&operator, "&order_by=first_name").await, of([2, 3, 0, 1, 4]));
        assert_eq!(walk(&operator, "&order_by=-first_name").await, of([0, 3, 2, 4, 1]));
        for order in ["updated_at", "-updated_at", "last_sign_in_at", "-last_sign_in_at", "last_active_at", "last_name", "-username"] {
            let mut all = walk(&operator, &format!("&order_by={order}")).await;
            all.sort_unstable();
            assert_eq!(all, ids, "{order}");
        }
        assert_eq!(walk(&operator, "&query=Adam&order_by=created_at").await, ids[2..4]);
    }
}

on_both! {
    async fn a_page_says_how_many_there_are_and_refuses_what_it_cannot_read(app: TestApp) {
        let operator = app.operator().await;
        five(&app).await;
        let page = operator.get(&format!("{USERS}?limit=2&query=adam")).await.ok().json;
        assert_eq!((&page["total_count"], page["data"].as_array().map(Vec::len)), (&json!(2), Some(2)));
        assert_eq!(page["next"], Value::Null);
        let next = operator.get(&format!("{USERS}?limit=2")).await.ok().json["next"].as_str().expect("more").to_owned();
        for (query, param) in [
            ("limit=0".to_owned(), "limit"),
            ("limit=101".to_owned(), "limit"),
            ("after=nonsense".to_owned(), "after"),
            // A cursor of another kind of order.
            (format!("order_by=first_name&after={next}"), "after"),
            ("order_by=email_address".to_owned(), "order_by"),
        ] {
            operator.get(&format!("{USERS}?{query}")).await.refused(422, "form_param_value_invalid", Some(param));
        }
    }
}

on_both! {
    async fn several_are_changed_together_or_not_at_all(app: TestApp) {
        let operator = app.operator().await;
        let ids = five(&app).await;
        let bulk = async |action: &str, ids: &[&str], confirm: &str| {
            operator.post(&format!("{USERS}/bulk"), json!({"action": action, "user_ids": ids, "confirm": confirm})).await
        };
        let banned = async || walk(&operator, "&banned=true&order_by=created_at").await;
        let done = bulk("ban", &[&ids[0], &ids[1], &ids[0]], "").await.ok().json;
        assert_eq!((done["changed"].as_i64(), banned().await), (Some(2), ids[..2].to_vec()));
        bulk("ban", &[&ids[2], "user_unknown"], "").await.refused(404, "resource_not_found", None);
        assert_eq!(banned().await, ids[..2], "nobody is banned where one is unknown");
        bulk("unban", &[&ids[0]], "").await.ok();
        assert_eq!(banned().await, ids[1..2]);
        bulk("delete", &[&ids[0]], "").await.refused(422, "form_param_value_invalid", Some("confirm"));
        bulk("delete", &[], "delete").await.refused(422, "form_param_missing", Some("user_ids"));
        let done = bulk("delete", &[&ids[0], &ids[4]], "delete").await.ok().json;
        assert_eq!(done["changed"], 2);
        assert_eq!(walk(&operator, "&order_by=created_at").await, ids[1..4]);
        let log = operator.get("/v1/dashboard/audit_entries?action=user.delete").await.ok().json;
        assert_eq!(log["data"].as_array().map(Vec::len), Some(2), "each has its row, named after what was done");
    }
}

on_both! {
    async fn all_users_of_a_filter_are_changed_batch_by_batch_and_nobody_else(app: TestApp) {
        let operator = app.operator().await;
        let ids = five(&app).await;
        let matching = async |body: Value| operator.post(&format!("{USERS}/bulk/matching"), body).await;
        let done = matching(json!({"action": "ban", "filter": "query=Adam"})).await.ok().json;
        assert_eq!(done, json!({"changed": 2, "unchanged": 0, "next": null}));
        assert_eq!(walk(&operator, "&banned=true&order_by=created_at").await, ids[2..4]);
        // Who is as wanted already is told apart; an empty filter means everybody.
        let done = matching(json!({"action": "ban", "filter": ""})).await.ok().json;
        assert_eq!((&done["changed"], &done["unchanged"]), (&json!(3), &json!(2)));
        let done = matching(json!({"action": "unban", "filter": "banned=true"})).await.ok().json;
        assert_eq!((&done["changed"], &done["next"]), (&json!(5), &Value::Null), "a filter that what is done leaves is walked to its end");
        matching(json!({"action": "delete", "filter": "query=Adam"})).await.refused(422, "form_param_value_invalid", Some("confirm"));
        matching(json!({"action": "ban", "filter": "banned=perhaps"})).await.refused(422, "form_param_type_invalid", Some("banned"));
        matching(json!({"action": "ban", "filter": "", "after": "nonsense"})).await.refused(422, "form_param_value_invalid", Some("after"));
        // Who was made after the first call is not meant.
        let before = format!("{}..", app.now() + 1);
        app.advance(1_000);
        let late = app.backend().user("late@x.co").await;
        let done = matching(json!({"action": "delete", "filter": "", "confirm": "delete", "after": before})).await.ok().json;
        assert_eq!(done["changed"], 5);
        assert_eq!(walk(&operator, "").await, [late]);
        let log = operator.get("/v1/dashboard/audit_entries?action=user.delete").await.ok().json;
        assert_eq!(log["data"].as_array().map(Vec::len), Some(5), "each has its row");
    }
}

on_both! {
    async fn one_call_changes_a_bounded_number_and_the_next_goes_on(app: TestApp) {
        let operator = app.operator().await;
        for n in 0..6 {
            let many: Vec<Value> = (0..85).map(|m| json!(format!("p{n}x{m}@x.co"))).collect();
            for email in many {
                app.backend().post("/v1/users", json!({"email_address": [email]})).await.ok();
            }
        }
        let matching = async |after: Value| operator.post(&format!("{USERS}/bulk/matching"), json!({"action": "ban", "filter": "", "after": after})).await.ok().json;
        let first = matching(Value::Null).await;
        assert_eq!(first["changed"], 500);
        let second = matching(first["next"].clone()).await;
        assert_eq!((&second["changed"], &second["unchanged"], &second["next"]), (&json!(10), &json!(0), &Value::Null));
    }
}

on_both! {
    async fn all_sessions_of_a_user_end_together_and_the_log_says_so(app: TestApp) {
        let (one, two) = (app.signed_up("ada@example.com").await, app.client());
        app.sign_in(&two, "ada@example.com", crate::support::PASSWORD).await;
        let other = app.signed_up("grace@example.com").await;
        let operator = app.operator().await;
        let id = app.backend().get("/v1/users?email_address=ada@example.com").await.ok().json[0]["id"].as_str().expect("an id").to_owned();
        let revoke = async |word: &str| operator.post(&format!("{USERS}/{id}/sessions/revoke"), json!({"confirm": word})).await;
        revoke("yes").await.refused(422, "form_param_value_invalid", Some("confirm"));
        let live = async |client: &crate::support::TestClient| client.get("/v1/client").await.ok().response()["sessions"].as_array().map(Vec::len);
        assert_eq!(live(&one).await, Some(1));
        let done = revoke("revoke").await.ok();
        assert_eq!(done.json["revoked"], 2);
        assert_eq!((live(&one).await, live(&two).await, live(&other).await), (Some(0), Some(0), Some(1)));
        let log = operator.get("/v1/dashboard/audit_entries?action=user.sessions.revoke").await.ok().json;
        assert_eq!((&log["data"][0]["target_id"], &log["data"][0]["changes"]), (&json!(id), &json!(["live_sessions"])));
        assert_eq!(done.header("onehop-audit-entry"), log["data"][0]["id"].as_str(), "the answer names its row");
        operator.post(&format!("{USERS}/user_unknown/sessions/revoke"), json!({"confirm": "revoke"})).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn days_of_the_last_year_are_counted_for_one_user(app: TestApp) {
        app.signed_up("ada@example.com").await;
        app.signed_up("grace@example.com").await;
        app.advance(3 * DAY);
        app.sign_in(&app.client(), "ada@example.com", crate::support::PASSWORD).await;
        let operator = app.operator().await;
        let id = app.backend().get("/v1/users?email_address=ada@example.com").await.ok().json[0]["id"].as_str().expect("an id").to_owned();
        let days = operator.get(&format!("{USERS}/{id}/days")).await.ok().json;
        let today = app.now() - app.now().rem_euclid(DAY);
        assert_eq!((days["last"].as_i64(), days["first"].as_i64().map(|first| (today - first) / DAY >= 364)), (Some(today), Some(true)));
        let list = days["days"].as_array().expect("days");
        let at: Vec<i64> = list.iter().filter_map(|day| day["day"].as_i64()).collect();
        assert_eq!(at, [today - 3 * DAY, today]);
        assert!(list.iter().all(|day| day["count"].as_i64().is_some_and(|count| count >= 1)));
        app.advance(400 * DAY);
        let operator = app.operator().await;
        assert_eq!(operator.get(&format!("{USERS}/{id}/days")).await.ok().json["days"], json!([]), "older days are not told");
    }
}

on_both! {
    async fn the_file_has_all_users_of_the_filter_and_needs_a_proof(app: TestApp) {
        let operator = app.operator().await;
        let ids = five(&app).await;
        app.backend().patch(&format!("/v1/users/{}", ids[0]), json!({"first_name": "=cmd|x", "last_name": "A, \"B\""})).await.ok();
        let reply = operator.get(&format!("{USERS}/export?order_by=created_at")).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, Some("text/csv; charset=utf-8")));
        let lines: Vec<&str> = reply.text.split("\r\n").filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 6);
        assert!(lines[0].starts_with("id,first_name,last_name,"), "{}", lines[0]);
        assert!(lines[1].starts_with(&format!("{},'=cmd|x,\"A, \"\"B\"\"\",,a@x.co,", ids[0])), "{}", lines[1]);
        let some = operator.get(&format!("{USERS}/export?query=adam")).await;
        assert_eq!(some.text.matches("Adam").count(), 2);
        let log = operator.get("/v1/dashboard/audit_entries?action=user.export").await.ok().json;
        assert_eq!(log["data"].as_array().map(Vec::len), Some(2), "the log says who had them");
        // The proof was the sign-in.
        app.advance(11 * MINUTE);
        operator.get(&format!("{USERS}/export")).await.refused(403, "session_reverification_required", None);
    }
}

on_both! {
    async fn activity_tells_what_happened_and_what_changed(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let operator = app.operator().await;
        let id = app.backend().get("/v1/users?email_address=ada@example.com").await.ok().json[0]["id"].as_str().expect("an id").to_owned();
        app.advance(MINUTE);
        app.backend().patch(&format!("/v1/users/{id}"), json!({"first_name": "Ada"})).await.ok();
        app.advance(MINUTE);
        app.sign_in(&app.client(), "ada@example.com", crate::support::PASSWORD).await;
        let _ = browser;
        let list = operator.get(&format!("{USERS}/{id}/activity")).await.ok().json;
        let kinds: Vec<&str> = list["data"].as_array().expect("events").iter().filter_map(|event| event["kind"].as_str()).collect();
        assert_eq!(kinds.first(), Some(&"user.updated"), "{kinds:?}");
        assert_eq!(kinds.iter().filter(|kind| **kind == "session.created").count(), 2);
        assert_eq!(kinds.last(), Some(&"user.created"));
        let named = list["data"].as_array().expect("events").iter().any(|event| event["changes"] == json!(["first_name"]));
        assert!(named, "{list}");
        operator.get(&format!("{USERS}/user_unknown/activity")).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn the_overview_counts_by_the_day(app: TestApp) {
        let operator = app.operator().await;
        let overview = async || operator.get("/v1/dashboard/overview").await.ok().json;
        let today = |overview: &Value, series: &str| overview[series][29]["count"].clone();
        let client = app.signed_up("ada@example.com").await;
        let made = app.backend().user("grace@example.com").await;
        app.backend().post("/v1/invitations", json!({"email_address": "new@example.com"})).await.ok();
        let first = overview().await;
        assert_eq!(first["users"], 2);
        assert_eq!((today(&first, "sign_ups"), today(&first, "active_users")), (json!(2), json!(1)), "who was only made was not there");
        assert_eq!(first["pending_invitations"], 1);
        assert_eq!(first["sign_ups"].as_array().map(Vec::len), Some(30));
        // Seen twice on a day counts once, and a deleted user still signed up.
        app.sign_in(&app.client(), "ada@example.com", crate::support::PASSWORD).await;
        app.backend().delete(&format!("/v1/users/{made}")).await.ok();
        let same = overview().await;
        assert_eq!((&same["users"], today(&same, "sign_ups"), today(&same, "active_users")), (&json!(1), json!(2), json!(1)));
        // The next day an open session that is used counts; yesterday stays.
        app.advance(DAY);
        let operator = app.operator().await;
        let session = app.session_of(&client).await;
        client.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await.ok();
        app.advance(HOUR / 4);
        client.post(&format!("/v1/client/sessions/{session}/touch"), &[]).await.ok();
        let next = operator.get("/v1/dashboard/overview").await.ok().json;
        assert_eq!((today(&next, "sign_ups"), today(&next, "active_users")), (json!(0), json!(1)));
        assert_eq!((&next["sign_ups"][28]["count"], &next["active_users"][28]["count"]), (&json!(2), &json!(1)));
    }
}

on_both! {
    async fn a_pasted_list_invites_whom_it_can_and_names_the_others(app: TestApp) {
        let operator = app.operator().await;
        app.backend().user("here@example.com").await;
        let text = "one@example.com, two@example.com\nnonsense; here@example.com one@example.com";
        let outcome = operator.post("/v1/dashboard/invitations/bulk", json!({"email_addresses": text})).await.ok().json;
        assert_eq!(outcome["invited"], 2);
        let refused: Vec<&str> = outcome["refused"].as_array().expect("a list").iter().filter_map(|one| one["email_address"].as_str()).collect();
        assert_eq!(refused, ["nonsense", "here@example.com"]);
        assert_eq!(app.mails_to("one@example.com").await.len(), 1);
        let again = operator.post("/v1/dashboard/invitations/bulk", json!({"email_addresses": "one@example.com", "ignore_existing": true})).await.ok().json;
        assert_eq!(again["invited"], 1);
        operator.post("/v1/dashboard/invitations/bulk", json!({"email_addresses": " , "})).await.refused(422, "form_param_nil", Some("email_addresses"));
    }
}

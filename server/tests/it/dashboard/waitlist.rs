//! The waiting list at the dashboard: pages by cursor, and what becomes of who waits, with forms alone.

use crate::{
    on_both,
    support::{TestApp, TestOperator},
};
use serde_json::{Value, json};
use server::config::SignUpMode;

const LIST: &str = "/v1/dashboard/waitlist_entries";

/// Five people, two of them in the same moment, the earliest first.
async fn five(app: &TestApp) -> Vec<String> {
    let backend = app.backend();
    let mut ids = Vec::new();
    for (email, wait) in [("a@x.co", 1_000), ("b@x.co", 1_000), ("c@x.co", 0), ("d@x.co", 1_000), ("e@y.co", 1_000)] {
        app.advance(wait);
        let made = backend.post("/v1/waitlist_entries", json!({"email_address": email})).await.ok().json;
        ids.push(made["id"].as_str().expect("an id").to_owned());
    }
    ids
}

async fn walk(operator: &TestOperator, filters: &str) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let page = operator.get(&format!("{LIST}?limit=2{filters}{after}")).await.ok().json;
        ids.extend(
            page["data"]
                .as_array()
                .expect("entries")
                .iter()
                .filter_map(|entry| entry["id"].as_str().map(str::to_owned)),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return ids,
        }
    }
}

on_both! {
    async fn pages_follow_each_other_and_are_narrowed(app: TestApp) {
        let operator = app.operator().await;
        let mut ids = five(&app).await;
        assert_eq!(walk(&operator, "&order_by=created_at").await.len(), 5);
        let newest = walk(&operator, "").await;
        assert_eq!((newest[0].as_str(), newest[4].as_str()), (ids[4].as_str(), ids[0].as_str()), "newest first unless told");
        let mut sorted = newest.clone();
        sorted.sort_unstable();
        let first = ids[0].clone();
        ids.sort_unstable();
        assert_eq!(sorted, ids, "nobody is left out or told twice");
        assert_eq!(walk(&operator, "&query=y.co").await.len(), 1);
        operator.post(&format!("/v1/waitlist_entries/{first}/reject"), json!({})).await.ok();
        assert_eq!(walk(&operator, "&status=rejected").await, [first]);
        let page = operator.get(&format!("{LIST}?status=pending&limit=1")).await.ok().json;
        assert_eq!((&page["total_count"], page["data"].as_array().map(Vec::len)), (&json!(4), Some(1)));
        for (query, param) in [("limit=0", "limit"), ("after=nonsense", "after"), ("order_by=email_address", "order_by"), ("status=gone", "status")] {
            operator.get(&format!("{LIST}?{query}")).await.refused(422, "form_param_value_invalid", Some(param));
        }
    }
}

on_both! {
    async fn somebody_is_invited_and_turned_down_by_forms_alone(app: TestApp) {
        let operator = app.operator().await;
        let ids = five(&app).await;
        app.advance(1_000);
        let page = operator.client.get("/dashboard/waitlist?status=pending").await;
        assert!(page.text.contains("a@x.co") && page.text.contains(&format!("/dashboard/forms/v1/waitlist_entries/{}/invite", ids[0])), "{}", page.text);
        let lead = [("_then", "/dashboard/waitlist"), ("_back", "/dashboard/waitlist"), ("_said", "a@x.co was invited.")];
        operator.form(&format!("/v1/waitlist_entries/{}/invite", ids[0]), &lead).await;
        app.advance(1_000);
        operator.form(&format!("/v1/waitlist_entries/{}/reject", ids[1]), &lead).await;
        let status = async |email: &str| operator.get(&format!("{LIST}?query={email}")).await.ok().json["data"][0].clone();
        assert_eq!((&status("a@x.co").await["status"], &status("b@x.co").await["status"]), (&json!("invited"), &json!("rejected")));
        assert!(status("a@x.co").await["invitation"]["created_at"].is_i64());
        assert!(app.mails_to("a@x.co").await.iter().any(|mail| format!("{mail:?}").contains("ticket")), "the link is in the mail");
        let log = operator.get("/v1/dashboard/audit_entries?action=waitlist_entry.*").await.ok().json;
        let actions: Vec<&Value> = log["data"].as_array().expect("a list").iter().map(|entry| &entry["action"]).take(2).collect();
        assert_eq!(actions, [&json!("waitlist_entry.reject"), &json!("waitlist_entry.invite")]);
        // Once more: the page says why not.
        let again = operator.form(&format!("/v1/waitlist_entries/{}/invite", ids[0]), &[("_form", "invite.x"), ("_then", "/dashboard/waitlist"), ("_back", "/dashboard/waitlist")]).await;
        assert_eq!(again.status, http::StatusCode::SEE_OTHER);
        let empty = operator.client.get("/dashboard/waitlist?query=nobody").await;
        assert!(empty.text.contains("Nobody matches"), "{}", empty.text);
    }
}

on_both! {
    async fn people_join_on_the_hosted_page_without_scripts(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Waitlist) {
        let operator = app.operator().await;
        let browser = app.client();
        let page = browser.get("/waitlist").await;
        assert!(page.text.contains(r#"action="/forms/v1/waitlist""#) && page.text.contains("Join the waiting list"), "{}", page.text);
        let lead = [("_form", "waitlist.join"), ("_then", "/waitlist?joined=1"), ("_back", "/waitlist")];
        let joined = browser.post("/forms/v1/waitlist", &[&lead[..], &[("email_address", "ada@example.com")]].concat()).await;
        assert_eq!(joined.header("location"), Some("/waitlist?joined=1"));
        assert!(browser.get("/waitlist?joined=1").await.text.contains("You are on the waiting list"));
        let twice = browser.post("/forms/v1/waitlist", &[&lead[..], &[("email_address", "ada@example.com")]].concat()).await;
        assert_eq!(twice.header("location"), Some("/waitlist?joined=1"), "joining twice is friendly");
        let wrong = browser.post("/forms/v1/waitlist", &[&lead[..], &[("email_address", "nonsense")]].concat()).await;
        assert_eq!(wrong.header("location"), Some("/waitlist"));
        let page = browser.get("/waitlist").await;
        assert!(page.text.contains(r#"value="nonsense""#) && page.text.contains(r#"aria-invalid="true""#), "{}", page.text);
        assert_eq!(operator.get(LIST).await.ok().json["total_count"], 1);
        // The closed sign-up leads here, and where sign-up is open nobody needs to wait.
        assert!(browser.get("/sign-up").await.text.contains(r#"href="/waitlist""#));
        operator.patch("/v1/dashboard/settings", json!({"sign_up_mode": "public"})).await.ok();
        // Pages may be half a minute behind; the API is not.
        app.advance(31_000);
        assert!(browser.get("/waitlist").await.text.contains("Everybody may sign up"));
    }
}

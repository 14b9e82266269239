//! The audit log: every change by a key or an operator, before and after, and nothing secret.

use crate::{
    on_both,
    support::{PASSWORD, TestOperator},
};
use serde_json::{Value, json};

const LOG: &str = "/v1/dashboard/audit_entries";

async fn entries(operator: &TestOperator, query: &str) -> Vec<Value> {
    operator.get(&format!("{LOG}?{query}")).await.ok().json["data"].as_array().expect("a list").clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().filter_map(|entry| entry["action"].as_str()).collect()
}

on_both! {
    async fn a_change_is_told_with_who_what_and_the_state_before_and_after(app: TestApp) {
        let operator = app.operator_as("ops@example.com").await;
        let id = app.backend().user("ada@example.com").await;
        app.advance(1_000);
        operator.post(&format!("/v1/users/{id}/ban"), json!({})).await.ok();
        app.advance(1_000);
        app.backend().patch(&format!("/v1/users/{id}/metadata"), json!({"private_metadata": {"plan": "pro"}})).await.ok();

        let of_user = entries(&operator, &format!("target_id={id}")).await;
        assert_eq!(actions(&of_user), ["user.metadata.update", "user.ban", "user.create"], "newest first");
        let [changed, banned, created] = &of_user[..] else { panic!("three rows") };
        assert_eq!((&banned["actor"]["kind"], &banned["actor"]["name"]), (&json!("operator"), &json!("ops@example.com")));
        assert_eq!(changed["actor"]["kind"], "secret_key");
        assert_eq!((&banned["changes"], &changed["changes"]), (&json!(["banned"]), &json!(["private_metadata"])));
        let detail = async |entry: &Value| operator.get(&format!("{LOG}/{}", entry["id"].as_str().expect("an id"))).await.ok().json;
        let ban = detail(banned).await;
        assert_eq!((&ban["before"]["banned"], &ban["after"]["banned"]), (&json!(false), &json!(true)));
        let change = detail(changed).await;
        assert_eq!((&change["before"]["private_metadata"], &change["after"]["private_metadata"]), (&json!({}), &json!({"plan": "pro"})));
        let create = detail(created).await;
        assert_eq!((&create["before"], &create["after"]["id"]), (&Value::Null, &json!(id)));
        operator.get(&format!("{LOG}/aud_unknown")).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn changes_without_an_event_have_their_row_too(app: TestApp) {
        let operator = app.operator().await;
        let backend = app.backend();
        let id = |reply: &Value| reply["id"].as_str().expect("an id").to_owned();
        let invitation = id(&backend.post("/v1/invitations", json!({"email_address": "new@example.com"})).await.ok().json);
        backend.post(&format!("/v1/invitations/{invitation}/revoke"), json!({})).await.ok();
        backend.delete(&format!("/v1/invitations/{invitation}")).await.ok();
        let allowed = id(&operator.post("/v1/allowlist_identifiers", json!({"identifier": "*@example.com"})).await.ok().json);
        operator.delete(&format!("/v1/allowlist_identifiers/{allowed}")).await.ok();
        let blocked = id(&operator.post("/v1/blocklist_identifiers", json!({"identifier": "x@example.com"})).await.ok().json);
        operator.delete(&format!("/v1/blocklist_identifiers/{blocked}")).await.ok();
        operator.patch("/v1/instance/restrictions", json!({"allowlist": true})).await.ok();
        operator.patch("/v1/instance", json!({"support_email": "help@example.com"})).await.ok();
        let url = id(&backend.post("/v1/redirect_urls", json!({"url": "https://app.example.com/in"})).await.ok().json);
        backend.delete(&format!("/v1/redirect_urls/{url}")).await.ok();
        let template = id(&backend.post("/v1/jwt_templates", json!({"name": "db", "claims": {"a": 1}})).await.ok().json);
        backend.delete(&format!("/v1/jwt_templates/{template}")).await.ok();
        let user = backend.user("ada@example.com").await;
        backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok();
        operator.post("/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "op"}})).await.ok();

        let all = entries(&operator, "limit=100").await;
        let all = actions(&all);
        for action in [
            "invitation.create",
            "invitation.revoke",
            "invitation.delete",
            "allowlist_identifier.create",
            "allowlist_identifier.delete",
            "blocklist_identifier.create",
            "blocklist_identifier.delete",
            "instance.restrictions.update",
            "instance.update",
            "redirect_url.create",
            "redirect_url.delete",
            "jwt_template.create",
            "jwt_template.delete",
            "user.create",
            "sign_in_token.create",
            "actor_token.create",
        ] {
            assert_eq!(all.iter().filter(|one| **one == action).count(), 1, "{action} in {all:?}");
        }
    }
}

on_both! {
    async fn what_failed_and_what_users_do_themselves_is_no_change_of_ours(app: TestApp) {
        let operator = app.operator().await;
        let before = entries(&operator, "").await.len();
        app.signed_up("ada@example.com").await;
        app.backend().post("/v1/users", json!({"email_address": ["ada@example.com"]})).await.refused(422, "form_identifier_exists", Some("email_address"));
        app.backend().delete("/v1/users/user_unknown").await.refused(404, "resource_not_found", None);
        operator.get("/v1/users").await.ok();
        assert_eq!(entries(&operator, "").await.len(), before);
    }
}

on_both! {
    async fn nothing_secret_is_kept(app: TestApp) {
        let operator = app.operator().await;
        let backend = app.backend();
        let user = backend.post("/v1/users", json!({"email_address": ["ada@example.com"], "password": PASSWORD})).await.ok().json;
        let id = user["id"].as_str().expect("an id");
        backend.patch(&format!("/v1/users/{id}"), json!({"password": "another quiet harbour"})).await.ok();
        let url = backend.post("/v1/invitations", json!({"email_address": "new@example.com"})).await.ok().json["url"].clone();
        let ticket = url.as_str().and_then(|url| url.split("__clerk_ticket=").nth(1)).expect("a ticket").split('&').next().expect("a ticket").to_owned();
        let token = operator.post("/v1/actor_tokens", json!({"user_id": id, "actor": {"sub": "op"}})).await.ok().json;
        let token = token["token"].as_str().expect("a token").to_owned();
        for entry in entries(&operator, "limit=100").await {
            let text = operator.get(&format!("{LOG}/{}", entry["id"].as_str().expect("an id"))).await.ok().text;
            for secret in [PASSWORD, "another quiet harbour", "$argon2", &ticket, &token] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }
}

on_both! {
    async fn the_log_is_filtered_and_walked_without_gap_or_repetition(app: TestApp) {
        let operator = app.operator().await;
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(app.backend().user(&format!("p{n}@example.com")).await);
            if n % 2 == 1 {
                app.advance(60_000);
            }
        }
        operator.post(&format!("/v1/users/{}/lock", ids[0]), json!({})).await.ok();
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = operator.get(&format!("{LOG}?limit=2&action=user.create{after}")).await.ok().json;
            seen.extend(page["data"].as_array().expect("a list").iter().filter_map(|entry| entry["target_id"].as_str().map(str::to_owned)));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        ids.sort_unstable();
        assert_eq!(sorted, ids);
        assert_eq!(entries(&operator, "action=user.*").await.len(), 6);
        let lock = entries(&operator, "action=user.lock").await;
        let actor = lock[0]["actor"]["id"].as_str().expect("an id");
        assert_eq!(actions(&entries(&operator, &format!("actor_id={actor}&action=user.*")).await), ["user.lock"]);
        let start = app.now();
        assert!(entries(&operator, &format!("created_at_after={}", start + 1)).await.is_empty());
        let early = entries(&operator, &format!("created_at_before={}&action=user.*", start - 60_000)).await;
        assert_eq!(early.len(), 2);
        operator.get(&format!("{LOG}?after=nonsense")).await.refused(422, "form_param_value_invalid", Some("after"));
    }
}

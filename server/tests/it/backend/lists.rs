//! The allow-list, the block-list and the restrictions: kept, and in force at once.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestBackend, accept, members},
};
use http::Method;
use serde_json::{Value, json};
use server::clock::SECOND;

const ALLOW: &str = "/v1/allowlist_identifiers";
const BLOCK: &str = "/v1/blocklist_identifiers";
const WALLET: &str = "0x0123456789abcdef0123456789abcdef01234567";
const UNKNOWN: &str = "000000000000000000000000000";

async fn restrict(backend: &TestBackend, body: Value) -> Value {
    backend.patch("/v1/instance/restrictions", body).await.ok().json
}

async fn add(backend: &TestBackend, list: &str, identifier: &str) -> String {
    let made = backend.post(list, json!({"identifier": identifier})).await.ok().json;
    made["id"].as_str().expect("an id").to_owned()
}

async fn try_sign_up(app: &TestApp, email: &str) -> Reply {
    app.client().post("/v1/client/sign_ups", &[("email_address", email), ("password", PASSWORD)]).await
}

async fn try_sign_in(app: &TestApp, identifier: &str) -> Reply {
    app.client().post("/v1/client/sign_ins", &[("identifier", identifier), ("password", PASSWORD)]).await
}

/// Must be refused in the one way in which all restrictions refuse.
#[track_caller]
fn kept_out(reply: &Reply, email: &str) {
    reply.refused(403, "not_allowed_access", Some("email_address"));
    assert_eq!(reply.json["errors"][0]["meta"]["identifiers"], json!([email]));
}

on_both! {
    async fn entries_have_every_field_and_their_kind_follows_from_their_form(app: TestApp) {
        let backend = app.backend();
        for (list, prefix, object) in [(ALLOW, "alid_", "allowlist_identifier"), (BLOCK, "blid_", "blocklist_identifier")] {
            for (identifier, kept, kind) in [
                ("Ada@Example.com", "ada@example.com", "email_address"), ("*@Example.org", "*@example.org", "email_address"),
                ("+1 (415) 555-2671", "+14155552671", "phone_number"), (WALLET, WALLET, "web3_wallet"),
            ] {
                let made = backend.post(list, json!({"identifier": identifier})).await.ok().json;
                assert_eq!(members(&made), ["created_at", "id", "identifier", "identifier_type", "instance_id", "object", "updated_at"]);
                assert!(made["id"].as_str().is_some_and(|id| id.starts_with(prefix)));
                for (member, value) in [
                    ("object", json!(object)), ("identifier", json!(kept)), ("identifier_type", json!(kind)), ("instance_id", json!(app.instance().as_str())),
                    ("created_at", json!(app.now())), ("updated_at", json!(app.now())),
                ] {
                    assert_eq!(made[member], value, "{list} {member}");
                }
                backend.post(list, json!({"identifier": identifier.to_uppercase()})).await.refused(400, "duplicate_record", Some("identifier"));
            }
            for (body, code) in [
                (json!({}), "form_param_missing"), (json!({"identifier": " "}), "form_param_nil"), (json!({"identifier": "nonsense"}), "form_param_format_invalid"),
                (json!({"identifier": "a@b"}), "form_param_format_invalid"), (json!({"identifier": "*@"}), "form_param_format_invalid"),
                (json!({"identifier": "+12"}), "form_param_format_invalid"), (json!({"identifier": ["a@b.co"]}), "form_param_type_invalid"),
            ] {
                backend.post(list, body).await.refused(422, code, Some("identifier"));
            }
        }
    }
}

on_both! {
    async fn lists_are_listed_newest_first_and_entries_removed(app: TestApp) {
        let backend = app.backend();
        for (list, object, prefix) in [(ALLOW, "allowlist_identifier", "alid_"), (BLOCK, "blocklist_identifier", "blid_")] {
            let first = add(&backend, list, "a@example.com").await;
            app.advance(SECOND);
            add(&backend, list, "b@example.com").await;
            let page = backend.get(&format!("{list}?paginated=true&limit=1")).await.ok().json;
            assert_eq!((&page["total_count"], &page["data"][0]["identifier"]), (&json!(2), &json!("b@example.com")));
            let rest = backend.get(&format!("{list}?paginated=true&offset=1")).await.ok().json;
            assert_eq!(rest["data"][0]["id"], first.as_str());
            let path = format!("{list}/{first}");
            assert_eq!(backend.delete(&path).await.ok().json, json!({"object": object, "id": first, "deleted": true}));
            backend.delete(&path).await.refused(404, "resource_not_found", None);
            backend.delete(&format!("{list}/{prefix}{UNKNOWN}")).await.refused(404, "resource_not_found", None);
        }
        assert!(backend.get(ALLOW).await.ok().json.is_array(), "bare unless asked otherwise");
        assert!(backend.get(BLOCK).await.ok().json["data"].is_array(), "always a page");
        let other = backend.get(BLOCK).await.ok().json["data"][0]["id"].clone();
        backend.delete(&format!("{ALLOW}/{}", other.as_str().expect("an id"))).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn who_is_told_gets_an_invitation_that_goes_with_the_entry(app: TestApp) {
        let backend = app.backend();
        let made = backend.post(ALLOW, json!({"identifier": "Ada@example.com", "notify": true})).await.ok().json;
        let invitation = backend.get("/v1/invitations").await.ok().json[0].clone();
        assert_eq!((&made["invitation_id"], &invitation["email_address"]), (&invitation["id"], &json!("Ada@example.com")));
        assert_eq!(app.mails_to("Ada@example.com").await.len(), 1);
        for identifier in ["*@example.com", "+14155552671", WALLET] {
            backend.post(ALLOW, json!({"identifier": identifier, "notify": true})).await.refused(422, "form_conditional_param_disallowed", Some("notify"));
        }
        backend.post(ALLOW, json!({"identifier": "ada@example.com", "notify": true})).await.refused(400, "duplicate_record", None);
        backend.delete(&format!("{ALLOW}/{}", made["id"].as_str().expect("an id"))).await.ok();
        assert_eq!(backend.get("/v1/invitations?status=revoked").await.ok().json[0]["id"], invitation["id"]);
    }
}

on_both! {
    async fn restrictions_change_one_by_one_and_are_told_to_browsers(app: TestApp) {
        let backend = app.backend();
        let none = json!({
            "object": "instance_restrictions", "allowlist": false, "blocklist": false, "allowlist_blocklist_disabled_on_sign_in": false,
            "block_email_subaddresses": false, "block_disposable_email_domains": false, "ignore_dots_for_gmail_addresses": false,
        });
        assert_eq!(restrict(&backend, json!({})).await, none);
        let mut expected = none.clone();
        let told = async || app.client().get("/v1/environment").await.ok().json["user_settings"].clone();
        for name in ["allowlist", "blocklist", "allowlist_blocklist_disabled_on_sign_in", "block_email_subaddresses", "block_disposable_email_domains", "ignore_dots_for_gmail_addresses"] {
            expected[name] = json!(true);
            assert_eq!(restrict(&backend, json!({name: true})).await, expected, "{name}");
            assert_eq!(restrict(&backend, json!({name: null})).await, expected, "null changes nothing");
            if name != "ignore_dots_for_gmail_addresses" {
                assert_eq!(told().await["restrictions"][name], json!({"enabled": true}), "{name}");
            }
        }
        assert_eq!(told().await["sign_up"]["allowlist_only"], true);
        backend.patch("/v1/instance/restrictions", json!({"allowlist": "perhaps"})).await.refused(422, "form_param_type_invalid", Some("allowlist"));
        expected["allowlist"] = json!(false);
        assert_eq!(restrict(&backend, json!({"allowlist": false})).await, expected);
        assert_eq!(told().await["sign_up"]["allowlist_only"], false);
    }
}

on_both! {
    async fn with_the_allow_list_only_those_on_it_sign_up(app: TestApp) {
        let backend = app.backend();
        add(&backend, ALLOW, "ada@example.com").await;
        add(&backend, ALLOW, "*@example.org").await;
        add(&backend, ALLOW, "*@*.example.net").await;
        try_sign_up(&app, "eve@example.com").await.ok();
        restrict(&backend, json!({"allowlist": true})).await;
        for email in ["ADA@example.com", "anybody@example.org", "a@sub.example.net", "a@b.c.example.net"] {
            try_sign_up(&app, email).await.ok();
        }
        for email in ["eve@example.com", "ada@example.com.evil.example", "ada+x@example.com", "a@sub.example.org", "a@example.net", "a@notexample.org"] {
            kept_out(&try_sign_up(&app, email).await, email);
        }
        // Not by a change halfway, and not by an address that is added later.
        let client = app.client();
        let id = client.post("/v1/client/sign_ups", &[("email_address", "ada@example.com")]).await.ok().id();
        kept_out(&client.patch(&format!("/v1/client/sign_ups/{id}"), &[("email_address", "eve@example.com")]).await, "eve@example.com");
        let browser = app.signed_up("me@example.org").await;
        kept_out(&browser.post("/v1/me/email_addresses", &[("email_address", "eve@example.com")]).await, "eve@example.com");
        browser.post("/v1/me/email_addresses", &[("email_address", "other@example.org")]).await.ok();
    }
}

on_both! {
    async fn an_attempt_that_was_open_before_is_bound_too(app: TestApp) {
        let client = app.client();
        let id = app.open_sign_up(&client, "eve@example.com").await;
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("eve@example.com").await;
        restrict(&app.backend(), json!({"allowlist": true})).await;
        kept_out(&client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", &code)]).await, "eve@example.com");
        let kinds: Vec<_> = app.events_after(0).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["email.created"], "the code was sent, and nobody was made");
    }
}

on_both! {
    async fn the_block_list_is_stronger_than_the_allow_list_and_than_an_invitation(app: TestApp) {
        let backend = app.backend();
        for identifier in ["*@example.com", "eve@example.com"] {
            add(&backend, ALLOW, identifier).await;
        }
        add(&backend, BLOCK, "eve@example.com").await;
        add(&backend, BLOCK, "*@evil.example").await;
        restrict(&backend, json!({"allowlist": true, "blocklist": true})).await;
        try_sign_up(&app, "ada@example.com").await.ok();
        for email in ["eve@example.com", "EVE@example.com", "eve+1@example.com", "eve=1@example.com", "a@evil.example"] {
            kept_out(&try_sign_up(&app, email).await, &email.to_lowercase());
        }
        let invitation = backend.post("/v1/invitations", json!({"email_address": "a@evil.example"})).await.ok().json;
        let fields = [("strategy", "ticket"), ("ticket", &crate::support::ticket_of(&invitation)), ("password", PASSWORD)];
        kept_out(&app.client().post("/v1/client/sign_ups", &fields).await, "a@evil.example");
        restrict(&backend, json!({"blocklist": false})).await;
        try_sign_up(&app, "eve@example.com").await.ok();
    }
}

on_both! {
    async fn an_invitation_passes_the_allow_list_then_and_ever_after(app: TestApp) {
        let backend = app.backend();
        restrict(&backend, json!({"allowlist": true})).await;
        kept_out(&try_sign_up(&app, "ada@outside.example").await, "ada@outside.example");
        let invitation = backend.post("/v1/invitations", json!({"email_address": "ada@outside.example"})).await.ok().json;
        accept(&app, &invitation).await;
        try_sign_in(&app, "ada@outside.example").await.ok();
    }
}

on_both! {
    async fn both_lists_bind_sign_in_unless_that_is_switched_off(app: TestApp) {
        let backend = app.backend();
        for (email, username) in [("ada@example.com", "countess"), ("eve@example.com", "mallory"), ("bob@example.org", "bobby")] {
            let body = json!({"email_address": [email], "username": username, "password": PASSWORD, "phone_number": [format!("+1415555267{}", username.len())]});
            backend.post("/v1/users", body).await.ok();
        }
        add(&backend, ALLOW, "*@example.com").await;
        add(&backend, BLOCK, "eve@example.com").await;
        restrict(&backend, json!({"allowlist": true, "blocklist": true})).await;
        for name in ["ada@example.com", "countess"] {
            try_sign_in(&app, name).await.ok();
        }
        for name in ["eve@example.com", "mallory", "bob@example.org", "bobby"] {
            let refused = try_sign_in(&app, name).await;
            refused.refused(403, "not_allowed_access", Some("identifier"));
            assert!(refused.json["errors"][0]["meta"]["identifiers"].is_null() && !refused.text.contains('@'), "no address is told: {}", refused.text);
            let unproven = app.client().post("/v1/client/sign_ins", &[("identifier", name)]).await;
            unproven.refused(403, "not_allowed_access", Some("identifier"));
        }
        try_sign_in(&app, "nobody@example.org").await.refused(422, "form_identifier_not_found", Some("identifier"));
        restrict(&backend, json!({"allowlist_blocklist_disabled_on_sign_in": true})).await;
        for name in ["eve@example.com", "bobby"] {
            try_sign_in(&app, name).await.ok();
        }
        kept_out(&try_sign_up(&app, "new@example.org").await, "new@example.org");
        // Any proven identifier counts.
        restrict(&backend, json!({"allowlist": false, "allowlist_blocklist_disabled_on_sign_in": false})).await;
        try_sign_in(&app, "bobby").await.ok();
        add(&backend, BLOCK, "+14155552675").await;
        try_sign_in(&app, "bobby").await.refused(403, "not_allowed_access", Some("identifier"));
    }
}

on_both! {
    async fn a_sign_in_under_way_is_bound_by_a_list_that_changes_meanwhile(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let backend = app.backend();
        add(&backend, BLOCK, "ada@example.com").await;
        restrict(&backend, json!({"blocklist": true})).await;
        let fields = [("strategy", "password"), ("password", PASSWORD)];
        client.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await.refused_with_client(403, "not_allowed_access", Some("identifier"));
    }
}

on_both! {
    async fn tags_throw_away_addresses_and_dots_are_refused_where_that_is_wanted(app: TestApp) {
        let backend = app.backend();
        for email in ["a+b@example.com", "a@mailinator.com"] {
            try_sign_up(&app, email).await.ok();
        }
        restrict(&backend, json!({"block_email_subaddresses": true, "block_disposable_email_domains": true, "ignore_dots_for_gmail_addresses": true})).await;
        for email in ["a+b@example.com", "a=b@example.com", "a#b@example.com"] {
            try_sign_up(&app, email).await.refused(403, "not_allowed_access", Some("email_address"));
        }
        for email in ["a@mailinator.com", "a@sub.Mailinator.com", "a@guerrillamail.com"] {
            kept_out(&try_sign_up(&app, email).await, &email.to_lowercase());
        }
        app.signed_up("ada.lovelace@gmail.com").await;
        for email in ["adalovelace@gmail.com", "a.d.a.lovelace@Gmail.com"] {
            try_sign_up(&app, email).await.refused(422, "form_identifier_exists", Some("email_address"));
        }
        for email in ["adalovelace@googlemail.com", "ada.lovelace@example.com", "adalovelace@example.com"] {
            try_sign_up(&app, email).await.ok();
        }
        let browser = app.signed_up("grace@example.com").await;
        browser.post("/v1/me/email_addresses", &[("email_address", "a@mailinator.com")]).await.refused(403, "not_allowed_access", Some("email_address"));
        add(&backend, BLOCK, "e.v.e@gmail.com").await;
        restrict(&backend, json!({"blocklist": true})).await;
        kept_out(&try_sign_up(&app, "ev.e@gmail.com").await, "ev.e@gmail.com");
        restrict(&backend, json!({"ignore_dots_for_gmail_addresses": false})).await;
        try_sign_up(&app, "ev.e@gmail.com").await.ok();
        try_sign_up(&app, "adalovelace@gmail.com").await.ok();
    }
}

on_both! {
    async fn who_keeps_somebody_out_is_not_told(app: TestApp) {
        let backend = app.backend();
        add(&backend, ALLOW, "*@example.com").await;
        add(&backend, BLOCK, "eve@example.com").await;
        restrict(&backend, json!({"allowlist": true, "blocklist": true, "block_disposable_email_domains": true})).await;
        let words = |reply: &Reply| (reply.status, reply.json["errors"][0]["code"].clone(), reply.json["errors"][0]["message"].clone(), reply.json["errors"][0]["long_message"].clone());
        let blocked = words(&try_sign_up(&app, "eve@example.com").await);
        assert_eq!(blocked, words(&try_sign_up(&app, "a@example.org").await));
        assert_eq!(blocked, words(&try_sign_up(&app, "a@mailinator.com").await));
        // Also when there is an account.
        backend.user("taken@example.org").await;
        assert_eq!(blocked, words(&try_sign_up(&app, "taken@example.org").await));
    }
}

on_both! {
    parallel async fn changes_of_the_settings_at_once_are_all_made_or_refused_and_none_is_lost(app: TestApp) {
        let names = ["allowlist", "blocklist", "block_email_subaddresses", "block_disposable_email_domains", "ignore_dots_for_gmail_addresses"];
        let mut tasks = tokio::task::JoinSet::new();
        for name in names {
            let backend = app.backend();
            tasks.spawn(async move { (name, backend.send(Method::PATCH, "/v1/instance/restrictions", json!({name: true}).to_string()).await) });
        }
        let replies = tasks.join_all().await;
        let now = restrict(&app.backend(), json!({})).await;
        for (name, reply) in &replies {
            match reply.status.as_u16() {
                200 => assert_eq!(now[name], true, "a confirmed change is there"),
                503 => assert_eq!(now[name], false, "a refused one may be tried again"),
                _ => panic!("{}", reply.text),
            }
        }
        assert!(replies.iter().any(|(_, reply)| reply.status == 200));
    }
}

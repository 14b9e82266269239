//! The room of templates: previews, what is known of tokens, and the proof that setting a key asks for.

use crate::on_both;
use serde_json::{Value, json};
use server::clock::{MINUTE, SECOND};

const PREVIEW: &str = "/v1/dashboard/jwt_templates/preview";
const TEMPLATES: &str = "/v1/jwt_templates";
const SECRET: &str = "a-secret-of-more-than-thirty-two-characters";

fn id(template: &Value) -> &str {
    template["id"].as_str().expect("an id")
}

fn own_key(name: &str) -> Value {
    json!({"name": name, "claims": {}, "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": SECRET})
}

on_both! {
    async fn a_preview_says_what_the_token_will_say(app: TestApp) {
        let operator = app.operator().await;
        let browser = app.signed_up("ada@example.com").await;
        let (user, session) = (browser.get("/v1/me").await.ok().id(), app.session_of(&browser).await);
        app.backend().patch(&format!("/v1/users/{user}/metadata"), json!({"public_metadata": {"plan": "pro"}})).await.ok();
        let claims = json!({"email": "{{user.primary_email_address}}", "plan": "{{user.public_metadata.plan || 'free'}}", "fixed": 7});
        app.backend().post(TEMPLATES, json!({"name": "t", "claims": claims, "lifetime": 90, "allowed_clock_skew": 7})).await.ok();
        let reply = app.backend().post(&format!("/v1/sessions/{session}/tokens/t"), json!({})).await.ok();
        let mut real = crate::backend::claims_of(reply.json["jwt"].as_str().expect("a token"));
        for named in [user.as_str(), "Ada@example.com", " ada@example.com "] {
            let body = json!({"claims": claims, "lifetime": 90, "allowed_clock_skew": 7, "user": named});
            let mut preview = operator.post(PREVIEW, body).await.ok().json;
            assert_eq!((&preview["user_id"], &preview["claims"]["plan"]), (&json!(user), &json!("pro")));
            // Ids of tokens are never the same.
            preview["claims"]["jti"] = Value::Null;
            real["jti"] = Value::Null;
            assert_eq!(preview["claims"], real);
        }
    }
}

on_both! {
    async fn without_a_user_it_is_a_made_up_one_and_nothing_is_written(app: TestApp) {
        let operator = app.operator().await;
        let before = app.last_event().await;
        let claims = json!({"name": "{{user.full_name}}", "email": "{{user.primary_email_address}}", "is": "{{user.email_verified}}", "plan": "{{user.public_metadata.plan}}"});
        let preview = operator.post(PREVIEW, json!({"claims": claims, "user": ""})).await.ok().json;
        assert_eq!(preview["user_id"], Value::Null);
        let shown = &preview["claims"];
        assert_eq!((&shown["name"], &shown["email"], &shown["is"], &shown["plan"]), (&json!("Ada Lovelace"), &json!("ada@example.com"), &json!(true), &json!("pro")));
        let now = app.now() / SECOND;
        assert_eq!((&shown["iat"], &shown["exp"], &shown["nbf"]), (&json!(now), &json!(now + 60), &json!(now - 5)));
        assert_eq!(shown["iss"], json!(app.app.instance.issuer));
        assert_eq!(app.last_event().await, before);
        assert_eq!(operator.get("/v1/users/count").await.ok().json["total_count"], 0);
        assert_eq!(operator.get(&format!("{TEMPLATES}?paginated=true")).await.ok().json["total_count"], 0);
    }
}

on_both! {
    async fn a_preview_names_what_stands_for_nothing_and_what_is_reserved(app: TestApp) {
        let operator = app.operator().await;
        let claims = json!({"a": "{{user.nickname}}", "b": ["{{user.private_metadata.a}}", "{{user.public_metadata.any}}"], "sub": "x", "iss": "{{user.id}}"});
        let preview = operator.post(PREVIEW, json!({"claims": claims})).await.ok().json;
        assert_eq!(preview["unknown_shortcodes"], json!(["user.nickname", "user.private_metadata.a"]));
        assert_eq!(preview["reserved_claims"], json!(["iss", "sub"]));
        assert_eq!((&preview["claims"]["a"], &preview["claims"]["iss"]), (&Value::Null, &json!(app.app.instance.issuer)));
        for (body, code, param) in [
            (json!({"claims": {}, "lifetime": 29}), "form_param_value_invalid", "lifetime"),
            (json!({"claims": {}, "allowed_clock_skew": 301}), "form_param_value_invalid", "allowed_clock_skew"),
            (json!({"claims": {}, "user": "user_nobody"}), "form_param_value_invalid", "user"),
            (json!({"claims": {}, "user": "nobody@example.com"}), "form_param_value_invalid", "user"),
            (json!({"claims": {"a": "x".repeat(17_000)}}), "form_param_exceeds_allowed_size", "claims"),
        ] {
            operator.post(PREVIEW, body).await.refused(422, code, Some(param));
        }
    }
}

on_both! {
    async fn an_operator_sets_or_gives_up_a_key_only_after_a_proof(app: TestApp) {
        let operator = app.operator().await;
        let made = operator.post(TEMPLATES, own_key("fresh")).await.ok();
        assert!(!made.text.contains(SECRET));
        let own = format!("{TEMPLATES}/{}", id(&made.json));
        let plain = operator.post(TEMPLATES, json!({"name": "plain", "claims": {}})).await.ok();
        let plain = format!("{TEMPLATES}/{}", id(&plain.json));
        app.advance(11 * MINUTE);
        let code = "session_reverification_required";
        operator.post(TEMPLATES, own_key("stale")).await.refused(403, code, None);
        operator.patch(&plain, own_key("plain")).await.refused(403, code, None);
        operator.patch(&own, own_key("fresh")).await.refused(403, code, None);
        operator.patch(&own, json!({"name": "fresh", "claims": {}, "custom_signing_key": false})).await.refused(403, code, None);
        // What changes no key asks for nothing, and a backend's key is proof enough.
        operator.patch(&own, json!({"name": "renamed", "claims": {"a": 1}, "custom_signing_key": true})).await.ok();
        operator.patch(&plain, json!({"name": "plain", "claims": {}, "custom_signing_key": false, "signing_key": ""})).await.ok();
        app.backend().patch(&own, own_key("renamed")).await.ok();
        let all = operator.get(TEMPLATES).await.ok().json;
        assert_eq!(all.as_array().map(Vec::len), Some(2), "{all}");
    }
}

on_both! {
    async fn a_new_key_is_told_by_the_log_and_the_key_itself_is_not(app: TestApp) {
        let operator = app.operator().await;
        let made = operator.post(TEMPLATES, own_key("own")).await.ok();
        operator.patch(&format!("{TEMPLATES}/{}", id(&made.json)), own_key("own")).await.ok();
        let log = operator.get("/v1/dashboard/audit_entries?action=jwt_template.update").await.ok();
        let changes = &log.json["data"][0]["changes"];
        assert!(changes.as_array().is_some_and(|changes| changes.contains(&json!("signing_key_replaced"))), "{changes}");
        let entry = log.json["data"][0]["id"].as_str().expect("an id").to_owned();
        let entry = operator.get(&format!("/v1/dashboard/audit_entries/{entry}")).await.ok();
        assert_eq!((&entry.json["before"]["signing_key_replaced"], &entry.json["after"]["signing_key_replaced"]), (&Value::Null, &json!(true)));
        assert!(!log.text.contains(SECRET) && !entry.text.contains(SECRET));
    }
}

on_both! {
    async fn a_form_that_fails_shows_the_claims_again_and_never_the_key(app: TestApp) {
        let operator = app.operator().await;
        let claims = format!(r#"{{"a": "{}", }}"#, "x".repeat(1_500));
        let fields = [("_form", "template.create"), ("_then", "/dashboard/templates"), ("_back", "/dashboard/templates/new")];
        let typed = [("name", "bad"), ("claims:json", claims.as_str()), ("signing_key", SECRET)];
        operator.form(TEMPLATES, &[&fields[..], &typed[..]].concat()).await;
        let page = operator.client.get("/dashboard/templates/new").await;
        assert!(page.text.contains("This is not valid JSON") && page.text.contains("line 1 column 15"), "{}", page.text);
        assert!(page.text.contains(&"x".repeat(1_500)), "what was typed is there again");
        assert!(!page.text.contains(SECRET));
    }
}

on_both! {
    async fn what_tokens_of_sessions_say_is_told_with_its_size(app: TestApp, |config| {
        config.session.claims = vec!["plan=public.plan".parse().expect("a claim"), "theme=unsafe.ui.theme".parse().expect("a claim")];
        config.session.claim_bytes = 64;
    }) {
        let operator = app.operator().await;
        let facts = operator.get("/v1/dashboard/tokens").await.ok().json;
        assert_eq!(facts["session_claims"], json!([{"name": "plan", "path": "public.plan"}, {"name": "theme", "path": "unsafe.ui.theme"}]));
        let bytes = facts["session_token_bytes"].as_u64().expect("a number");
        assert!((1_500..4_096).contains(&bytes), "{bytes}");
        assert_eq!((&facts["session_claim_bytes"], &facts["session_token_max_bytes"]), (&json!(64), &json!(4096)));
        let algorithms = facts["signing_algorithms"].as_array().expect("a list");
        assert!(algorithms.contains(&json!("HS256")) && algorithms.contains(&json!("ES256")));
        assert_eq!(app.client().get("/.well-known/jwks.json").await.ok().status, 200);
        assert!(facts["jwks_url"].as_str().is_some_and(|url| url.ends_with("/.well-known/jwks.json")));
        let page = operator.client.get("/dashboard/templates").await;
        assert!(page.text.contains("unsafe.ui.theme") && page.text.contains("[session]"), "{}", page.text);
    }
}

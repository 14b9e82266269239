//! `/v1/redirect_urls…`: listed, and heeded by the pages.

use crate::{on_both, support::members};
use serde_json::json;
use server::{clock::SECOND, config::Environment};

const PATH: &str = "/v1/redirect_urls";
const UNKNOWN: &str = "ru_000000000000000000000000000";

on_both! {
    async fn a_redirect_url_is_made_read_listed_and_removed(app: TestApp) {
        let backend = app.backend();
        let made = backend.post(PATH, json!({"url": " https://app.example.com/callback?a=b "})).await.ok().json;
        assert_eq!(members(&made), ["created_at", "id", "object", "updated_at", "url"]);
        assert_eq!((&made["object"], &made["url"]), (&json!("redirect_url"), &json!("https://app.example.com/callback?a=b")));
        assert_eq!((&made["created_at"], &made["updated_at"]), (&json!(app.now()), &json!(app.now())));
        let id = made["id"].as_str().expect("an id");
        assert!(id.starts_with("ru_"));
        app.advance(SECOND);
        backend.post(PATH, json!({"url": "my-app://callback"})).await.ok();
        assert_eq!(backend.get(&format!("{PATH}/{id}")).await.ok().json, made);
        assert_eq!(backend.get(&format!("{PATH}?offset=1")).await.ok().json, json!([made]), "newest first");
        let page = backend.get(&format!("{PATH}?paginated=true&limit=1")).await.ok().json;
        assert_eq!((&page["total_count"], &page["data"][0]["url"]), (&json!(2), &json!("my-app://callback")));
        assert_eq!(backend.delete(&format!("{PATH}/{id}")).await.ok().json, json!({"object": "redirect_url", "id": id, "deleted": true}));
        for id in [id, UNKNOWN] {
            backend.get(&format!("{PATH}/{id}")).await.refused(404, "resource_not_found", None);
            backend.delete(&format!("{PATH}/{id}")).await.refused(404, "resource_not_found", None);
        }
    }
}

on_both! {
    async fn what_is_listed_already_or_leads_nowhere_is_refused(app: TestApp) {
        let backend = app.backend();
        for url in ["https://app.example.com/callback", "http://localhost:5173/x", "com.example.app://callback"] {
            backend.post(PATH, json!({"url": url})).await.ok();
            backend.post(PATH, json!({"url": url})).await.refused(400, "duplicate_record", Some("url"));
        }
        backend.post(PATH, json!({})).await.refused(422, "form_param_missing", Some("url"));
        backend.post(PATH, json!({"url": " "})).await.refused(422, "form_param_nil", Some("url"));
        for url in [
            "nonsense", "/path", "//evil.example", "http://app.example.com/", "javascript://x/%0aalert(1)", "JAVASCRIPT://x/%0aalert(1)", "data://text/html", "file:///etc/passwd",
            "https://user@app.example.com/", "https://app.example.com/#x", "https://app.example.com\\@evil.example", "https:app.example.com", "my-app:", "https://a.example/\u{7}",
        ] {
            backend.post(PATH, json!({"url": url})).await.refused(422, "form_param_format_invalid", Some("url"));
        }
        assert_eq!(backend.get(&format!("{PATH}?paginated=true")).await.ok().json["total_count"], 3);
    }
}

on_both! {
    async fn in_production_http_is_refused_everywhere(app: TestApp, |config| config.instance.environment = Environment::Production) {
        app.backend().post(PATH, json!({"url": "http://localhost:5173/x"})).await.refused(422, "form_param_format_invalid", Some("url"));
    }
}

on_both! {
    async fn an_invitation_may_lead_to_exactly_what_is_listed(app: TestApp) {
        let backend = app.backend();
        let invite = async |url: &str| backend.post("/v1/invitations", json!({"email_address": "ada@example.com", "redirect_url": url, "ignore_existing": true})).await;
        let made = backend.post(PATH, json!({"url": "https://app.example.com/join"})).await.ok().json;
        let url = invite("https://app.example.com/join").await.ok().json["url"].clone();
        assert!(url.as_str().expect("a page").starts_with("https://app.example.com/join?__clerk_ticket="));
        invite("http://localhost:3000/anything").await.ok();
        for near in ["https://app.example.com/join/", "https://app.example.com/join?x=y", "https://app.example.com/joined", "https://app.example.com", "https://APP.example.com/join", "https://app.example.com:443/join"] {
            invite(near).await.refused(422, "form_redirect_url_invalid", Some("redirect_url"));
        }
        backend.delete(&format!("{PATH}/{}", made["id"].as_str().expect("an id"))).await.ok();
        invite("https://app.example.com/join").await.refused(422, "form_redirect_url_invalid", Some("redirect_url"));
    }
}

//! `/v1/client` and `/v1/client/sessions`

use crate::{
    on_both,
    support::{Engine, PASSWORD, TestApp, members},
};
use serde_json::{Value, json};

on_both! {
    async fn a_visitor_without_a_client_gets_null_and_no_cookie(app: TestApp) {
        let reply = app.client().get("/v1/client").await.ok();
        assert_eq!(reply.json, json!({"response": null, "client": null}));
        assert!(reply.set_cookies().is_empty());
    }
}

on_both! {
    async fn a_worthless_cookie_counts_as_no_client(app: TestApp) {
        for worthless in ["garbage", "", &"x".repeat(5_000), "'; DROP TABLE clients; --"] {
            let client = app.client();
            client.set_cookie("__client", worthless);
            let reply = client.get("/v1/client").await.ok();
            assert!(reply.response().is_null(), "{worthless}");
        }
    }
}

on_both! {
    async fn the_client_has_every_member_of_the_contract(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let reply = browser.get("/v1/client").await.enveloped_read("client");
        let client = reply.response();
        let expected = [
            "captcha_bypass", "cookie_expires_at", "created_at", "id", "last_active_session_id", "last_authentication_strategy", "object", "sessions",
            "sign_in", "sign_up", "updated_at",
        ];
        assert_eq!(members(client), expected);
        assert!(client["id"].as_str().is_some_and(|id| id.starts_with("client_")));
        assert_eq!(client["captcha_bypass"], false);
        assert_eq!(client["last_authentication_strategy"], "email_code");
        assert_eq!(client["cookie_expires_at"], app.now() + 400 * server::clock::DAY);
        assert_eq!(client["sessions"].as_array().map(Vec::len), Some(1));
        assert_eq!(client["last_active_session_id"], client["sessions"][0]["id"]);
        assert!(client["sign_in"].is_null() && client["sign_up"].is_null(), "finished attempts are gone");
        assert!(client["sessions"][0]["last_active_token"]["jwt"].is_string(), "the current session brings its token");
        assert!(client["sessions"][0]["user"]["email_addresses"][0]["id"].is_string(), "a session embeds its whole user");
    }
}

on_both! {
    async fn put_makes_a_client_once_and_sets_its_cookie(app: TestApp) {
        let browser = app.client();
        let made = browser.form(http::Method::PUT, "/v1/client", &[]).await.enveloped("client");
        assert!(made.set_cookie("__client").is_some());
        assert_eq!(made.response()["sessions"], json!([]));
        let again = browser.form(http::Method::PUT, "/v1/client", &[]).await.enveloped("client");
        assert_eq!(again.id(), made.id(), "the second call finds the first client");
        assert!(again.set_cookie("__client").is_none());
    }
}

on_both! {
    async fn deleting_the_client_signs_out_and_expires_its_cookie(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let stolen = browser.fork();
        let reply = browser.delete("/v1/client").await.ok();
        assert_eq!(reply.json, json!({"response": null, "client": null}));
        assert!(reply.set_cookie("__client").is_some_and(|line| line.contains("Max-Age=0")));
        assert!(browser.cookie("__client").is_none());
        assert_eq!(browser.cookie("__client_uat").as_deref(), Some("0"));
        assert!(stolen.get("/v1/client").await.ok().response().is_null(), "the old token finds nothing");
        stolen.get("/v1/me").await.refused(401, "authentication_invalid", None);
        browser.delete("/v1/client").await.ok();
    }
}

on_both! {
    async fn deleting_all_sessions_signs_everybody_out_and_keeps_the_client(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.sign_up(&browser, "grace@example.com").await;
        let id = browser.get("/v1/client").await.ok().id();
        let reply = browser.delete("/v1/client/sessions").await.enveloped("client");
        assert_eq!(reply.response()["sessions"], json!([]));
        assert_eq!(reply.response()["last_active_session_id"], Value::Null);
        assert_eq!(reply.id(), id, "the client stays");
        assert_eq!(reply.response(), reply.client(), "the piggybacked client is the same");
        browser.get("/v1/me").await.refused(401, "authentication_invalid", None);
        assert_eq!(browser.get("/v1/client").await.ok().id(), id);
    }
}

on_both! {
    async fn deleting_all_sessions_without_a_client_answers_null(app: TestApp) {
        let reply = app.client().delete("/v1/client/sessions").await.ok();
        assert_eq!(reply.json, json!({"response": null, "client": null}));
    }
}

on_both! {
    async fn a_client_holds_several_sessions_and_the_newest_is_current(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.advance(1_000);
        let reply = app.sign_up(&browser, "grace@example.com").await;
        let client = reply.client();
        assert_eq!(client["sessions"].as_array().map(Vec::len), Some(2));
        assert_eq!(client["last_active_session_id"], client["sessions"][1]["id"]);
        assert_eq!(browser.get("/v1/me").await.ok().response()["email_addresses"][0]["email_address"], "grace@example.com");
        let other = client["sessions"][0]["id"].as_str().expect("an id");
        let me = browser.get(&format!("/v1/me?_clerk_session_id={other}")).await.ok();
        assert_eq!(me.response()["email_addresses"][0]["email_address"], "ada@example.com", "the query says which session is meant");
    }
}

on_both! {
    async fn a_client_holds_ten_sessions_at_most(app: TestApp) {
        let browser = app.client();
        for number in 0..10 {
            app.sign_up(&browser, &format!("p{number}@example.com")).await;
        }
        let fields = [("email_address", "p10@example.com"), ("password", PASSWORD)];
        browser.post("/v1/client/sign_ups", &fields).await.refused_with_client(403, "quota_exceeded", None);
        browser.post("/v1/client/sign_ins", &[]).await.refused_with_client(403, "quota_exceeded", None);
    }
}

on_both! {
    async fn every_visible_change_makes_the_client_newer_even_in_the_same_millisecond(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let mut last = browser.get("/v1/client").await.ok().response()["updated_at"].as_i64().expect("a time");
        let changes: [(&str, &[(&str, &str)]); 3] =
            [("/v1/me?_method=PATCH", &[("first_name", "Ada")]), ("/v1/client/sign_ins", &[]), ("/v1/me/email_addresses", &[("email_address", "b@example.com")])];
        for (path, fields) in changes {
            let now = browser.post(path, fields).await.ok().client()["updated_at"].as_i64().expect("a time");
            assert!(now > last, "{path}: {now} after {last}");
            last = now;
        }
    }
}

#[tokio::test]
async fn an_expired_client_is_none() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = app.signed_up("ada@example.com").await;
    app.advance(400 * server::clock::DAY);
    assert!(browser.get("/v1/client").await.ok().response().is_null());
}

on_both! {
    async fn an_expired_session_is_not_listed_and_not_accepted(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.advance(app.app.config.session.lifetime);
        assert_eq!(browser.get("/v1/client").await.ok().response()["sessions"], json!([]));
        browser.get("/v1/me").await.refused(401, "authentication_invalid", None);
    }
}

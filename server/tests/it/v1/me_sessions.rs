//! `/v1/me/sessions`

use crate::{
    on_both,
    support::{PASSWORD, members},
};
use http::Method;
use serde_json::json;

const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

on_both! {
    async fn all_devices_are_listed_bare_with_where_they_were_used(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let phone = app.client();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs([("identifier", "ada@example.com"), ("password", PASSWORD)]).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://localhost:3000"), ("user-agent", SAFARI)];
        phone.raw(Method::POST, "/v1/client/sign_ins", &headers, body).await.ok();
        let reply = browser.get("/v1/me/sessions/active").await.ok();
        let list = reply.json.as_array().expect("a bare array");
        assert_eq!(list.len(), 2);
        assert!(list.iter().all(|session| session["user"].is_null() && session["last_active_token"].is_null()), "no user, no token");
        let activity = &list.iter().find(|session| session["latest_activity"]["is_mobile"] == true).expect("the phone")["latest_activity"];
        assert_eq!(members(activity), ["browser_name", "browser_version", "device_type", "id", "ip_address", "is_mobile", "object"]);
        assert_eq!((&activity["browser_name"], &activity["device_type"]), (&json!("Safari"), &json!("iPhone")));
        assert_eq!(activity["ip_address"], "127.0.0.1");
    }
}

on_both! {
    async fn only_live_sessions_of_oneself_are_listed(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.signed_up("grace@example.com").await;
        let gone = app.client();
        app.sign_in(&gone, "ada@example.com", PASSWORD).await;
        gone.delete("/v1/client/sessions").await.ok();
        let own = app.session_of(&browser).await;
        let reply = browser.get("/v1/me/sessions/active").await.ok();
        assert_eq!(reply.json.as_array().map(Vec::len), Some(1));
        assert_eq!(reply.json[0]["id"], own.as_str());
    }
}

on_both! {
    async fn another_device_is_signed_out_from_here(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let phone = app.client();
        app.sign_in(&phone, "ada@example.com", PASSWORD).await;
        let id = app.session_of(&phone).await;
        let reply = browser.post(&format!("/v1/me/sessions/{id}/revoke"), &[]).await.enveloped("session");
        assert_eq!(reply.response()["status"], "revoked");
        assert!(reply.set_cookie("__client_uat").is_none(), "nothing changes for this browser");
        phone.get("/v1/me").await.refused(401, "authentication_invalid", None);
        phone.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await.refused_with_client(401, "authentication_invalid", None);
        assert_eq!(phone.get("/v1/client").await.ok().response()["sessions"], json!([]));
        browser.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn revoking_the_own_session_signs_out_here(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let reply = browser.post(&format!("/v1/me/sessions/{id}/revoke"), &[]).await.enveloped("session");
        assert_eq!(reply.client()["sessions"], json!([]));
        assert_eq!(browser.cookie("__client_uat").as_deref(), Some("0"));
        assert!(browser.cookie("__session").is_none());
        browser.get("/v1/me").await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn foreign_sessions_look_like_unknown_ones_and_nobody_is_401(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let eve = app.signed_up("eve@example.com").await;
        let foreign = eve.post(&format!("/v1/me/sessions/{id}/revoke"), &[]).await;
        let unknown = eve.post("/v1/me/sessions/sess_000000000000000000000000000/revoke", &[]).await;
        foreign.refused_with_client(404, "resource_not_found", None);
        assert_eq!(foreign.error_alone(), unknown.error_alone());
        browser.get("/v1/me").await.ok();
        let visitor = app.client();
        visitor.get("/v1/me/sessions/active").await.refused(401, "authentication_invalid", None);
        visitor.post(&format!("/v1/me/sessions/{id}/revoke"), &[]).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn the_oldest_of_more_than_a_hundred_sessions_makes_room(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let oldest = app.session_of(&browser).await;
        let copied = "INSERT INTO sessions (instance_id, id, client_id, user_id, status, last_active_at, expire_at, abandon_at, version, created_at, updated_at) \
            SELECT s.instance_id, $1, s.client_id, s.user_id, s.status, s.last_active_at, s.expire_at, s.abandon_at, 1, s.created_at + 1, s.updated_at \
            FROM sessions s WHERE s.id = $2";
        for number in 0..99 {
            app.execute(copied, vec![format!("sess_copy{number}").into(), (&oldest).into()]).await;
        }
        app.advance(1_000);
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
        assert_eq!(browser.get(&format!("/v1/client/sessions/{oldest}")).await.ok().response()["status"], "replaced");
        let list = browser.get("/v1/me/sessions/active?_clerk_session_id=sess_copy0").await.ok();
        assert_eq!(list.json.as_array().map(Vec::len), Some(100));
    }
}

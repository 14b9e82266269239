//! `/v1/client/sessions/{session_id}` and what is done to it. Tokens are in `tokens.rs`.

use crate::{
    on_both,
    support::{TestApp, TestClient, members},
};
use server::clock::MINUTE;

const UNKNOWN: &str = "sess_000000000000000000000000000";

on_both! {
    async fn a_session_has_every_member_of_the_contract(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        app.advance(2 * MINUTE);
        let reply = browser.get(&format!("/v1/client/sessions/{id}")).await.enveloped_read("session");
        let session = reply.response();
        let expected = [
            "abandon_at", "actor", "created_at", "expire_at", "factor_verification_age", "id", "last_active_at", "last_active_organization_id",
            "last_active_token", "object", "public_user_data", "status", "tasks", "updated_at", "user",
        ];
        assert_eq!(members(session), expected);
        assert_eq!(session["status"], "active");
        assert_eq!(session["factor_verification_age"], serde_json::json!([2, -1]));
        assert_eq!(session["public_user_data"]["identifier"], "ada@example.com");
        assert_eq!(session["user"]["id"], session["public_user_data"]["user_id"]);
        assert_eq!(session["expire_at"].as_i64(), Some(app.now() - 2 * MINUTE + app.app.config.session.lifetime));
    }
}

on_both! {
    async fn touch_makes_a_session_current_and_answers_it_with_its_token(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let first = app.session_of(&browser).await;
        app.sign_up(&browser, "grace@example.com").await;
        let reply = browser.post(&format!("/v1/client/sessions/{first}/touch"), &[("active_organization_id", ""), ("intent", "select_session")]).await;
        let reply = reply.enveloped("session");
        assert_eq!(reply.id(), first);
        assert!(reply.response()["last_active_token"]["jwt"].is_string());
        assert_eq!(reply.client()["last_active_session_id"], first.as_str());
        assert_eq!(browser.cookie("__session").as_deref(), reply.response()["last_active_token"]["jwt"].as_str());
        assert_eq!(browser.get("/v1/me").await.ok().response()["email_addresses"][0]["email_address"], "ada@example.com");
    }
}

on_both! {
    async fn touch_notes_use_at_most_once_a_minute(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/touch", app.session_of(&browser).await);
        let begun = app.now();
        app.advance(MINUTE - 1);
        assert_eq!(browser.post(&path, &[]).await.ok().response()["last_active_at"], begun);
        app.advance(1);
        assert_eq!(browser.post(&path, &[]).await.ok().response()["last_active_at"], begun + MINUTE);
    }
}

on_both! {
    async fn touch_refuses_an_organization_that_is_not_there(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/touch", app.session_of(&browser).await);
        browser.post(&path, &[("active_organization_id", "org_1")]).await.refused_with_client(404, "resource_not_found", Some("active_organization_id"));
    }
}

on_both! {
    async fn touch_of_a_session_that_is_over_or_not_ours_is_401(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let path = format!("/v1/client/sessions/{id}/touch");
        app.client().post(&path, &[]).await.refused(401, "authentication_invalid", None);
        let other = app.signed_up("grace@example.com").await;
        let foreign = other.post(&path, &[]).await;
        let unknown = other.post(&format!("/v1/client/sessions/{UNKNOWN}/touch"), &[]).await;
        foreign.refused_with_client(401, "authentication_invalid", None);
        assert_eq!(foreign.error_alone(), unknown.error_alone());
        browser.post(&format!("/v1/client/sessions/{id}/end"), &[]).await.ok();
        browser.post(&path, &[]).await.refused_with_client(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_banned_user_is_refused_by_touch_and_by_me(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/touch", app.session_of(&browser).await);
        app.execute("UPDATE users SET banned = TRUE", vec![]).await;
        browser.post(&path, &[]).await.refused(403, "user_banned", None);
        browser.get("/v1/me").await.refused(403, "user_banned", None);
        assert_eq!(browser.get("/v1/client").await.ok().response()["sessions"], serde_json::json!([]));
    }
}

/// Ends the session by this verb and checks what is left.
async fn finishes(app: &TestApp, verb: &str, status: &str) {
    let browser = app.signed_up(&format!("{verb}@example.com")).await;
    let id = app.session_of(&browser).await;
    let reply = browser.post(&format!("/v1/client/sessions/{id}/{verb}"), &[]).await.enveloped("session");
    assert_eq!(reply.response()["status"], status);
    assert!(reply.response()["last_active_token"].is_null(), "no token for a session that is over");
    assert_eq!(reply.client()["sessions"], serde_json::json!([]));
    browser.get("/v1/me").await.refused(401, "authentication_invalid", None);
    let kept = browser.get(&format!("/v1/client/sessions/{id}")).await.ok();
    assert_eq!(kept.response()["status"], status, "the session itself stays readable in its client");
    let again = browser.post(&format!("/v1/client/sessions/{id}/{verb}"), &[]).await.ok();
    assert_eq!(again.response()["status"], status, "doing it again changes nothing");
    assert!(again.set_cookie("__client").is_none(), "and rotates nothing");
}

on_both! {
    async fn end_ends_the_session(app: TestApp) {
        finishes(&app, "end", "ended").await;
    }
}

on_both! {
    async fn remove_signs_the_session_out(app: TestApp) {
        finishes(&app, "remove", "removed").await;
    }
}

on_both! {
    async fn when_the_current_session_is_removed_another_takes_its_place(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let first = app.session_of(&browser).await;
        app.sign_up(&browser, "grace@example.com").await;
        let second = app.session_of(&browser).await;
        let reply = browser.post(&format!("/v1/client/sessions/{second}/remove"), &[]).await.ok();
        assert_eq!(reply.client()["last_active_session_id"], first.as_str());
        let me = browser.get("/v1/me").await.ok();
        assert_eq!(me.response()["email_addresses"][0]["email_address"], "ada@example.com");
        let token = browser.post(&format!("/v1/client/sessions/{first}/tokens?debug=skip_cache"), &[]).await.ok();
        assert_eq!(browser.cookie("__session").as_deref(), token.json["jwt"].as_str(), "renewals of the session that took over reach the cookie");
    }
}

on_both! {
    async fn when_the_current_session_runs_out_another_takes_its_place(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.advance(MINUTE);
        app.sign_up(&browser, "grace@example.com").await;
        app.execute("UPDATE clients SET last_active_session_id = (SELECT id FROM sessions ORDER BY created_at LIMIT 1)", vec![]).await;
        app.advance(app.app.config.session.lifetime - MINUTE);
        let me = browser.get("/v1/me").await.ok();
        assert_eq!(me.response()["email_addresses"][0]["email_address"], "grace@example.com");
    }
}

on_both! {
    async fn foreign_sessions_look_like_unknown_ones(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let other = app.signed_up("grace@example.com").await;
        foreign_like_unknown(&other, &id).await;
        foreign_like_unknown(&app.client(), &id).await;
        browser.get("/v1/me").await.ok();
    }
}

async fn foreign_like_unknown(other: &TestClient, id: &str) {
    let (foreign, unknown) = (
        other.get(&format!("/v1/client/sessions/{id}")).await,
        other.get(&format!("/v1/client/sessions/{UNKNOWN}")).await,
    );
    foreign.refused(404, "resource_not_found", None);
    assert_eq!(foreign.error_alone(), unknown.error_alone());
    for verb in ["end", "remove"] {
        let foreign = other.post(&format!("/v1/client/sessions/{id}/{verb}"), &[]).await;
        let unknown = other.post(&format!("/v1/client/sessions/{UNKNOWN}/{verb}"), &[]).await;
        foreign.refused(404, "resource_not_found", None);
        assert_eq!(foreign.error_alone(), unknown.error_alone());
    }
}

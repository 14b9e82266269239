//! `/v1/sign_in_tokens…` and `/v1/actor_tokens…`, and what their tickets do in a browser.

use super::claims_of;
use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use serde_json::{Value, json};
use server::clock::{DAY, HOUR, MINUTE, SECOND};

/// The cookie by which a browser is known again.
const DEVICE: &str = "__onehop_device";
const KINDS: [(&str, &str); 2] = [("sign_in_tokens", "sit_"), ("actor_tokens", "act_")];

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().expect("a text")
}

/// A ticket of this kind for the user.
async fn made(app: &TestApp, kind: &str, user: &str) -> Value {
    let mut body = json!({"user_id": user});
    if kind == "actor_tokens" {
        body["actor"] = json!({"sub": "user_operator"});
    }
    app.backend().post(&format!("/v1/{kind}"), body).await.ok().json
}

async fn use_up(client: &TestClient, ticket: &str) -> Reply {
    client.post("/v1/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket)]).await
}

async fn kinds_after(app: &TestApp, sequence: i64) -> Vec<String> {
    app.events_after(sequence).await.into_iter().map(|event| event.kind).collect()
}

on_both! {
    async fn a_ticket_and_its_page_are_told_once(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        for (kind, prefix) in KINDS {
            let now = app.now();
            let ticket = made(&app, kind, &user).await;
            let (id, token) = (text(&ticket, "id"), text(&ticket, "token"));
            assert!(id.starts_with(prefix) && token.len() == 43, "{ticket}");
            let mut expected = json!({
                "object": kind.trim_end_matches('s'), "id": id, "status": "pending", "user_id": user, "token": token,
                "url": format!("http://localhost:3000/sign-in?__clerk_ticket={token}&__clerk_status=sign_in"), "created_at": now, "updated_at": now,
            });
            if kind == "actor_tokens" {
                expected["actor"] = json!({"sub": "user_operator"});
            }
            assert_eq!(ticket, expected);
            app.advance(SECOND);
            let revoked = backend.call(Method::POST, &format!("/v1/{kind}/{id}/revoke")).await.ok();
            assert_eq!((&revoked.json["status"], &revoked.json["id"], revoked.json.get("token")), (&json!("revoked"), &json!(id), None));
            assert_eq!((revoked.json["url"].as_str(), revoked.json["updated_at"].as_i64()), (None, Some(app.now())));
            assert!(!revoked.text.contains(token));
        }
    }
}

on_both! {
    async fn only_a_hash_of_a_ticket_is_kept(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let ticket = made(&app, "sign_in_tokens", &user).await;
        let count = async |sql: &'static str, value: &str| app.execute(sql, vec![value.into()]).await;
        let hash = server::keys::token_hash::sha256_hex(text(&ticket, "token"));
        assert_eq!(count("UPDATE sign_in_tickets SET status = status WHERE token_hash = $1", text(&ticket, "token")).await, 0);
        assert_eq!(count("UPDATE sign_in_tickets SET status = status WHERE token_hash = $1", &hash).await, 1);
    }
}

on_both! {
    async fn what_makes_no_ticket_is_refused(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let actor = json!({"sub": "user_operator"});
        let cases = [
            ("sign_in_tokens", json!({}), 422, "form_param_missing", Some("user_id")),
            ("sign_in_tokens", json!({"user_id": "user_nobody"}), 404, "resource_not_found", None),
            ("sign_in_tokens", json!({"user_id": user, "org_id": "org_1"}), 404, "resource_not_found", Some("org_id")),
            ("sign_in_tokens", json!({"user_id": user, "expires_in_seconds": 0}), 422, "form_param_value_invalid", Some("expires_in_seconds")),
            ("sign_in_tokens", json!({"user_id": user, "expires_in_seconds": 315_360_001}), 422, "form_param_value_invalid", Some("expires_in_seconds")),
            ("sign_in_tokens", json!({"user_id": user, "expires_in_seconds": "x"}), 422, "form_param_type_invalid", Some("expires_in_seconds")),
            ("actor_tokens", json!({"user_id": user}), 422, "form_param_missing", Some("actor")),
            ("actor_tokens", json!({"actor": actor}), 422, "form_param_missing", Some("user_id")),
            ("actor_tokens", json!({"user_id": "user_nobody", "actor": actor}), 422, "form_resource_not_found", Some("user_id")),
            ("actor_tokens", json!({"user_id": user, "actor": {}}), 422, "form_param_missing", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": {"sub": null}}), 422, "form_param_missing", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": {"sub": " "}}), 422, "form_param_format_invalid", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": {"sub": 7}}), 422, "form_param_format_invalid", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": "user_1"}), 422, "form_param_type_invalid", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": {"sub": "x", "note": "n".repeat(1_100)}}), 422, "form_param_exceeds_allowed_size", Some("actor")),
            ("actor_tokens", json!({"user_id": user, "actor": actor, "expires_in_seconds": -1}), 422, "form_param_value_invalid", Some("expires_in_seconds")),
            ("actor_tokens", json!({"user_id": user, "actor": actor, "session_max_duration_in_seconds": 0}), 422, "form_param_value_invalid", Some("session_max_duration_in_seconds")),
        ];
        for (kind, body, status, code, param) in cases {
            backend.post(&format!("/v1/{kind}"), body).await.refused(status, code, param);
        }
        for kind in ["sign_in_tokens", "actor_tokens"] {
            backend.call(Method::POST, &format!("/v1/{kind}/sit_nothing/revoke")).await.refused(404, "resource_not_found", None);
        }
        backend.post("/v1/sign_in_tokens", json!({"user_id": user, "org_id": null, "expires_in_seconds": null})).await.ok();
    }
}

on_both! {
    async fn only_a_ticket_that_nobody_used_can_be_taken_back(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        for (kind, _) in KINDS {
            let code = if kind == "actor_tokens" { "actor_token_cannot_be_revoked_code" } else { "sign_in_token_cannot_be_revoked_code" };
            let used = made(&app, kind, &user).await;
            use_up(&app.client(), text(&used, "token")).await.ok();
            let path = format!("/v1/{kind}/{}/revoke", text(&used, "id"));
            backend.call(Method::POST, &path).await.refused(400, code, None);
            let revoked = made(&app, kind, &user).await;
            let path = format!("/v1/{kind}/{}/revoke", text(&revoked, "id"));
            backend.call(Method::POST, &path).await.ok();
            backend.call(Method::POST, &path).await.refused(400, code, None);
            let other = if kind == "actor_tokens" { "sign_in_tokens" } else { "actor_tokens" };
            let path = format!("/v1/{other}/{}/revoke", text(&revoked, "id"));
            backend.call(Method::POST, &path).await.refused(404, "resource_not_found", None);
            use_up(&app.client(), text(&revoked, "token")).await.refused(400, "ticket_invalid_code", Some("ticket"));
        }
    }
}

on_both! {
    async fn a_ticket_signs_its_user_in_once(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let ticket = made(&app, "sign_in_tokens", &user).await;
        app.advance(SECOND);
        let before = app.last_event().await;
        let browser = app.client();
        let reply = use_up(&browser, text(&ticket, "token")).await.enveloped("sign_in");
        let sign_in = reply.response();
        assert_eq!((&sign_in["status"], &sign_in["identifier"]), (&json!("complete"), &Value::Null));
        assert_eq!((&sign_in["first_factor_verification"]["strategy"], &sign_in["first_factor_verification"]["status"]), (&json!("ticket"), &json!("verified")));
        let client = reply.client();
        assert_eq!((&client["last_active_session_id"], &client["last_authentication_strategy"], &client["sign_in"]), (&sign_in["created_session_id"], &json!("ticket"), &Value::Null));
        let session = &client["sessions"][0];
        assert_eq!((&session["user"]["id"], &session["actor"], &session["factor_verification_age"]), (&json!(user), &Value::Null, &json!([0, -1])));
        assert_eq!(browser.get("/v1/me").await.ok().response()["last_sign_in_at"], app.now());
        assert!(reply.set_cookie("__client").is_some() && reply.set_cookie("__session").is_some());
        assert_eq!(kinds_after(&app, before).await, ["session.created", "user.updated"]);
        for client in [browser, app.client()] {
            use_up(&client, text(&ticket, "token")).await.refused(400, "ticket_invalid_code", Some("ticket"));
        }
        app.backend().call(Method::POST, &format!("/v1/sign_in_tokens/{}/revoke", text(&ticket, "id"))).await.refused(400, "sign_in_token_cannot_be_revoked_code", None);
    }
}

on_both! {
    parallel async fn of_many_who_use_a_ticket_at_once_one_gets_in(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        for (kind, _) in KINDS {
            let ticket = made(&app, kind, &user).await;
            let before = app.last_event().await;
            let mut calls = tokio::task::JoinSet::new();
            for _ in 0..8 {
                let (client, token) = (app.client(), text(&ticket, "token").to_owned());
                calls.spawn(async move { use_up(&client, &token).await });
            }
            let revoke = app.backend();
            let path = format!("/v1/{kind}/{}/revoke", text(&ticket, "id"));
            calls.spawn(async move { revoke.call(Method::POST, &path).await });
            let replies = calls.join_all().await;
            assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1, "one uses it, or it is revoked: {kind}");
            assert!(replies.iter().all(|reply| [200, 400, 422].contains(&reply.status.as_u16())), "{kind}");
            let begun = kinds_after(&app, before).await.iter().filter(|kind| *kind == "session.created").count();
            assert!(begun <= 1, "{kind}: {begun}");
        }
    }
}

on_both! {
    async fn a_ticket_that_says_nothing_lets_nobody_in(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let browser = app.client();
        browser.post("/v1/client/sign_ins", &[("strategy", "ticket")]).await.refused(422, "form_param_missing", Some("ticket"));
        use_up(&browser, "").await.refused(422, "form_param_nil", Some("ticket"));
        for ticket in ["x", "a.b.c", &*"x".repeat(500)] {
            use_up(&browser, ticket).await.refused(400, "ticket_invalid_code", Some("ticket"));
        }
        for (kind, lifetime) in [("sign_in_tokens", 30 * DAY), ("actor_tokens", HOUR)] {
            let (good, late) = (made(&app, kind, &user).await, made(&app, kind, &user).await);
            app.advance(lifetime - 1);
            use_up(&app.client(), text(&good, "token")).await.ok();
            app.advance(1);
            use_up(&browser, text(&late, "token")).await.refused(400, "ticket_expired_code", Some("ticket"));
            let path = format!("/v1/{kind}/{}/revoke", text(&late, "id"));
            assert_eq!(backend.call(Method::POST, &path).await.ok().json["status"], "revoked", "nobody used it");
        }
        let short = backend.post("/v1/sign_in_tokens", json!({"user_id": user, "expires_in_seconds": 1})).await.ok().json;
        app.advance(SECOND);
        use_up(&browser, text(&short, "token")).await.refused(400, "ticket_expired_code", Some("ticket"));
        for (kind, _) in KINDS {
            let ticket = made(&app, kind, &user).await;
            backend.post(&format!("/v1/users/{user}/ban"), json!({})).await.ok();
            use_up(&browser, text(&ticket, "token")).await.refused(403, "user_banned", None);
            backend.post(&format!("/v1/users/{user}/unban"), json!({})).await.ok();
            use_up(&app.client(), text(&ticket, "token")).await.ok();
        }
        let ticket = made(&app, "sign_in_tokens", &user).await;
        backend.delete(&format!("/v1/users/{user}")).await.ok();
        use_up(&browser, text(&ticket, "token")).await.refused(400, "ticket_invalid_code", Some("ticket"));
        assert!(browser.get("/v1/client").await.ok().response()["sessions"].as_array().is_none_or(Vec::is_empty));
    }
}

on_both! {
    async fn a_ticket_can_be_the_first_factor_of_an_attempt_of_its_user(app: TestApp) {
        let backend = app.backend();
        let (ada, grace) = (backend.user("ada@example.com").await, backend.user("grace@example.com").await);
        let (for_ada, for_grace) = (made(&app, "sign_in_tokens", &ada).await, made(&app, "sign_in_tokens", &grace).await);
        let browser = app.client();
        let id = app.open_sign_in(&browser, "ada@example.com").await;
        let path = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
        browser.post(&path, &[("strategy", "ticket")]).await.refused(422, "form_param_missing", Some("ticket"));
        browser.post(&path, &[("strategy", "ticket"), ("ticket", text(&for_grace, "token"))]).await.refused(400, "ticket_invalid_code", Some("ticket"));
        let reply = browser.post(&path, &[("strategy", "ticket"), ("ticket", text(&for_ada, "token"))]).await.enveloped("sign_in");
        assert_eq!((&reply.response()["status"], &reply.client()["sessions"][0]["user"]["id"]), (&json!("complete"), &json!(ada)));
        browser.post(&path, &[("strategy", "ticket"), ("ticket", text(&for_grace, "token"))]).await.refused(422, "attempt_state_invalid", None);
        // What was refused was not used up: grace joins ada.
        let reply = use_up(&browser, text(&for_grace, "token")).await.ok();
        assert_eq!(reply.client()["sessions"].as_array().map(Vec::len), Some(2));
        let again = made(&app, "sign_in_tokens", &ada).await;
        use_up(&browser, text(&again, "token")).await.refused(422, "identifier_already_signed_in", None);
        use_up(&app.client(), text(&again, "token")).await.ok();
    }
}

on_both! {
    async fn a_locked_account_stays_locked_for_tickets_of_its_user_alone(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        backend.post(&format!("/v1/users/{user}/lock"), json!({})).await.ok();
        let ticket = made(&app, "sign_in_tokens", &user).await;
        use_up(&app.client(), text(&ticket, "token")).await.refused(403, "user_locked", None);
        let operator = made(&app, "actor_tokens", &user).await;
        use_up(&app.client(), text(&operator, "token")).await.ok();
        backend.post(&format!("/v1/users/{user}/unlock"), json!({})).await.ok();
        use_up(&app.client(), text(&ticket, "token")).await.ok();
    }
}

on_both! {
    async fn a_second_factor_is_asked_for_after_a_ticket_but_not_of_an_actor(app: TestApp) {
        let body = json!({"email_address": ["ada@example.com"], "password": PASSWORD, "backup_codes": ["alpha-code-1"], "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"});
        let user = app.backend().post("/v1/users", body).await.ok().json;
        let user = text(&user, "id");
        let ticket = made(&app, "sign_in_tokens", user).await;
        let browser = app.client();
        let reply = use_up(&browser, text(&ticket, "token")).await.ok();
        assert_eq!((&reply.response()["status"], &reply.client()["sessions"]), (&json!("needs_second_factor"), &json!([])));
        assert!(!reply.text.contains("jwt") && browser.get("/v1/me").await.status == 401);
        use_up(&app.client(), text(&ticket, "token")).await.refused(400, "ticket_invalid_code", Some("ticket"));
        let path = format!("/v1/client/sign_ins/{}/attempt_second_factor", reply.id());
        let reply = browser.post(&path, &[("strategy", "backup_code"), ("code", "alpha-code-1")]).await.ok();
        assert_eq!((&reply.response()["status"], &reply.client()["sessions"][0]["factor_verification_age"]), (&json!("complete"), &json!([0, 0])));

        let operator = app.client();
        let ticket = made(&app, "actor_tokens", user).await;
        let reply = use_up(&operator, text(&ticket, "token")).await.ok();
        assert_eq!((&reply.response()["status"], &reply.client()["sessions"][0]["factor_verification_age"]), (&json!("complete"), &json!([-1, -1])));
    }
}

on_both! {
    async fn whoever_acts_as_a_user_is_named_everywhere_and_not_for_long(app: TestApp) {
        let backend = app.backend();
        let owner = app.signed_up("ada@example.com").await;
        let user = owner.get("/v1/me").await.ok().id();
        let signed_in_at = owner.get("/v1/me").await.ok().response()["last_sign_in_at"].clone();
        app.advance(HOUR);
        let actor = json!({"sub": "user_operator", "iss": "https://dashboard.example.com", "more": {"reason": "ticket 7"}});
        let ticket = backend.post("/v1/actor_tokens", json!({"user_id": user, "actor": actor})).await.ok().json;
        assert_eq!(ticket["actor"], actor);
        let before = app.last_event().await;
        let operator = app.client();
        let reply = use_up(&operator, text(&ticket, "token")).await.ok();
        let session = reply.client()["sessions"][0].clone();
        let id = text(&session, "id");
        let end = app.now() + 30 * MINUTE;
        assert_eq!((&session["actor"], session["expire_at"].as_i64(), session["abandon_at"].as_i64()), (&actor, Some(end), Some(end)));
        assert_eq!(session["user"]["id"], json!(user));
        assert_eq!(backend.get(&format!("/v1/sessions/{id}")).await.ok().json["actor"], actor);
        let claims = claims_of(text(&session["last_active_token"], "jwt"));
        assert_eq!((&claims["act"], &claims["sub"], &claims["sid"], &claims["fva"]), (&actor, &json!(user), &json!(id), &json!([-1, -1])));
        let minted = backend.speaking("2021-02-05").call(Method::POST, &format!("/v1/sessions/{id}/tokens")).await.ok().json;
        assert_eq!(claims_of(text(&minted, "jwt"))["act"], actor);
        let backend = app.backend();
        backend.post("/v1/jwt_templates", json!({"name": "t", "claims": {"by": "{{session.actor}}", "who": "{{session.actor.sub || 'nobody'}}"}})).await.ok();
        let minted = backend.call(Method::POST, &format!("/v1/sessions/{id}/tokens/t")).await.ok().json;
        assert_eq!((&claims_of(text(&minted, "jwt"))["by"], &claims_of(text(&minted, "jwt"))["who"]), (&actor, &json!("user_operator")));

        let events = app.events_after(before).await;
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["session.created"], "the user was not here");
        assert_eq!(serde_json::from_str::<Value>(&events[0].data).expect("JSON")["actor"], actor);
        assert_eq!(owner.get("/v1/me").await.ok().response()["last_sign_in_at"], signed_in_at);
        let devices = owner.get("/v1/me/sessions/active").await.ok().json;
        assert_eq!(devices[1]["actor"], actor, "the user sees it among the devices");
        assert_eq!(devices[0]["actor"], Value::Null);

        app.advance(30 * MINUTE - 1);
        operator.get("/v1/me").await.ok();
        app.advance(1);
        assert_eq!(operator.get("/v1/me").await.status, 401);
        assert_eq!(backend.get(&format!("/v1/sessions/{id}")).await.ok().json["status"], "expired");
        owner.get("/v1/me").await.ok();
    }
}

on_both! {
    async fn an_actors_session_lasts_as_long_as_was_asked_but_never_longer_than_others(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let longest = app.app.config.session.lifetime;
        for (seconds, expected) in [(60, MINUTE), (315_360_000, longest)] {
            let body = json!({"user_id": user, "actor": {"sub": "op"}, "session_max_duration_in_seconds": seconds, "expires_in_seconds": 5});
            let ticket = backend.post("/v1/actor_tokens", body).await.ok().json;
            let reply = use_up(&app.client(), text(&ticket, "token")).await.ok();
            assert_eq!(reply.client()["sessions"][0]["expire_at"], app.now() + expected);
        }
    }
}

on_both! {
    async fn an_actor_keeps_their_own_account_beside_the_users(app: TestApp) {
        let operator = app.signed_up("operator@example.com").await;
        let own = app.session_of(&operator).await;
        let user = app.backend().user("ada@example.com").await;
        app.advance(SECOND);
        let ticket = made(&app, "actor_tokens", &user).await;
        let reply = use_up(&operator, text(&ticket, "token")).await.ok();
        assert_eq!(reply.client()["sessions"].as_array().map(Vec::len), Some(2));
        let acting = reply.client()["last_active_session_id"].clone();
        assert_ne!(acting, json!(own));
        assert_eq!(operator.get("/v1/me").await.ok().id(), user);
        // Signing out of the user's account leaves the operator's, and the operator may do everything there.
        let path = format!("/v1/client/sessions/{}/remove", acting.as_str().expect("an id"));
        let reply = operator.post(&path, &[]).await.ok();
        assert_eq!(reply.client()["last_active_session_id"], json!(own));
        let fields = [("current_password", PASSWORD), ("new_password", "a wholly different phrase")];
        operator.post("/v1/me/change_password", &fields).await.ok();
    }
}

on_both! {
    async fn where_there_is_room_for_one_account_the_actors_makes_room(app: TestApp, |config| config.session.single_session_mode = true) {
        let operator = app.signed_up("operator@example.com").await;
        let own = app.session_of(&operator).await;
        let user = app.backend().user("ada@example.com").await;
        let ticket = made(&app, "sign_in_tokens", &user).await;
        use_up(&operator, text(&ticket, "token")).await.refused(422, "session_exists", None);
        let ticket = made(&app, "actor_tokens", &user).await;
        let reply = use_up(&operator, text(&ticket, "token")).await.ok();
        let sessions = reply.client()["sessions"].as_array().expect("sessions").clone();
        assert_eq!((sessions.len(), &sessions[0]["user"]["id"]), (1, &json!(user)));
        assert_eq!(app.backend().get(&format!("/v1/sessions/{own}")).await.ok().json["status"], "replaced");
    }
}

on_both! {
    async fn an_actors_browser_does_not_become_known_for_the_account(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let as_actor = use_up(&app.client(), text(&made(&app, "actor_tokens", &user).await, "token")).await.ok();
        let as_user = use_up(&app.client(), text(&made(&app, "sign_in_tokens", &user).await, "token")).await.ok();
        assert_eq!((as_actor.set_cookie(DEVICE).is_some(), as_user.set_cookie(DEVICE).is_some()), (false, true));
    }
}

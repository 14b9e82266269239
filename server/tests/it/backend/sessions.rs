//! `/v1/sessions…`, `/v1/clients…` and `/v1/testing_tokens`.

use super::{claims_of, header_of};
use crate::{
    on_both,
    support::{TestApp, TestClient, members},
};
use http::Method;
use serde_json::{Value, json};
use server::{
    clock::{DAY, HOUR, MINUTE, SECOND},
    config::Environment,
    domain::testing_tokens,
};

/// The ids of a bare array.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a bare array").iter().filter_map(|item| item["id"].as_str()).collect()
}

/// Somebody who signed up, with the ids of user and session.
async fn person(app: &TestApp, email: &str) -> (TestClient, String, String) {
    let client = app.signed_up(email).await;
    let (user, session) = (client.get("/v1/me").await.ok().id(), app.session_of(&client).await);
    (client, user, session)
}

async fn token(client: &TestClient, session: &str) -> String {
    let reply = client.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok();
    reply.json["jwt"].as_str().expect("a token").to_owned()
}

on_both! {
    async fn a_session_is_shown_with_every_field(app: TestApp) {
        let (client, user, id) = person(&app, "ada@example.com").await;
        let shown = app.backend().get(&format!("/v1/sessions/{id}")).await.ok().json;
        let own = client.get("/v1/client").await.ok();
        let (own_client, own) = (own.response()["id"].clone(), own.response()["sessions"][0].clone());
        let lifetime = app.app.config.session.lifetime;
        let created = own["created_at"].as_i64().expect("a time");
        assert_eq!(shown, json!({
            "object": "session", "id": id, "user_id": user, "client_id": own_client, "actor": null, "status": "active",
            "last_active_organization_id": null, "last_active_at": created, "latest_activity": {
                "object": "session_activity", "id": id.replace("sess_", "sact_"), "is_mobile": false, "ip_address": "127.0.0.1",
            },
            "expire_at": created + lifetime, "abandon_at": created + lifetime, "tasks": null,
            "created_at": created, "updated_at": created,
        }));
        for id in ["sess_nothing", "user_1", "x"] {
            app.backend().get(&format!("/v1/sessions/{id}")).await.refused(404, "resource_not_found", None);
        }
    }
}

on_both! {
    async fn sessions_are_listed_by_user_client_and_status_newest_first(app: TestApp) {
        let (one, user, first) = person(&app, "ada@example.com").await;
        let mut all = vec![first];
        for _ in 0..5 {
            app.advance(SECOND);
            let other = app.client();
            app.sign_in(&other, "ada@example.com", crate::support::PASSWORD).await;
            all.insert(0, app.session_of(&other).await);
        }
        person(&app, "grace@example.com").await;
        let backend = app.backend();
        assert_eq!(ids(&backend.get(&format!("/v1/sessions?user_id={user}")).await.ok().json), all);
        let page = backend.get(&format!("/v1/sessions?user_id={user}&limit=2&offset=1&paginated=true")).await.ok().json;
        assert_eq!((ids(&page["data"]), &page["total_count"], members(&page)), (vec![&*all[1], &*all[2]], &json!(6), vec!["data", "total_count"]));
        let client = one.get("/v1/client").await.ok().id();
        assert_eq!(ids(&backend.get(&format!("/v1/sessions?client_id={client}")).await.ok().json), [&all[5]]);
        assert_eq!(ids(&backend.get(&format!("/v1/sessions?client_id={client}&user_id=user_x")).await.ok().json), [""; 0]);
        assert_eq!(ids(&backend.get("/v1/sessions?user_id=user_nobody").await.ok().json), [""; 0]);

        backend.post(&format!("/v1/sessions/{}/revoke", all[0]), json!({})).await.ok();
        one.post(&format!("/v1/client/sessions/{}/end", all[5]), &[]).await.ok();
        let set = async |id: &str, column: &'static str| {
            let sql = match column {
                "expire_at" => "UPDATE sessions SET expire_at = 1 WHERE id = $1",
                "abandon_at" => "UPDATE sessions SET abandon_at = 1 WHERE id = $1",
                _ => "UPDATE sessions SET status = 'pending' WHERE id = $1",
            };
            app.execute(sql, vec![id.into()]).await;
        };
        set(&all[1], "expire_at").await;
        set(&all[2], "abandon_at").await;
        set(&all[3], "status").await;
        for (status, expected) in [
            ("revoked", vec![0]), ("expired", vec![1]), ("abandoned", vec![2]), ("pending", vec![3]), ("active", vec![4]), ("ended", vec![5]), ("removed", vec![]), ("replaced", vec![]),
        ] {
            let expected: Vec<&str> = expected.iter().map(|index: &usize| all[*index].as_str()).collect();
            let page = backend.get(&format!("/v1/sessions?user_id={user}&status={status}&paginated=true")).await.ok().json;
            assert_eq!((ids(&page["data"]), &page["total_count"]), (expected.clone(), &json!(expected.len())), "{status}");
            assert!(page["data"].as_array().expect("a list").iter().all(|session| session["status"] == status));
        }
        for (query, code, param) in [
            ("", "form_param_missing", "user_id"),
            ("status=active", "form_param_missing", "user_id"),
            ("user_id=", "form_param_missing", "user_id"),
            ("user_id=x&status=dead", "form_param_value_invalid", "status"),
            ("user_id=x&limit=0", "form_param_value_invalid", "limit"),
        ] {
            backend.get(&format!("/v1/sessions?{query}")).await.refused(422, code, Some(param));
        }
    }
}

on_both! {
    async fn a_session_can_be_made_for_tests_with_a_client_of_its_own(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let before = app.last_event().await;
        let made = backend.post("/v1/sessions", json!({"user_id": user})).await.ok().json;
        assert_eq!((&made["user_id"], &made["status"], &made["actor"]), (&json!(user), &json!("active"), &Value::Null));
        assert_eq!(backend.get(&format!("/v1/sessions/{}", made["id"].as_str().expect("an id"))).await.ok().json, made);
        let client = backend.get(&format!("/v1/clients/{}", made["client_id"].as_str().expect("an id"))).await.ok().json;
        assert_eq!((&client["sessions"], &client["last_active_session_id"]), (&json!([made]), &made["id"]));
        let events: Vec<String> = app.events_after(before).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(events, ["session.created"]);
        let token = backend.post(&format!("/v1/sessions/{}/tokens", made["id"].as_str().expect("an id")), json!({})).await.ok().json;
        assert_eq!(claims_of(token["jwt"].as_str().expect("a token"))["sub"], json!(user));

        backend.post("/v1/sessions", json!({})).await.refused(422, "form_param_missing", Some("user_id"));
        backend.post("/v1/sessions", json!({"user_id": "user_nobody"})).await.refused(404, "resource_not_found", None);
        let body = json!({"user_id": user, "active_organization_id": "org_1"});
        backend.post("/v1/sessions", body).await.refused(404, "resource_not_found", Some("active_organization_id"));
        backend.post(&format!("/v1/users/{user}/ban"), json!({})).await.ok();
        backend.post("/v1/sessions", json!({"user_id": user})).await.refused(403, "user_banned", None);
    }
}

on_both! {
    async fn in_production_nobody_is_signed_in_by_a_call(app: TestApp, |config| config.instance.environment = Environment::Production) {
        let user = app.backend().user("ada@example.com").await;
        let before = app.last_event().await;
        app.backend().post("/v1/sessions", json!({"user_id": user})).await.refused(400, "request_invalid_for_environment", None);
        assert_eq!(app.last_event().await, before);
    }
}

on_both! {
    async fn a_revoked_session_is_over_in_its_client_too(app: TestApp) {
        let (client, _, id) = person(&app, "ada@example.com").await;
        let before = app.last_event().await;
        app.advance(SECOND);
        let path = format!("/v1/sessions/{id}/revoke");
        // Clients of the contract send no body.
        let revoked = app.backend().call(Method::POST, &path).await.ok().json;
        assert_eq!((&revoked["status"], &revoked["updated_at"]), (&json!("revoked"), &json!(app.now())));
        let events = app.events_after(before).await;
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["session.revoked"]);
        assert_eq!(client.get("/v1/me").await.status, 401);
        let own = client.get("/v1/client").await.ok();
        assert_eq!((&own.response()["sessions"], &own.response()["last_active_session_id"]), (&json!([]), &Value::Null));
        app.advance(SECOND);
        assert_eq!(app.backend().call(Method::POST, &path).await.ok().json, revoked, "it stays as it ended");
        assert_eq!(app.last_event().await, before + 1);
        app.backend().call(Method::POST, "/v1/sessions/sess_nothing/revoke").await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    parallel async fn a_session_revoked_by_many_at_once_is_revoked_once(app: TestApp) {
        let (_, _, id) = person(&app, "ada@example.com").await;
        let before = app.last_event().await;
        let path = format!("/v1/sessions/{id}/revoke");
        let backends: Vec<_> = (0..6).map(|_| app.backend()).collect();
        let mut calls = tokio::task::JoinSet::new();
        for backend in backends {
            let path = path.clone();
            calls.spawn(async move { backend.call(Method::POST, &path).await.ok().json["status"].clone() });
        }
        assert!(calls.join_all().await.iter().all(|status| status == "revoked"));
        assert_eq!(app.last_event().await, before + 1);
    }
}

on_both! {
    async fn tokens_have_the_claims_of_the_version_that_asks(app: TestApp) {
        let (_, user, id) = person(&app, "ada@example.com").await;
        app.advance(2 * MINUTE);
        let path = format!("/v1/sessions/{id}/tokens");
        let issuer = app.app.instance.issuer.clone();
        let iat = app.now() / SECOND;
        for (version, is_second) in
            [("2021-02-05", false), ("2024-10-01", false), ("2025-04-10", true), ("2025-11-10", true), ("2026-05-12", true)]
        {
            let reply = app.backend().speaking(version).call(Method::POST, &path).await.ok().json;
            assert_eq!((members(&reply), &reply["object"]), (vec!["jwt", "object"], &json!("token")));
            let jwt = reply["jwt"].as_str().expect("a token");
            let mut claims = claims_of(jwt);
            let mut expected = json!({"iss": issuer, "sub": user, "sid": id, "iat": iat, "nbf": iat - 10, "exp": iat + 60, "fva": [2, -1]});
            if is_second {
                let jti = claims.as_object_mut().expect("claims").remove("jti");
                assert!(jti.is_some_and(|jti| jti.as_str().is_some_and(|jti| jti.starts_with("jti_"))));
                expected["v"] = json!(2);
                expected["sts"] = json!("active");
            }
            assert_eq!(claims, expected, "{version}");
            assert_eq!(header_of(jwt)["cat"], "cl_B7d4PD111AAA");
        }
    }
}

on_both! {
    async fn a_token_lives_as_long_as_is_asked_within_bounds(app: TestApp) {
        let (client, _, id) = person(&app, "ada@example.com").await;
        let path = format!("/v1/sessions/{id}/tokens");
        let backend = app.backend();
        let iat = app.now() / SECOND;
        for (given, lifetime) in [(json!(30), 30), (json!(315_360_000), 315_360_000), (json!(90.0), 90), (Value::Null, 60)] {
            let reply = backend.post(&path, json!({"expires_in_seconds": given})).await.ok().json;
            assert_eq!(claims_of(reply["jwt"].as_str().expect("a token"))["exp"], iat + lifetime);
        }
        for wrong in [29, 0, -1, 315_360_001] {
            backend.post(&path, json!({"expires_in_seconds": wrong})).await.refused(422, "form_param_value_invalid", Some("expires_in_seconds"));
        }
        backend.post(&path, json!({"expires_in_seconds": "soon"})).await.refused(422, "form_param_type_invalid", Some("expires_in_seconds"));
        backend.post("/v1/sessions/sess_nothing/tokens", json!({})).await.refused(404, "resource_not_found", None);
        client.post(&format!("/v1/client/sessions/{id}/end"), &[]).await.ok();
        backend.post(&path, json!({})).await.refused(401, "authentication_invalid", None);
        backend.post(&format!("{path}/any"), json!({})).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_session_token_is_verified_against_its_session(app: TestApp) {
        let (client, _, id) = person(&app, "ada@example.com").await;
        let (other, _, other_id) = person(&app, "grace@example.com").await;
        let path = format!("/v1/sessions/{id}/verify");
        let backend = app.backend();
        let own = token(&client, &id).await;
        let first = app.backend().speaking("2021-02-05").call(Method::POST, &format!("/v1/sessions/{id}/tokens")).await.ok().json;
        for good in [json!(own), first["jwt"].clone()] {
            let reply = backend.post(&path, json!({"token": good})).await.ok().json;
            assert_eq!((&reply["object"], &reply["id"]), (&json!("session"), &json!(id)));
        }
        let template = json!({"name": "t", "claims": {"sid2": "x"}});
        backend.post("/v1/jwt_templates", template).await.ok();
        let third = backend.post(&format!("/v1/sessions/{id}/tokens/t"), json!({})).await.ok().json;
        let others = token(&other, &other_id).await;
        for bad in ["", "x", "a.b.c", &others, &own[..own.len() - 2], &own.replace('.', ".A"), third["jwt"].as_str().expect("a token")] {
            backend.post(&path, json!({"token": bad})).await.refused(400, "invalid_session_token", None);
        }
        backend.post(&path, json!({})).await.refused(422, "form_param_missing", Some("token"));
        backend.post("/v1/sessions/sess_nothing/verify", json!({"token": own})).await.refused(404, "resource_not_found", None);
        backend.call(Method::POST, &format!("/v1/sessions/{id}/revoke")).await.ok();
        backend.post(&path, json!({"token": own})).await.refused(401, "authentication_invalid", None);
        app.advance(70 * SECOND);
        for late in [json!(own), first["jwt"].clone()] {
            backend.post(&path, json!({"token": late})).await.refused(400, "invalid_session_token", None);
        }
    }
}

on_both! {
    async fn clients_are_shown_with_their_signed_in_sessions(app: TestApp) {
        let (client, _, id) = person(&app, "ada@example.com").await;
        app.advance(SECOND);
        let (_, _, other) = person(&app, "grace@example.com").await;
        let backend = app.backend();
        let own = client.get("/v1/client").await.ok();
        let own_id = own.id();
        let shown = backend.get(&format!("/v1/clients/{own_id}")).await.ok().json;
        let session = backend.get(&format!("/v1/sessions/{id}")).await.ok().json;
        assert_eq!(shown, json!({
            "object": "client", "id": own_id, "session_ids": [id], "sessions": [session], "sign_in_id": null, "sign_up_id": null,
            "last_active_session_id": id, "last_authentication_strategy": "email_code",
            "created_at": own.response()["created_at"], "updated_at": own.response()["updated_at"],
        }));
        let list = backend.get("/v1/clients").await.ok().json;
        assert_eq!((list[0]["session_ids"].clone(), list[1].clone(), list[2].clone()), (json!([other]), shown.clone(), Value::Null));
        let page = backend.get("/v1/clients?paginated=true&limit=1&offset=1").await.ok().json;
        assert_eq!(page, json!({"data": [shown], "total_count": 2}));
        assert_eq!(app.client().get("/v1/client").await.status, 200);

        let sign_in = app.open_sign_in(&client, "grace@example.com").await;
        assert_eq!(backend.get(&format!("/v1/clients/{own_id}")).await.ok().json["sign_in_id"], json!(sign_in));
        client.delete("/v1/client/sessions").await.ok();
        let shown = backend.get(&format!("/v1/clients/{own_id}")).await.ok().json;
        assert_eq!((&shown["sessions"], &shown["session_ids"], &shown["last_active_session_id"]), (&json!([]), &json!([]), &Value::Null));
        backend.get("/v1/clients/client_nothing").await.refused(404, "resource_not_found", None);
        app.advance(500 * DAY);
        backend.get(&format!("/v1/clients/{own_id}")).await.refused(404, "resource_not_found", None);
        assert_eq!(backend.get("/v1/clients?paginated=true").await.ok().json, json!({"data": [], "total_count": 0}));
    }
}

on_both! {
    async fn a_client_is_verified_by_its_cookie_or_a_token_of_its_session(app: TestApp) {
        let (client, _, id) = person(&app, "ada@example.com").await;
        let own = client.get("/v1/client").await.ok().id();
        let backend = app.backend();
        let jwt = token(&client, &id).await;
        let first = app.backend().speaking("2021-02-05").call(Method::POST, &format!("/v1/sessions/{id}/tokens")).await.ok().json;
        for good in [client.cookie("__client").expect("a cookie"), jwt.clone(), first["jwt"].as_str().expect("a token").to_owned()] {
            let reply = backend.post("/v1/clients/verify", json!({"token": good})).await.ok().json;
            assert_eq!((&reply["object"], &reply["id"], &reply["session_ids"]), (&json!("client"), &json!(own), &json!([id])));
        }
        for bad in ["", "garbage", "a.b.c", &format!("{jwt}x")] {
            backend.post("/v1/clients/verify", json!({"token": bad})).await.refused(400, "invalid_session_token", None);
        }
        backend.post("/v1/clients/verify", json!({})).await.refused(422, "form_param_missing", Some("token"));
        backend.call(Method::POST, &format!("/v1/sessions/{id}/revoke")).await.ok();
        backend.post("/v1/clients/verify", json!({"token": jwt})).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_testing_token_proves_itself_for_an_hour(app: TestApp) {
        let reply = app.backend().call(Method::POST, "/v1/testing_tokens").await.ok().json;
        let seconds = app.now() / SECOND;
        assert_eq!((members(&reply), &reply["object"], &reply["expires_at"]), (vec!["expires_at", "object", "token"], &json!("testing_token"), &json!(seconds + 3_600)));
        let token = reply["token"].as_str().expect("a token");
        assert!(token.starts_with(&format!("{seconds}-c_")) && token.len() > 60, "{token}");
        assert!(testing_tokens::is_valid(&app.app, token, app.now()));
        assert!(testing_tokens::is_valid(&app.app, token, app.now() + HOUR - SECOND));
        for late in [app.now() + HOUR, app.now() - SECOND] {
            assert!(!testing_tokens::is_valid(&app.app, token, late));
        }
        let later = token.replacen(&seconds.to_string(), &(seconds + 9).to_string(), 1);
        for forged in ["", "1", "1-c_", &later, &token[..token.len() - 1], &format!("{token}0"), &token.to_uppercase(), "é-c_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé"] {
            assert!(!testing_tokens::is_valid(&app.app, forged, app.now() + 10 * SECOND), "{forged}");
        }
        assert_ne!(app.backend().call(Method::POST, "/v1/testing_tokens").await.ok().json["token"], reply["token"]);
    }
}

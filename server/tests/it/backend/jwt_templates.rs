//! `/v1/jwt_templates…` and the tokens minted from templates, by backends and by browsers.

use super::{claims_of, header_of};
use crate::{
    on_both,
    support::{TestApp, TestClient, members},
};
use aws_lc_rs::{
    hmac,
    signature::{ECDSA_P256_SHA256_FIXED, EcdsaKeyPair, KeyPair, UnparsedPublicKey},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::Method;
use onehop::token::{Jwks, KeySet, Policy, TokenError, Verifier};
use serde_json::{Value, json};
use server::clock::SECOND;

const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";

fn id(template: &Value) -> &str {
    template["id"].as_str().expect("an id")
}

/// Ada with a session; her ids.
async fn ada(app: &TestApp) -> (TestClient, String, String) {
    let client = app.signed_up("ada@example.com").await;
    let (user, session) = (client.get("/v1/me").await.ok().id(), app.session_of(&client).await);
    (client, user, session)
}

/// A token of this session from a template with these claims, as a backend gets it.
async fn minted(app: &TestApp, session: &str, body: Value) -> String {
    let name = body["name"].as_str().expect("a name").to_owned();
    app.backend().post("/v1/jwt_templates", body).await.ok();
    let reply = app.backend().call(Method::POST, &format!("/v1/sessions/{session}/tokens/{name}")).await.ok().json;
    assert_eq!((members(&reply), &reply["object"]), (vec!["jwt", "object"], &json!("token")));
    reply["jwt"].as_str().expect("a token").to_owned()
}

on_both! {
    async fn a_template_is_made_listed_shown_changed_and_removed(app: TestApp) {
        let backend = app.backend();
        let claims = json!({"a": "{{user.id}}", "b": {"c": [1, "{{user.username || 'none'}}"]}, "aud": "x"});
        let made = backend.post("/v1/jwt_templates", json!({"name": "first", "claims": claims})).await.ok().json;
        let now = app.now();
        assert!(id(&made).starts_with("jtmp_"));
        assert_eq!(made, json!({
            "object": "jwt_template", "id": id(&made), "name": "first", "claims": claims, "lifetime": 60, "allowed_clock_skew": 5,
            "custom_signing_key": false, "signing_algorithm": "RS256", "created_at": now, "updated_at": now,
        }));
        let path = format!("/v1/jwt_templates/{}", id(&made));
        assert_eq!(backend.get(&path).await.ok().json, made);
        app.advance(SECOND);
        let body = json!({"name": "second-1", "claims": {}, "lifetime": null, "allowed_clock_skew": 0, "custom_signing_key": false, "signing_algorithm": null, "signing_key": null});
        let second = backend.post("/v1/jwt_templates", body).await.ok().json;
        assert_eq!((&second["lifetime"], &second["allowed_clock_skew"]), (&json!(60), &json!(0)));
        assert_eq!(backend.get("/v1/jwt_templates").await.ok().json, json!([second, made]), "newest first, bare");
        let page = backend.get("/v1/jwt_templates?paginated=true&limit=1&offset=1").await.ok().json;
        assert_eq!(page, json!({"data": [made], "total_count": 2}));

        let changed = backend.patch(&path, json!({"name": "renamed", "claims": {"z": null}, "lifetime": 315_360_000})).await.ok().json;
        let expected = json!({"name": "renamed", "claims": {"z": null}, "lifetime": 315_360_000, "allowed_clock_skew": 5, "updated_at": app.now(), "created_at": now});
        for (name, value) in expected.as_object().expect("members") {
            assert_eq!(changed[name], *value, "{name}");
        }
        assert_eq!(backend.patch(&path, json!({"name": "renamed", "claims": {}})).await.ok().json["lifetime"], 315_360_000, "absent stays");
        assert_eq!(backend.delete(&path).await.ok().json, json!({"object": "jwt_template", "id": id(&made), "deleted": true}));
        for reply in [backend.get(&path).await, backend.delete(&path).await, backend.patch(&path, json!({"name": "x", "claims": {}})).await] {
            reply.refused(404, "resource_not_found", None);
        }
        assert_eq!(backend.get("/v1/jwt_templates").await.ok().json, json!([second]));
    }
}

on_both! {
    async fn what_makes_no_template_is_refused_parameter_by_parameter(app: TestApp) {
        let backend = app.backend();
        let made = backend.post("/v1/jwt_templates", json!({"name": "taken", "claims": {}})).await.ok().json;
        let other = backend.post("/v1/jwt_templates", json!({"name": "other", "claims": {}})).await.ok().json;
        let path = format!("/v1/jwt_templates/{}", id(&other));
        let with = |more: Value| {
            let mut body = json!({"name": "new", "claims": {}});
            body.as_object_mut().expect("members").extend(more.as_object().expect("members").clone());
            body
        };
        let long = "x".repeat(65);
        let key = |algorithm: &str, key: &str| with(json!({"custom_signing_key": true, "signing_algorithm": algorithm, "signing_key": key}));
        let cases = [
            (json!({}), "form_param_missing", "name"),
            (json!({"name": "new"}), "form_param_missing", "claims"),
            (with(json!({"name": "taken"})), "form_already_exists", "name"),
            (with(json!({"name": ""})), "form_param_nil", "name"),
            (with(json!({"name": "a/b"})), "form_param_format_invalid", "name"),
            (with(json!({"name": "a--b"})), "form_param_format_invalid", "name"),
            (with(json!({"name": "-a"})), "form_param_format_invalid", "name"),
            (with(json!({"name": "é"})), "form_param_format_invalid", "name"),
            (with(json!({"name": "a b"})), "form_param_format_invalid", "name"),
            (with(json!({"name": long})), "form_param_max_length_exceeded", "name"),
            (with(json!({"name": "__session"})), "form_param_value_invalid", "name"),
            (with(json!({"name": "integration_firebase"})), "form_param_value_invalid", "name"),
            (with(json!({"name": 7})), "form_param_type_invalid", "name"),
            (with(json!({"claims": []})), "form_param_type_invalid", "claims"),
            (with(json!({"claims": "{}"})), "form_param_type_invalid", "claims"),
            (with(json!({"claims": {"a": "x".repeat(17_000)}})), "form_param_exceeds_allowed_size", "claims"),
            (with(json!({"lifetime": 29})), "form_param_value_invalid", "lifetime"),
            (with(json!({"lifetime": 315_360_001})), "form_param_value_invalid", "lifetime"),
            (with(json!({"lifetime": "long"})), "form_param_type_invalid", "lifetime"),
            (with(json!({"allowed_clock_skew": -1})), "form_param_value_invalid", "allowed_clock_skew"),
            (with(json!({"allowed_clock_skew": 301})), "form_param_value_invalid", "allowed_clock_skew"),
            (with(json!({"signing_algorithm": "HS256"})), "form_conditional_param_disallowed", "signing_algorithm"),
            (with(json!({"signing_key": SECRET})), "form_conditional_param_disallowed", "signing_key"),
            (with(json!({"custom_signing_key": true})), "form_conditional_param_missing", "signing_algorithm"),
            (with(json!({"custom_signing_key": true, "signing_algorithm": "HS256"})), "form_conditional_param_missing", "signing_key"),
            (key("HS256", ""), "form_conditional_param_missing", "signing_key"),
            (key("none", SECRET), "form_param_value_invalid", "signing_algorithm"),
            (key("EdDSA", SECRET), "form_param_value_invalid", "signing_algorithm"),
            (key("HS256", "short"), "form_param_format_invalid", "signing_key"),
            (key("HS512", SECRET), "form_param_format_invalid", "signing_key"),
            (key("RS256", SECRET), "form_param_format_invalid", "signing_key"),
            (key("ES256", SECRET), "form_param_format_invalid", "signing_key"),
            (key("HS256", &"x".repeat(17_000)), "form_param_exceeds_allowed_size", "signing_key"),
        ];
        for (body, code, param) in cases {
            backend.post("/v1/jwt_templates", body.clone()).await.refused(422, code, Some(param));
            backend.patch(&path, body).await.refused(422, code, Some(param));
        }
        for claim in ["azp", "exp", "iat", "iss", "jti", "nbf", "sub", "sid", "act", "o"] {
            let body = with(json!({"claims": {"fine": 1, claim: "x"}}));
            backend.post("/v1/jwt_templates", body.clone()).await.refused(400, "jwt_template_reserved_claim", Some("claims"));
            backend.patch(&path, body).await.refused(400, "jwt_template_reserved_claim", Some("claims"));
        }
        backend.post("/v1/jwt_templates", with(json!({"claims": {"inner": {"sub": 1}, "Sub": 2, "aud": ["a"]}}))).await.ok();
        assert_eq!(backend.get(&path).await.ok().json, other, "nothing of it was written");
        assert_eq!(backend.patch(&format!("/v1/jwt_templates/{}", id(&made)), json!({"name": "taken", "claims": {}})).await.status, 200, "its own name is free");
    }
}

on_both! {
    parallel async fn of_several_who_take_a_name_at_once_one_gets_it(app: TestApp) {
        let backends: Vec<_> = (0..6).map(|_| app.backend()).collect();
        let mut calls = tokio::task::JoinSet::new();
        for backend in backends {
            calls.spawn(async move { backend.post("/v1/jwt_templates", json!({"name": "one", "claims": {}})).await });
        }
        let replies = calls.join_all().await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        for reply in replies.iter().filter(|reply| reply.status != 200) {
            reply.refused(422, "form_already_exists", Some("name"));
        }
        assert_eq!(app.backend().get("/v1/jwt_templates?paginated=true").await.ok().json["total_count"], 1);
    }
}

on_both! {
    async fn a_token_says_what_the_template_and_the_server_say(app: TestApp) {
        let (_, user, session) = ada(&app).await;
        let backend = app.backend();
        backend.patch(&format!("/v1/users/{user}"), json!({"first_name": "Ada", "last_name": "Lovelace", "external_id": "e1", "username": "ada_1"})).await.ok();
        backend.put(&format!("/v1/users/{user}/metadata"), json!({
            "public_metadata": {"role": "admin", "n": {"deep": [1]}}, "private_metadata": {"secret": "kanarienvogel"}, "unsafe_metadata": {"theme": "dark"},
        })).await.ok();
        let shown = backend.get(&format!("/v1/users/{user}")).await.ok().json;
        app.advance(SECOND);
        let claims: serde_json::Map<String, Value> = [
            ("id", "{{user.id}}"), ("external_id", "{{user.external_id}}"), ("first_name", "{{user.first_name}}"), ("last_name", "{{user.last_name}}"),
            ("full_name", "{{user.full_name}}"), ("username", "{{user.username}}"), ("email", "{{user.primary_email_address}}"),
            ("phone", "{{user.primary_phone_number}}"), ("wallet", "{{user.primary_web3_wallet}}"), ("email_verified", "{{user.email_verified}}"),
            ("phone_verified", "{{user.phone_number_verified}}"), ("image_url", "{{user.image_url}}"), ("old_image_url", "{{user.profile_image_url}}"),
            ("has_image", "{{user.has_image}}"), ("mfa", "{{user.two_factor_enabled}}"), ("created", "{{user.created_at}}"), ("updated", "{{user.updated_at}}"),
            ("signed_in", "{{user.last_sign_in_at}}"), ("public", "{{user.public_metadata}}"), ("deep", "{{user.public_metadata.n.deep}}"),
            ("unsafe", "{{user.unsafe_metadata}}"), ("organizations", "{{user.organizations}}"), ("org", "{{org.id}}"), ("org_role", "{{org.role}}"),
            ("membership", "{{org_membership.permissions}}"), ("actor", "{{session.actor}}"), ("private", "{{user.private_metadata}}"),
            ("secret", "{{user.private_metadata.secret}}"), ("password", "{{user.password_digest}}"), ("unknown", "{{what.ever}}"),
            ("text", "{{user.first_name}} is {{user.public_metadata.role || 'nobody'}}, {{user.public_metadata.plan || 'basic'}}"),
        ].into_iter().map(|(name, code)| (name.to_owned(), json!(code))).collect();
        let jwt = minted(&app, &session, json!({"name": "all", "claims": claims, "allowed_clock_skew": 7, "lifetime": 600})).await;
        let iat = app.now() / SECOND;
        let seconds = |name: &str| shown[name].as_i64().expect("a time") / SECOND;
        let mut claims = claims_of(&jwt);
        let jti = claims.as_object_mut().expect("claims").remove("jti");
        assert!(jti.is_some_and(|jti| jti.as_str().is_some_and(|jti| jti.starts_with("jti_"))));
        assert_eq!(claims, json!({
            "iss": app.app.instance.issuer, "sub": user, "iat": iat, "nbf": iat - 7, "exp": iat + 600,
            "id": user, "external_id": "e1", "first_name": "Ada", "last_name": "Lovelace", "full_name": "Ada Lovelace", "username": "ada_1",
            "email": "ada@example.com", "phone": null, "wallet": null, "email_verified": true, "phone_verified": false,
            "image_url": shown["image_url"], "old_image_url": shown["image_url"], "has_image": false, "mfa": false,
            "created": seconds("created_at"), "updated": seconds("updated_at"), "signed_in": seconds("last_sign_in_at"),
            "public": {"role": "admin", "n": {"deep": [1]}}, "deep": [1], "unsafe": {"theme": "dark"}, "organizations": {}, "org": null, "org_role": null,
            "membership": null, "actor": null, "private": null, "secret": null, "password": null, "unknown": null,
            "text": "Ada is admin, basic",
        }));
        let jwks: Jwks = serde_json::from_value(app.client().get("/v1/jwks").await.ok().json).expect("a key set");
        assert_eq!(header_of(&jwt), json!({"alg": "RS256", "cat": "cl_B7d4PD222AAA", "kid": jwks.keys[0].kid, "typ": "JWT"}));
        let verifier = Verifier::new(KeySet::from_jwks(&jwks).expect("keys"), Policy::default());
        assert_eq!(verifier.verify(&jwt, iat).err(), Some(TokenError::Claims("cat")), "it is no session token");
    }
}

on_both! {
    async fn a_browser_gets_template_tokens_for_its_own_live_sessions(app: TestApp) {
        let (client, user, session) = ada(&app).await;
        app.backend().post("/v1/jwt_templates", json!({"name": "my-hasura_1", "claims": {"a": "{{user.id}}"}})).await.ok();
        let path = format!("/v1/client/sessions/{session}/tokens/my-hasura_1");
        let reply = client.post(&path, &[]).await.ok().json;
        assert_eq!((members(&reply), &reply["object"]), (vec!["jwt", "object"], &json!("token")), "bare");
        let claims = claims_of(reply["jwt"].as_str().expect("a token"));
        assert_eq!((&claims["a"], &claims["sub"], &claims["azp"]), (&json!(user), &json!(user), &json!("http://localhost:3000")));
        assert_eq!(members(&claims), ["a", "azp", "exp", "iat", "iss", "jti", "nbf", "sub"], "nothing of the session");
        for name in ["nothing", "__session", "MY-HASURA_1"] {
            client.post(&format!("/v1/client/sessions/{session}/tokens/{name}"), &[]).await.refused(404, "resource_not_found", None);
        }
        client.post(&format!("/v1/client/sessions/{session}/tokens/a.b"), &[]).await.refused(404, "resource_not_found", None);
        app.signed_up("grace@example.com").await.post(&path, &[]).await.refused(401, "authentication_invalid", None);
        app.client().post(&path, &[]).await.refused(401, "authentication_invalid", None);
        client.post(&format!("/v1/client/sessions/{session}/end"), &[]).await.ok();
        client.post(&path, &[]).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    async fn a_backend_can_ask_for_another_lifetime(app: TestApp) {
        let (_, _, session) = ada(&app).await;
        let backend = app.backend();
        backend.post("/v1/jwt_templates", json!({"name": "t", "claims": {}, "lifetime": 600})).await.ok();
        let path = format!("/v1/sessions/{session}/tokens/t");
        let jwt = backend.post(&path, json!({"expires_in_seconds": 30})).await.ok().json["jwt"].as_str().expect("a token").to_owned();
        let claims = claims_of(&jwt);
        assert_eq!((claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat), claims.get("azp")), (Some(30), None));
        backend.post(&path, json!({"expires_in_seconds": 29})).await.refused(422, "form_param_value_invalid", Some("expires_in_seconds"));
        backend.post(&format!("/v1/sessions/{session}/tokens/nothing"), json!({})).await.refused(404, "resource_not_found", None);
        backend.post("/v1/sessions/sess_nothing/tokens/t", json!({})).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn the_usual_templates_for_databases_work(app: TestApp) {
        let (_, user, session) = ada(&app).await;
        let hasura = json!({"https://hasura.io/jwt/claims": {"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": "user", "x-hasura-user-id": "{{user.id}}"}});
        let claims = claims_of(&minted(&app, &session, json!({"name": "hasura", "claims": hasura})).await);
        assert_eq!(claims["https://hasura.io/jwt/claims"], json!({"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": "user", "x-hasura-user-id": user}));

        let supabase = json!({
            "name": "supabase", "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": SECRET,
            "claims": {"aud": "authenticated", "role": "authenticated", "email": "{{user.primary_email_address}}", "app_metadata": {}, "user_metadata": {}},
        });
        let jwt = minted(&app, &session, supabase).await;
        let claims = claims_of(&jwt);
        assert_eq!((&claims["aud"], &claims["role"], &claims["email"], &claims["app_metadata"]), (&json!("authenticated"), &json!("authenticated"), &json!("ada@example.com"), &json!({})));
        assert_eq!(header_of(&jwt), json!({"alg": "HS256", "cat": "cl_B7d4PD222AAA", "typ": "JWT"}), "the instance's key is not named");
        let (signed, signature) = jwt.rsplit_once('.').expect("three parts");
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).expect("base64url")).expect("signed with the secret");
    }
}

on_both! {
    async fn a_templates_own_key_is_sealed_kept_and_never_told(app: TestApp) {
        let (_, _, session) = ada(&app).await;
        let backend = app.backend();
        let pair = EcdsaKeyPair::generate(&aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(pair.to_pkcs8v1().expect("its form").as_ref()));
        let body = json!({"name": "own", "claims": {}, "custom_signing_key": true, "signing_algorithm": "ES256", "signing_key": pem});
        let made = backend.post("/v1/jwt_templates", body).await.ok();
        assert_eq!((&made.json["custom_signing_key"], &made.json["signing_algorithm"]), (&json!(true), &json!("ES256")));
        let path = format!("/v1/jwt_templates/{}", id(&made.json));
        let line = pem.lines().nth(1).expect("a line");
        for reply in [made, backend.get(&path).await, backend.get("/v1/jwt_templates").await, backend.patch(&path, json!({"name": "own", "claims": {}})).await.ok()] {
            assert!(!reply.text.contains("PRIVATE") && !reply.text.contains(&line[..20]) && !reply.text.contains("signing_key\":\""), "{}", reply.text);
        }
        let mint = async |app: &TestApp| app.backend().call(Method::POST, &format!("/v1/sessions/{session}/tokens/own")).await.ok().json["jwt"].as_str().expect("a token").to_owned();
        let is_good = |jwt: &str| {
            let (signed, signature) = jwt.rsplit_once('.').expect("three parts");
            let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public_key().as_ref()).verify(signed.as_bytes(), &signature).is_ok()
        };
        assert!(is_good(&mint(&app).await), "kept by a change that names none");
        // Another algorithm needs another key; giving it up is said.
        backend.patch(&path, json!({"name": "own", "claims": {}, "signing_algorithm": "ES384"})).await.refused(422, "form_conditional_param_missing", Some("signing_key"));
        let app = app.restarted().await;
        assert!(is_good(&mint(&app).await), "it is read back from the database");
        let backend = app.backend();
        let plain = backend.patch(&path, json!({"name": "own", "claims": {}, "custom_signing_key": false})).await.ok().json;
        assert_eq!((&plain["custom_signing_key"], &plain["signing_algorithm"]), (&json!(false), &json!("RS256")));
        assert_eq!(header_of(&mint(&app).await)["alg"], "RS256");
        backend.patch(&path, json!({"name": "own", "claims": {}, "custom_signing_key": true})).await.refused(422, "form_conditional_param_missing", Some("signing_algorithm"));
    }
}

on_both! {
    async fn a_sealed_key_does_not_open_in_another_row(app: TestApp) {
        let (_, _, session) = ada(&app).await;
        let own = |name: &str| json!({"name": name, "claims": {}, "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": SECRET});
        minted(&app, &session, own("one")).await;
        let app = app.restarted().await;
        app.backend().post("/v1/jwt_templates", own("two")).await.ok();
        app.execute("UPDATE jwt_templates SET sealed_signing_key = (SELECT sealed_signing_key FROM jwt_templates WHERE name = 'two') WHERE name = 'one'", Vec::new()).await;
        app.backend().call(Method::POST, &format!("/v1/sessions/{session}/tokens/one")).await.refused(500, "internal_clerk_error", None);
        app.backend().call(Method::POST, &format!("/v1/sessions/{session}/tokens/two")).await.ok();
    }
}

//! Who may call the Backend API: every route refuses everybody who has no live secret key of this instance. A route
//! without a row fails, and so does a row without a route.

use crate::{
    on_both,
    support::{Engine, SECRET_KEY, TestApp},
};
use http::Method;
use server::store::secret_keys;

/// The reviewed table. All of it needs a secret key; nothing of it can be called by a user.
const TABLE: &[(&str, &str)] = &[
    ("GET", "/v1/users"),
    ("POST", "/v1/users"),
    ("GET", "/v1/users/count"),
    ("POST", "/v1/users/ban"),
    ("POST", "/v1/users/unban"),
    ("GET", "/v1/users/{user_id}"),
    ("PATCH", "/v1/users/{user_id}"),
    ("DELETE", "/v1/users/{user_id}"),
    ("POST", "/v1/users/{user_id}/ban"),
    ("POST", "/v1/users/{user_id}/unban"),
    ("POST", "/v1/users/{user_id}/lock"),
    ("POST", "/v1/users/{user_id}/unlock"),
    ("PATCH", "/v1/users/{user_id}/metadata"),
    ("PUT", "/v1/users/{user_id}/metadata"),
    ("POST", "/v1/users/{user_id}/profile_image"),
    ("DELETE", "/v1/users/{user_id}/profile_image"),
    ("GET", "/v1/users/{user_id}/oauth_access_tokens/{provider}"),
    ("GET", "/v1/users/{user_id}/organization_memberships"),
    ("GET", "/v1/users/{user_id}/organization_invitations"),
    ("POST", "/v1/users/{user_id}/remove_password"),
    ("POST", "/v1/users/{user_id}/verify_password"),
    ("POST", "/v1/users/{user_id}/verify_totp"),
    ("DELETE", "/v1/users/{user_id}/mfa"),
    ("DELETE", "/v1/users/{user_id}/backup_code"),
    ("DELETE", "/v1/users/{user_id}/totp"),
    ("DELETE", "/v1/users/{user_id}/passkeys/{identification_id}"),
    ("DELETE", "/v1/users/{user_id}/web3_wallets/{identification_id}"),
    ("DELETE", "/v1/users/{user_id}/external_accounts/{external_account_id}"),
    ("POST", "/v1/users/{user_id}/password/set_compromised"),
    ("POST", "/v1/users/{user_id}/password/unset_compromised"),
    ("PUT", "/v1/users/{user_id}/email_address"),
    ("PUT", "/v1/users/{user_id}/phone_number"),
    ("POST", "/v1/email_addresses"),
    ("GET", "/v1/email_addresses/{email_address_id}"),
    ("PATCH", "/v1/email_addresses/{email_address_id}"),
    ("DELETE", "/v1/email_addresses/{email_address_id}"),
    ("POST", "/v1/email_addresses/{email_address_id}/prepare_verification"),
    ("POST", "/v1/email_addresses/{email_address_id}/attempt_verification"),
    ("POST", "/v1/phone_numbers"),
    ("GET", "/v1/phone_numbers/{phone_number_id}"),
    ("PATCH", "/v1/phone_numbers/{phone_number_id}"),
    ("DELETE", "/v1/phone_numbers/{phone_number_id}"),
    ("GET", "/v1/sessions"),
    ("POST", "/v1/sessions"),
    ("GET", "/v1/sessions/{session_id}"),
    ("POST", "/v1/sessions/{session_id}/revoke"),
    ("POST", "/v1/sessions/{session_id}/verify"),
    ("POST", "/v1/sessions/{session_id}/tokens"),
    ("POST", "/v1/sessions/{session_id}/tokens/{template_name}"),
    ("GET", "/v1/clients"),
    ("POST", "/v1/clients/verify"),
    ("GET", "/v1/clients/{client_id}"),
    ("GET", "/v1/jwt_templates"),
    ("POST", "/v1/jwt_templates"),
    ("GET", "/v1/jwt_templates/{template_id}"),
    ("PATCH", "/v1/jwt_templates/{template_id}"),
    ("DELETE", "/v1/jwt_templates/{template_id}"),
    ("POST", "/v1/sign_in_tokens"),
    ("POST", "/v1/sign_in_tokens/{sign_in_token_id}/revoke"),
    ("POST", "/v1/actor_tokens"),
    ("POST", "/v1/actor_tokens/{actor_token_id}/revoke"),
    ("POST", "/v1/testing_tokens"),
    ("GET", "/v1/invitations"),
    ("POST", "/v1/invitations"),
    ("POST", "/v1/invitations/bulk"),
    ("POST", "/v1/invitations/{invitation_id}/revoke"),
    ("DELETE", "/v1/invitations/{invitation_id}"),
    ("GET", "/v1/api_keys"),
    ("POST", "/v1/api_keys"),
    ("POST", "/v1/api_keys/verify"),
    ("GET", "/v1/api_keys/{api_key_id}"),
    ("PATCH", "/v1/api_keys/{api_key_id}"),
    ("DELETE", "/v1/api_keys/{api_key_id}"),
    ("GET", "/v1/api_keys/{api_key_id}/secret"),
    ("POST", "/v1/api_keys/{api_key_id}/revoke"),
    ("GET", "/v1/allowlist_identifiers"),
    ("POST", "/v1/allowlist_identifiers"),
    ("DELETE", "/v1/allowlist_identifiers/{identifier_id}"),
    ("GET", "/v1/blocklist_identifiers"),
    ("POST", "/v1/blocklist_identifiers"),
    ("DELETE", "/v1/blocklist_identifiers/{identifier_id}"),
    ("GET", "/v1/redirect_urls"),
    ("POST", "/v1/redirect_urls"),
    ("GET", "/v1/redirect_urls/{redirect_url_id}"),
    ("DELETE", "/v1/redirect_urls/{redirect_url_id}"),
    ("GET", "/v1/instance"),
    ("PATCH", "/v1/instance"),
    ("PATCH", "/v1/instance/restrictions"),
    ("GET", "/v1/instance/organization_settings"),
    ("PATCH", "/v1/instance/organization_settings"),
    ("GET", "/v1/domains"),
    ("POST", "/v1/domains"),
    ("PATCH", "/v1/domains/{domain_id}"),
    ("DELETE", "/v1/domains/{domain_id}"),
    ("POST", "/v1/webhooks/svix"),
    ("DELETE", "/v1/webhooks/svix"),
    ("POST", "/v1/webhooks/svix_url"),
    ("GET", "/v1/waitlist_entries"),
    ("POST", "/v1/waitlist_entries"),
    ("POST", "/v1/waitlist_entries/bulk"),
    ("DELETE", "/v1/waitlist_entries/{entry_id}"),
    ("POST", "/v1/waitlist_entries/{entry_id}/invite"),
    ("POST", "/v1/waitlist_entries/{entry_id}/reject"),
    ("GET", "/v1/events"),
    ("GET", "/v1/snapshot"),
];

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let mut routes: Vec<_> =
        server::backend_api::routes().list.iter().map(|route| (route.verb.as_str(), route.path)).collect();
    let mut rows = TABLE.to_vec();
    routes.sort_unstable();
    rows.sort_unstable();
    assert_eq!(routes, rows);
}

on_both! {
    async fn nobody_without_a_live_secret_key_gets_in(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let signed_in = app.signed_up("grace@example.com").await;
        let session = app.session_of(&signed_in).await;
        let token = signed_in.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok();
        let token = token.json["jwt"].as_str().expect("a token").to_owned();
        let revoked = "sk_test_revoked00000000000000000000000000000000000";
        {
            let mut conn = app.app.write().await.expect("a connection");
            let hash = server::keys::secret_key::hash(revoked);
            secret_keys::insert(&mut conn, app.instance(), "key_revoked", "", &hash, "", 1).await.expect("written");
            assert!(secret_keys::revoke(&mut conn, app.instance(), "key_revoked", 2).await.expect("written"));
            conn.commit().await.expect("committed");
        }
        // A key of the same form that another instance made.
        let elsewhere = TestApp::start(Engine::Sqlite).await;
        let foreign = {
            let mut conn = elsewhere.app.write().await.expect("a connection");
            let made = server::domain::instance::add_secret_key(
                &mut conn,
                &elsewhere.app.config,
                elsewhere.instance(),
                "other",
                &server::random::SystemRandom,
                1,
            );
            let made = made.await.expect("a key");
            conn.commit().await.expect("committed");
            secrecy::ExposeSecret::expose_secret(&made.value).to_owned()
        };
        let publishable = app.app.instance.publishable_key.clone();
        let bearer = |key: &str| Some(format!("Bearer {key}"));
        let callers = [
            (None, "authentication_invalid"),
            (Some(SECRET_KEY.to_owned()), "authorization_header_format_invalid"),
            (Some(format!("Basic {SECRET_KEY}")), "authorization_header_format_invalid"),
            (Some("Bearer ".to_owned()), "authorization_header_format_invalid"),
            (bearer(&SECRET_KEY.to_uppercase()), "clerk_key_invalid"),
            (bearer(&SECRET_KEY[..40]), "clerk_key_invalid"),
            (bearer(revoked), "clerk_key_invalid"),
            (bearer(&foreign), "clerk_key_invalid"),
            (bearer(&publishable), "clerk_key_invalid"),
            (bearer(&token), "clerk_key_invalid"),
        ];
        let before = app.last_event().await;
        for route in server::backend_api::routes().list {
            // Who has no key learns nothing about ids: any other one will do.
            let path: String = route.path.replace("{user_id}", &user).replace(['{', '}'], "");
            let method: Method = route.verb.as_str().parse().expect("a method");
            for (authorization, code) in &callers {
                let headers: Vec<_> = authorization.iter().map(|value| ("authorization", value.as_str())).collect();
                // A user's cookies change nothing.
                let reply = signed_in.raw(method.clone(), &path, &headers, "{}").await;
                reply.refused(401, code, None);
            }
        }
        assert_eq!(app.last_event().await, before, "nothing was changed");
    }
}

on_both! {
    async fn a_key_stops_working_the_moment_it_is_revoked(app: TestApp) {
        let backend = app.backend();
        backend.get("/v1/users").await.ok();
        let mut conn = app.app.write().await.expect("a connection");
        assert!(secret_keys::revoke(&mut conn, app.instance(), "key_test", app.now()).await.expect("written"));
        conn.commit().await.expect("committed");
        backend.get("/v1/users").await.refused(401, "clerk_key_invalid", None);
    }
}

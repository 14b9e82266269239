//! Who may call the dashboard's API: operators by their cookie, and nobody else. A route without a row fails, and so
//! does a row without a route.

use crate::{on_both, support::SECRET_KEY};
use http::Method;
use onehop::endpoints::Access;

/// The reviewed table of what only the dashboard has. `out`: for those who are not in yet.
const TABLE: &[(&str, &str, bool)] = &[
    ("GET", "/v1/dashboard/link", true),
    ("POST", "/v1/dashboard/link", true),
    ("POST", "/v1/dashboard/session", true),
    ("POST", "/v1/dashboard/session/second_factor", true),
    ("DELETE", "/v1/dashboard/session", true),
    ("POST", "/v1/dashboard/session/proof", false),
    ("GET", "/v1/dashboard/operator", false),
    ("POST", "/v1/dashboard/operator/password", false),
    ("GET", "/v1/dashboard/operator/totp", false),
    ("POST", "/v1/dashboard/operator/totp", false),
    ("POST", "/v1/dashboard/operator/totp/confirm", false),
    ("DELETE", "/v1/dashboard/operator/totp", false),
    ("GET", "/v1/dashboard/secret_keys", false),
    ("POST", "/v1/dashboard/secret_keys", false),
    ("POST", "/v1/dashboard/secret_keys/{secret_key_id}/revoke", false),
    ("GET", "/v1/dashboard/settings", false),
    ("PATCH", "/v1/dashboard/settings", false),
    ("GET", "/v1/dashboard/tokens", false),
    ("POST", "/v1/dashboard/jwt_templates/preview", false),
    ("GET", "/v1/dashboard/overview", false),
    ("GET", "/v1/dashboard/users", false),
    ("GET", "/v1/dashboard/users/export", false),
    ("POST", "/v1/dashboard/users/bulk", false),
    ("POST", "/v1/dashboard/users/bulk/matching", false),
    ("POST", "/v1/dashboard/invitations/bulk", false),
    ("GET", "/v1/dashboard/users/{user_id}/activity", false),
    ("GET", "/v1/dashboard/users/{user_id}/days", false),
    ("POST", "/v1/dashboard/users/{user_id}/sessions/revoke", false),
    ("GET", "/v1/dashboard/waitlist_entries", false),
    ("GET", "/v1/dashboard/audit_entries", false),
    ("GET", "/v1/dashboard/audit_entries/{audit_entry_id}", false),
    ("GET", "/v1/dashboard/webhook_endpoints", false),
    ("POST", "/v1/dashboard/webhook_endpoints", false),
    ("GET", "/v1/dashboard/webhook_endpoints/{endpoint_id}", false),
    ("PATCH", "/v1/dashboard/webhook_endpoints/{endpoint_id}", false),
    ("DELETE", "/v1/dashboard/webhook_endpoints/{endpoint_id}", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/enable", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/disable", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/secret/reveal", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/secret/rotate", false),
    ("GET", "/v1/dashboard/webhook_endpoints/{endpoint_id}/attempts", false),
    ("GET", "/v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}/resend", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/replay", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/recover", false),
    ("POST", "/v1/dashboard/webhook_endpoints/{endpoint_id}/test", false),
    ("GET", "/v1/dashboard/webhook_endpoints/{endpoint_id}/stats", false),
    ("GET", "/v1/dashboard/event_types", false),
    ("GET", "/v1/dashboard/events", false),
];

fn method(verb: &str) -> Method {
    verb.parse().expect("a method")
}

fn filled(path: &str) -> String {
    path.replace(['{', '}'], "")
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let routes = server::dashboard::routes().list;
    let mut routes: Vec<_> =
        routes.iter().map(|route| (route.verb.as_str(), route.path, route.access == Access::Public)).collect();
    let mut rows = TABLE.to_vec();
    routes.sort_unstable();
    rows.sort_unstable();
    assert_eq!(routes, rows);
}

on_both! {
    async fn who_has_no_operators_session_is_let_in_nowhere(app: TestApp) {
        let user = app.signed_up("ada@example.com").await;
        let key = format!("Bearer {SECRET_KEY}");
        let origin = app.app.config.server.public_origin();
        let own = [("origin", origin.as_str()), ("content-type", "application/json")];
        let with_key = [own[0], own[1], ("authorization", key.as_str())];
        let before = app.last_event().await;
        let backend = server::backend_api::routes().list.into_iter().map(|route| (route.verb.as_str(), route.path, false));
        for (verb, path, is_public) in TABLE.iter().copied().chain(backend) {
            let path = filled(path);
            let gate = format!("/dashboard/api{path}");
            if !is_public {
                // Through the gate: nobody, a user of the app, a secret key.
                for headers in [&own[..], &with_key[..]] {
                    let reply = user.raw(method(verb), &gate, headers, "{}").await;
                    reply.refused(401, "authentication_invalid", None);
                }
                let garbage = app.client();
                garbage.set_cookie("__dash", "garbage");
                garbage.raw(method(verb), &gate, &own, "{}").await.refused(401, "authentication_invalid", None);
            }
        }
        for (verb, path, _) in TABLE {
            // Past the gate the dashboard's own endpoints answer nobody, not even a live key.
            let reply = user.raw(method(verb), &filled(path), &with_key, "{}").await;
            reply.refused(401, "authentication_invalid", None);
        }
        assert_eq!(app.last_event().await, before, "nothing was changed");
    }
}

on_both! {
    async fn an_operators_cookie_is_no_key_of_the_backend_api(app: TestApp) {
        let operator = app.operator().await;
        operator.get("/v1/users").await.ok();
        let origin = app.app.config.server.public_origin();
        for route in server::backend_api::routes().list {
            let headers = [("origin", origin.as_str()), ("content-type", "application/json")];
            let reply = operator.client.raw(method(route.verb.as_str()), &filled(route.path), &headers, "{}").await;
            reply.refused(401, "authentication_invalid", None);
        }
    }
}

on_both! {
    async fn operators_reach_the_whole_backend_api_and_are_not_counted(app: TestApp, |config| {
        config.limits.is_enabled = true;
        config.limits.backend.burst = 3;
    }) {
        let operator = app.operator().await;
        for _ in 0..8 {
            operator.get("/v1/users").await.ok();
        }
        let reply = operator.post("/v1/users", serde_json::json!({"email_address": ["ada@example.com"]})).await.ok();
        let id = reply.json["id"].as_str().expect("an id");
        let reply = operator.post(&format!("/v1/users/{id}/ban"), serde_json::json!({})).await.ok();
        assert_eq!(reply.json["banned"], true);
        operator.get("/v1/nothing").await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn a_change_comes_from_a_page_of_the_dashboard_alone(app: TestApp, |config| {
        config.instance.allowed_origins.push("https://app.example.com".to_owned());
    }) {
        let operator = app.operator().await;
        let own = app.app.config.server.public_origin();
        let json = ("content-type", "application/json");
        let foreign: [&[(&str, &str)]; 6] = [
            &[json],
            &[json, ("origin", "https://evil.example")],
            // An app's pages may call the Frontend API, but they are no operators.
            &[json, ("origin", "https://app.example.com")],
            &[json, ("origin", "null")],
            &[json, ("sec-fetch-site", "same-site")],
            &[json, ("origin", &own), ("sec-fetch-site", "cross-site")],
        ];
        for door in ["/dashboard/api/v1/users", "/dashboard/forms/v1/users"] {
            for headers in foreign {
                let reply = operator.client.raw(Method::POST, door, headers, "{}").await;
                reply.refused(403, "origin_invalid", None);
            }
        }
        let reply = operator.client.raw(Method::GET, "/dashboard/api/v1/users", &[("sec-fetch-site", "cross-site")], "").await;
        reply.refused(403, "origin_invalid", None);
        assert_eq!(operator.get("/v1/users/count").await.ok().json["total_count"], 0);
    }
}

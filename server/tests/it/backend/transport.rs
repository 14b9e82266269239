//! How requests are written: versions, empty bodies, unknown paths, both list shapes.

use crate::on_both;
use http::Method;
use serde_json::json;

on_both! {
    async fn unknown_versions_are_refused_and_two_at_once(app: TestApp) {
        app.backend().speaking("2021-02-05").get("/v1/users").await.ok();
        app.backend().speaking("2024-01-01").get("/v1/users").await.refused(400, "bad_request", None);
        app.backend().get("/v1/users?__clerk_api_version=2026-05-12").await.refused(400, "bad_request", None);
    }
}

on_both! {
    async fn metadata_is_part_of_a_user_update_before_2026_only(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let path = format!("/v1/users/{user}");
        let body = json!({"public_metadata": {"a": {"b": 1}}});
        app.backend().patch(&path, body.clone()).await.refused(422, "form_param_unknown", Some("public_metadata"));
        let reply = app.backend().speaking("2025-11-10").patch(&path, body).await.ok();
        assert_eq!(reply.json["public_metadata"], json!({"a": {"b": 1}}));
        let reply = app.backend().speaking("2025-11-10").patch(&path, json!({"public_metadata": {"c": 1}})).await.ok();
        assert_eq!(reply.json["public_metadata"], json!({"c": 1}), "the whole object is replaced");
    }
}

on_both! {
    async fn paths_and_verbs_that_do_not_exist_are_404_and_405(app: TestApp) {
        let backend = app.backend();
        for path in ["/v1/users/user_1/nothing", "/v1/nothing", "/v1/users/user_1/billing/subscription"] {
            backend.get(path).await.refused(404, "resource_not_found", None);
        }
        backend.call(Method::PUT, "/v1/users").await.refused(405, "method_not_allowed", None);
        backend.get("/v1/users/not%20a%20user").await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn bodies_that_cannot_be_read_change_nothing(app: TestApp) {
        let backend = app.backend();
        for (body, status, code) in [
            ("{", 400, "request_body_invalid"),
            ("[]", 400, "request_body_invalid"),
            ("7", 400, "request_body_invalid"),
            (r#"{"email_address":7}"#, 422, "form_param_type_invalid"),
            (r#"{"email_address":["a\u0000@b.co"]}"#, 422, "form_param_format_invalid"),
        ] {
            let reply = backend.send(Method::POST, "/v1/users", body.to_owned()).await;
            assert_eq!((reply.status.as_u16(), reply.json["errors"][0]["code"].as_str()), (status, Some(code)), "{body}");
        }
        assert_eq!(backend.get("/v1/users/count").await.ok().json["total_count"], 0);
    }
}

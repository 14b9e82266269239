//! Request rates with a secret key.

use crate::on_both;
use serde_json::json;

on_both! {
    async fn the_hundred_and_first_request_in_ten_seconds_is_refused(app: TestApp, |config| config.limits.is_enabled = true) {
        let backend = app.backend();
        for _ in 0..100 {
            backend.get("/v1/users").await.ok();
        }
        app.advance(9_999);
        let reply = backend.get("/v1/users").await;
        reply.refused(429, "too_many_requests", None);
        assert_eq!(reply.header("retry-after"), Some("1"));
        // Keys are public: whoever verifies tokens is never refused.
        backend.get("/v1/jwks").await.ok();
        app.advance(1);
        backend.get("/v1/users").await.ok();
    }
}

on_both! {
    async fn one_user_can_be_changed_ten_times_in_ten_seconds(app: TestApp, |config| config.limits.is_enabled = true) {
        let backend = app.backend();
        let (one, other) = (backend.user("a@example.com").await, backend.user("b@example.com").await);
        for count in 0..10 {
            backend.patch(&format!("/v1/users/{one}"), json!({"first_name": format!("A{count}")})).await.ok();
        }
        backend.patch(&format!("/v1/users/{one}/metadata"), json!({})).await.refused(429, "too_many_requests", None);
        backend.patch(&format!("/v1/users/{other}"), json!({"first_name": "B"})).await.ok();
    }
}

on_both! {
    async fn a_wrong_key_is_401_however_many_requests_came_before(app: TestApp, |config| config.limits.is_enabled = true) {
        for _ in 0..100 {
            app.backend().get("/v1/users").await.ok();
        }
        app.backend().with_key("sk_test_wrong").get("/v1/users").await.refused(401, "clerk_key_invalid", None);
    }
}

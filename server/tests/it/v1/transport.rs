//! What holds for every call: bodies, methods, paths, sizes, trace ids.

use crate::on_both;
use axum::body::Body;
use http::Method;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const ORIGIN: (&str, &str) = ("origin", "http://localhost:3000");

on_both! {
    async fn forms_and_json_say_the_same(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let by_form = browser.patch("/v1/me", &[("first_name", "A+d ä"), ("unknown", "1")]).await.enveloped("user");
        assert_eq!(by_form.response()["first_name"], "A+d ä");
        let by_json = browser.json(Method::PATCH, "/v1/me", json!({"first_name": "Grace", "unknown": {"a": [1]}})).await.enveloped("user");
        assert_eq!(by_json.response()["first_name"], "Grace");
        let by_type = browser.raw(Method::PATCH, "/v1/me", &[ORIGIN, ("content-type", "Application/JSON; charset=UTF-8")], r#"{"first_name":"Ida"}"#).await;
        assert_eq!(by_type.ok().response()["first_name"], "Ida", "the type is compared without case and parameters");
    }
}

on_both! {
    async fn the_method_may_stand_in_the_query_of_a_post(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let real = browser.send(Method::PATCH, "/v1/me", Some(FORM), "first_name=A".to_owned()).await.enveloped("user");
        assert_eq!(real.response()["first_name"], "A");
        let query = "/v1/me?__clerk_api_version=2026-05-12&_clerk_js_version=6.29.3&_method=patch";
        let overridden = browser.send(Method::POST, query, Some(FORM), "first_name=B".to_owned()).await.enveloped("user");
        assert_eq!(overridden.response()["first_name"], "B");
        browser.send(Method::POST, "/v1/me?_method=GET", Some(FORM), String::new()).await.refused(405, "method_not_allowed", None);
        let read = browser.get("/v1/me?_method=DELETE").await.enveloped_read("user");
        assert_eq!(read.response()["first_name"], "B", "a GET stays a GET");
    }
}

on_both! {
    async fn slashes_at_the_end_and_in_between_do_no_harm(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for path in ["/v1/me", "/v1/me/", "//v1/me", "/v1//me//"] {
            browser.get(path).await.enveloped_read("user");
        }
        browser.post("//v1//me/email_addresses//", &[("email_address", "b@example.com")]).await.enveloped("email_address");
    }
}

on_both! {
    async fn empty_bodies_count_as_no_members_whatever_their_type(app: TestApp) {
        let client = app.client();
        for kind in [None, Some(FORM), Some(JSON), Some("text/plain")] {
            for body in ["", " \r\n"] {
                client.send(Method::POST, "/v1/client/sign_ins", kind, body.to_owned()).await.enveloped("sign_in");
            }
        }
    }
}

on_both! {
    async fn bodies_that_cannot_be_read_are_refused(app: TestApp) {
        let client = app.client();
        let deep = format!("{}1{}", r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
        let lists = format!(r#"{{"identifier":{}{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
        for body in ["{", "[]", "null", "7", "\"a\"", "{\"identifier\":}", "{'a':1}", &deep, &lists] {
            let reply = client.send(Method::POST, "/v1/client/sign_ins", Some(JSON), body.to_owned()).await;
            reply.refused(400, "request_body_invalid", None);
        }
        for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/jsonx"] {
            client.send(Method::POST, "/v1/client/sign_ins", Some(kind), "identifier=a".to_owned()).await.refused(400, "request_body_invalid", None);
        }
        let bare = client.raw(Method::POST, "/v1/client/sign_ins", &[ORIGIN], "identifier=a").await;
        bare.refused(400, "request_body_invalid", None);
        let not_text = client.raw(Method::POST, "/v1/client/sign_ins", &[ORIGIN, ("content-type", JSON)], vec![b'{', 0xff, b'}']).await;
        not_text.refused(400, "request_body_invalid", None);
    }
}

on_both! {
    async fn values_of_the_wrong_type_are_named(app: TestApp) {
        let client = app.client();
        for value in [json!(7), json!(true), json!(["a"]), json!({"a": 1})] {
            let reply = client.json(Method::POST, "/v1/client/sign_ins", json!({ "identifier": value })).await;
            reply.refused(422, "form_param_type_invalid", Some("identifier"));
        }
        let twice = client.send(Method::POST, "/v1/client/sign_ins", Some(FORM), "identifier=a&identifier=b".to_owned()).await;
        twice.refused(422, "form_param_type_invalid", Some("identifier"));
        let null = client.json(Method::POST, "/v1/client/sign_ins", json!({"identifier": null})).await;
        null.enveloped("sign_in");
    }
}

on_both! {
    async fn nul_characters_are_refused_everywhere_in_a_body(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let form = browser.patch("/v1/me", &[("first_name", "a\0b")]).await;
        form.refused_with_client(422, "form_param_format_invalid", Some("first_name"));
        for inner in [json!({"a": {"b": ["x\0"]}}), json!({"a\0": 1})] {
            let reply = browser.json(Method::PATCH, "/v1/me/metadata", json!({ "unsafe_metadata": inner })).await;
            reply.refused_with_client(422, "form_param_format_invalid", Some("unsafe_metadata"));
        }
        let identifier = app.client().post("/v1/client/sign_ins", &[("identifier", "a\0@example.com")]).await;
        identifier.refused(422, "form_param_format_invalid", Some("identifier"));
    }
}

on_both! {
    async fn a_body_over_the_limit_is_413_and_one_at_the_limit_is_read(app: TestApp) {
        let client = app.client();
        let limit = app.app.config.server.max_body_bytes;
        let body = |length: usize| format!("unknown={}", "x".repeat(length - "unknown=".len()));
        client.send(Method::POST, "/v1/client/sign_ins", Some(FORM), body(limit)).await.enveloped("sign_in");
        client.send(Method::POST, "/v1/client/sign_ins", Some(FORM), body(limit + 1)).await.refused(413, "request_body_too_large", None);
    }
}

on_both! {
    async fn unknown_paths_are_404_in_the_contracts_form(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for path in ["/v1", "/v1/", "/v1/nothing", "/v1/me/nothing", "/v1/me/passkeys", "/v1/client/sign_ins/sia_1/nothing", "/v1/organizations/org_1", "/v1/%2e%2e/me"] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let reply = browser.call(&method, path, &[]).await;
                reply.refused(404, "resource_not_found", None);
                assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("application/json")), "{path}");
            }
        }
    }
}

on_both! {
    async fn ids_that_cannot_be_ids_are_404_before_anything_is_looked_up(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let long = "a".repeat(65);
        for id in ["%00", "a%20b", "a'b", "..%2f..", "%ff", "a.b", &long, "$1", "%F0%9F%98%80"] {
            for path in [format!("/v1/client/sessions/{id}"), format!("/v1/client/sign_ins/{id}"), format!("/v1/me/email_addresses/{id}")] {
                browser.get(&path).await.refused(404, "resource_not_found", None);
            }
        }
        browser.get("/v1/me?_clerk_session_id=%00").await.ok();
    }
}

on_both! {
    async fn a_trace_id_is_in_every_reply_and_the_same_in_an_error(app: TestApp) {
        let client = app.client();
        let fine = client.get("/v1/environment").await.ok();
        assert!(fine.header("x-trace-id").is_some_and(|id| id.len() == 32));
        for path in ["/v1/me", "/v1/nothing", "/v1/client/sessions/sess_1"] {
            let reply = client.get(path).await;
            assert_eq!(reply.header("x-trace-id"), reply.json["clerk_trace_id"].as_str(), "{path}");
        }
        let refused = client.send(Method::PATCH, "/v1/client", None, String::new()).await;
        refused.refused(405, "method_not_allowed", None);
        assert_eq!(refused.header("x-trace-id"), refused.json["clerk_trace_id"].as_str());
    }
}

on_both! {
    async fn replies_are_not_stored_and_not_sniffed(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        for path in ["/v1/client", "/v1/me", "/v1/environment", "/v1/nothing", "/v1/me/email_addresses/x"] {
            let reply = browser.get(path).await;
            assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        }
    }
}

on_both! {
    async fn huge_and_broken_headers_do_not_break_anything(app: TestApp) {
        let client = app.client();
        let agent = "\u{20}".to_owned() + &"x".repeat(10_000);
        let reply = client.raw(Method::POST, "/v1/client/sign_ins", &[ORIGIN, ("user-agent", &agent)], Body::empty()).await;
        reply.enveloped("sign_in");
        let cookies = "a=1; ;;=; __client; __client=; x=".to_owned() + &"y".repeat(50_000);
        app.client().raw(Method::GET, "/v1/client", &[("cookie", &cookies)], Body::empty()).await.ok();
    }
}

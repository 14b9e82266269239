//! Security headers on every answer. Pages set their own Content-Security-Policy with a nonce; it is left alone.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Files whose name changes with their content, or which carry a validator: fine to keep.
const STATIC_FILES: &str = "/pkg/";

/// What the headers depend on.
#[derive(Clone, Copy, Debug)]
pub struct SecurityHeaders {
    /// Whether browsers reach us by https and shall never try anything else.
    pub is_https: bool,
}

/// Middleware: adds what is missing, overwrites nothing that a handler has set on purpose.
pub async fn secure(State(options): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let is_static = request.uri().path().starts_with(STATIC_FILES);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    add(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(headers, REFERRER_POLICY, "strict-origin-when-cross-origin");
    add(headers, OPENER_POLICY, "same-origin-allow-popups");
    if options.is_https {
        add(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    let kind = Kind::of(headers);
    if kind == Kind::Data {
        add(headers, CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        add(headers, RESOURCE_POLICY, "same-origin");
    }
    if !is_static && (kind != Kind::File || headers.contains_key(SET_COOKIE)) {
        add(headers, CACHE_CONTROL, "no-store");
    }
    response
}

/// What a browser would do with the answer.
#[derive(PartialEq, Eq)]
enum Kind {
    /// JSON, or no body at all: nothing to render, often secret.
    Data,
    /// HTML: depends on who asks.
    Page,
    /// Everything else.
    File,
}

impl Kind {
    fn of(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(CONTENT_TYPE) else {
            return Self::Data;
        };
        match value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim() {
            "text/html" => Self::Page,
            "application/json" => Self::Data,
            other if other.ends_with("+json") => Self::Data,
            _ => Self::File,
        }
    }
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Json, Router, body::Body, middleware::from_fn_with_state, response::Html, routing::get};
    use tower::ServiceExt;

    async fn headers_of(path: &str, is_https: bool) -> HeaderMap {
        let page = || async { ([(CONTENT_SECURITY_POLICY, "default-src 'nonce-1'")], Html("<p>page")) };
        let router = Router::new()
            .route("/json", get(|| async { Json(1) }))
            .route("/jwks", get(|| async { ([(CACHE_CONTROL, "max-age=300")], Json(1)) }))
            .route("/page", get(page))
            .route("/bare-page", get(|| async { Html("<p>page") }))
            .route("/see-other", get(|| async { axum::response::Redirect::to("/page") }))
            .route("/pkg/data.json", get(|| async { Json(1) }))
            .route("/icon.svg", get(|| async { ([(CONTENT_TYPE, "image/svg+xml")], "<svg/>") }))
            .route("/cookie.svg", get(|| async { ([(CONTENT_TYPE, "image/svg+xml"), (SET_COOKIE, "a=b")], "<svg/>") }))
            .layer(from_fn_with_state(SecurityHeaders { is_https }, secure));
        let request = Request::get(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn every_answer_has_the_common_headers() {
        for path in ["/json", "/page", "/see-other", "/pkg/data.json", "/icon.svg", "/nowhere"] {
            let headers = headers_of(path, true).await;
            assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
            assert_eq!(headers[REFERRER_POLICY], "strict-origin-when-cross-origin", "{path}");
            assert_eq!(headers[OPENER_POLICY], "same-origin-allow-popups", "{path}");
            assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=31536000; includeSubDomains", "{path}");
        }
    }

    #[tokio::test]
    async fn http_is_not_told_to_be_https() {
        assert!(!headers_of("/json", false).await.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[tokio::test]
    async fn json_runs_nothing_and_is_not_kept() {
        let headers = headers_of("/json", false).await;
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
    }

    #[tokio::test]
    async fn what_a_handler_has_set_stays() {
        assert_eq!(headers_of("/page", false).await[CONTENT_SECURITY_POLICY], "default-src 'nonce-1'");
        assert_eq!(headers_of("/jwks", false).await[CACHE_CONTROL], "max-age=300");
    }

    #[tokio::test]
    async fn pages_are_not_kept_and_get_no_policy_that_would_break_them() {
        let headers = headers_of("/bare-page", false).await;
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(CONTENT_SECURITY_POLICY));
    }

    #[tokio::test]
    async fn static_files_may_be_kept_unless_they_set_a_cookie() {
        assert!(!headers_of("/pkg/data.json", false).await.contains_key(CACHE_CONTROL));
        assert!(!headers_of("/icon.svg", false).await.contains_key(CACHE_CONTROL));
        assert_eq!(headers_of("/cookie.svg", false).await[CACHE_CONTROL], "no-store");
    }
}

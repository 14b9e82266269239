//! A browser as far as the server can tell: cookies, an Origin, forms.

use axum::{Router, body::Body};
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Mutex};
use tower::ServiceExt;

/// A browser.
pub struct TestClient {
    router: Router,
    origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub text: String,
    pub json: Value,
}

impl TestClient {
    pub fn new(router: Router, origin: String) -> Self {
        Self { router, origin, cookies: Mutex::default() }
    }

    /// The same browser's cookies in another window.
    pub fn fork(&self) -> Self {
        let cookies = self.cookies.lock().expect("not poisoned").clone();
        Self { router: self.router.clone(), origin: self.origin.clone(), cookies: Mutex::new(cookies) }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("not poisoned").get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("not poisoned").insert(name.to_owned(), value.to_owned());
    }

    /// The name of the session cookie with the instance's suffix, and others like it.
    pub fn cookie_names(&self) -> Vec<String> {
        self.cookies.lock().expect("not poisoned").keys().cloned().collect()
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, String::new()).await
    }

    /// A form, as the published clients send it: POST, with `_method` in the query where it isn't one.
    pub async fn form(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let join = if path.contains('?') { '&' } else { '?' };
        let path = if method == Method::POST { path.to_owned() } else { format!("{path}{join}_method={method}") };
        self.send(Method::POST, &path, Some("application/x-www-form-urlencoded"), body).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form(Method::POST, path, fields).await
    }

    pub async fn patch(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form(Method::PATCH, path, fields).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.form(Method::DELETE, path, &[]).await
    }

    /// JSON with the real verb.
    pub async fn json(&self, method: Method, path: &str, body: Value) -> Reply {
        self.send(method, path, Some("application/json"), body.to_string()).await
    }

    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: String) -> Reply {
        let mut request = Request::builder().method(method.clone()).uri(path);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if method != Method::GET {
            request = request.header(header::ORIGIN, &self.origin);
        }
        self.request(request.body(Body::from(body)).expect("a request")).await
    }

    /// Any request, with this browser's cookies; nothing else is added.
    pub async fn request(&self, mut request: Request<Body>) -> Reply {
        let line: Vec<String> = self.cookies.lock().expect("not poisoned").iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !line.is_empty() {
            request.headers_mut().insert(header::COOKIE, line.join("; ").parse().expect("cookies"));
        }
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, json: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }

    fn keep(&self, headers: &http::HeaderMap) {
        let mut cookies = self.cookies.lock().expect("not poisoned");
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("text");
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if line.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Reply {
    /// The reply, which must be a success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        self
    }

    /// Must be refused with this status, code and parameter.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str, param: Option<&str>) {
        let error = &self.json["errors"][0];
        let got = (self.status.as_u16(), error["code"].as_str().unwrap_or_default(), error["meta"]["param_name"].as_str());
        assert_eq!(got, (status, code, param), "{}", self.text);
        assert!(self.json["clerk_trace_id"].as_str().is_some_and(|id| id.len() == 32), "every error has a trace id");
    }

    /// `response` of the envelope.
    pub fn response(&self) -> &Value {
        &self.json["response"]
    }

    /// `client` of the envelope, wherever it stands.
    pub fn client(&self) -> &Value {
        if self.json["client"].is_null() { &self.json["meta"]["client"] } else { &self.json["client"] }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All Set-Cookie lines.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).collect()
    }
}

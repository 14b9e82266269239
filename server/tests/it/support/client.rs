//! A browser as far as the server can tell: cookies, an Origin, forms.

use super::record::Asked;
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

    /// The same browser's cookies in front of another server.
    pub fn at(&self, router: Router) -> Self {
        Self { router, ..self.fork() }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("not poisoned").get(name).cloned()
    }

    /// All cookies, as a browser sends them.
    pub fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().expect("not poisoned");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("not poisoned").insert(name.to_owned(), value.to_owned());
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

    /// A read or a form, by verb.
    pub async fn call(&self, method: &Method, path: &str, fields: &[(&str, &str)]) -> Reply {
        if method == Method::GET { self.get(path).await } else { self.form(method.clone(), path, fields).await }
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

    /// A request with exactly these headers beside this browser's cookies.
    pub async fn raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.request(request.body(body.into()).expect("a request")).await
    }

    /// Any request, with this browser's cookies; nothing else is added.
    pub async fn request(&self, mut request: Request<Body>) -> Reply {
        let line = self.cookie_line();
        if !line.is_empty() {
            request.headers_mut().insert(header::COOKIE, line.parse().expect("cookies"));
        }
        let asked = Asked::of(&request);
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        };
        asked.answered(&reply);
        reply
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
        let got =
            (self.status.as_u16(), error["code"].as_str().unwrap_or_default(), error["meta"]["param_name"].as_str());
        assert_eq!(got, (status, code, param), "{}", self.text);
        assert!(self.json["clerk_trace_id"].as_str().is_some_and(|id| id.len() == 32), "every error has a trace id");
    }

    /// Must be refused, and with the client as it stands in `meta`.
    #[track_caller]
    pub fn refused_with_client(&self, status: u16, code: &str, param: Option<&str>) {
        self.refused(status, code, param);
        assert_eq!(self.json["meta"]["client"]["object"], "client", "an error carries the client: {}", self.text);
    }

    /// The error without what differs from call to call: trace id, and the caller's own client.
    pub fn error_alone(&self) -> (u16, Value) {
        let mut body = self.json.clone();
        body["clerk_trace_id"] = Value::Null;
        body["meta"] = Value::Null;
        (self.status.as_u16(), body)
    }

    /// The id of the resource that was answered.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json["response"]["id"].as_str().expect("a resource with an id").to_owned()
    }

    /// Must be the envelope around this kind of object, with the client beside it.
    #[track_caller]
    pub fn enveloped(self, object: &str) -> Self {
        let reply = self.ok();
        assert_eq!(members(&reply.json), ["client", "response"], "{}", reply.text);
        assert_eq!(reply.json["response"]["object"], object, "{}", reply.text);
        assert_eq!(reply.json["client"]["object"], "client", "a change carries the client: {}", reply.text);
        reply
    }

    /// Must be the envelope of a read: `client` is null.
    #[track_caller]
    pub fn enveloped_read(self, object: &str) -> Self {
        let reply = self.ok();
        assert_eq!(members(&reply.json), ["client", "response"], "{}", reply.text);
        assert_eq!(reply.json["response"]["object"], object, "{}", reply.text);
        assert!(reply.json["client"].is_null(), "a read changes no client: {}", reply.text);
        reply
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

    /// The Set-Cookie line of this cookie.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        self.set_cookies().into_iter().find(|line| line.split('=').next() == Some(name))
    }

    /// All Set-Cookie lines.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).collect()
    }
}

/// The names of an object's members, sorted.
pub fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default();
    names.sort_unstable();
    names
}

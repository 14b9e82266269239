//! A browser as far as the server can tell: cookies, an Origin, forms.

use crate::Reply;
use axum::{Router, body::Body};
use http::{Method, Request, header, request::Parts};
use http_body_util::BodyExt;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};
use tower::ServiceExt;

/// Is told each request, as it was sent, and its answer.
pub type Observer = fn(&Parts, &Reply);

/// A browser.
pub struct TestClient {
    /// What it asks.
    router: Router,
    /// The server it is signed in at, whichever app it asks.
    server: Router,
    origin: String,
    observer: Option<Observer>,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl TestClient {
    /// A browser without cookies, in front of a router whose pages are at `origin`.
    pub fn new(router: Router, origin: String) -> Self {
        Self { server: router.clone(), router, origin, observer: None, cookies: Mutex::default() }
    }

    /// The same, and `observer` is told what it asks.
    pub fn observed(self, observer: Observer) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// The same browser's cookies in another window.
    pub fn fork(&self) -> Self {
        Self {
            router: self.router.clone(),
            server: self.server.clone(),
            origin: self.origin.clone(),
            observer: self.observer,
            cookies: Mutex::new(self.jar().clone()),
        }
    }

    /// The same browser's cookies in front of an app: what it asks from now on, it asks of `app`.
    pub fn at(&self, app: Router) -> Self {
        Self { router: app, ..self.fork() }
    }

    /// This browser's cookies in `other`.
    pub(crate) fn moved(&self, other: Self) -> Self {
        Self { cookies: Mutex::new(self.jar().clone()), ..other }
    }

    /// A fresh token of the session that is active in this browser, to send as `Authorization: Bearer …`. Panics when
    /// nobody is signed in.
    pub async fn session_token(&self) -> String {
        let server = self.at(self.server.clone());
        let client = server.get("/v1/client").await.ok();
        let session = client.response()["last_active_session_id"].as_str().expect("somebody is signed in");
        let token = server.post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.ok();
        token.json["jwt"].as_str().expect("a token").to_owned()
    }

    /// All cookies as the value of a `Cookie` header, for another HTTP client.
    pub fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar().insert(name.to_owned(), value.to_owned());
    }

    /// GET.
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

    /// POST of a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form(Method::POST, path, fields).await
    }

    /// PATCH as a form.
    pub async fn patch(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form(Method::PATCH, path, fields).await
    }

    /// DELETE as a form.
    pub async fn delete(&self, path: &str) -> Reply {
        self.form(Method::DELETE, path, &[]).await
    }

    /// JSON with the real verb.
    pub async fn json(&self, method: Method, path: &str, body: Value) -> Reply {
        self.send(method, path, Some("application/json"), body.to_string()).await
    }

    /// A body of this kind, from a page of the server.
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
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.parse().expect("cookies"));
        }
        let (asked, body) = request.into_parts();
        let request = Request::from_parts(asked.clone(), body);
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
        if let Some(observer) = self.observer {
            observer(&asked, &reply);
        }
        reply
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().expect("not poisoned")
    }

    fn keep(&self, headers: &http::HeaderMap) {
        let mut cookies = self.jar();
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

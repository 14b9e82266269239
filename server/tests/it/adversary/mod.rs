//! Adversaries: what thieves, guessers, other sites and broken clients send, in bulk. The tables are made here, in code.
//!
//! Everywhere else a test shows one behaviour; here a whole family of inputs must get the same answer. Each has a short
//! form, which runs with all other tests, and with `ONEHOP_LONG=1` a long one of the same code.

mod after_the_end;
mod bad_tokens;
mod cookies;
mod cors;
mod enumeration;
mod fields;
mod forgery;
mod guessing;
mod host_headers;
mod limiter_paths;
mod markup;
mod pictures;
mod properties;
mod races;
mod raw_http;
mod redirects;
mod secrets;
mod tenants;
mod vectors;
mod walks;

use axum::{Router, body::Body};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// The origin of every test instance.
pub const OWN: &str = "http://localhost:3000";
/// How browsers send forms.
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// How programs send data.
pub const JSON: (&str, &str) = ("content-type", "application/json");
/// A page of ours asks.
pub const ORIGIN: (&str, &str) = ("origin", OWN);

/// How often: `short` with all tests, `long` where there is time.
pub fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("ONEHOP_LONG").is_some_and(|value| value == "1") { long } else { short }
}

/// An answer to a request that was sent as it stands.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The code of its first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends a request with exactly these headers; those that no header can carry aren't sent at all, and nothing is
/// answered.
pub async fn try_ask(
    router: &Router,
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Option<Answer> {
    let mut request = Request::builder().method(method).uri(path).body(body.into()).ok()?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    let response = router.clone().oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Some(Answer { status: parts.status, headers: parts.headers, text })
}

/// Sends a request that can be sent.
pub async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    try_ask(router, &method, path, headers, body).await.expect("a request that can be sent")
}

/// A form's body.
pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

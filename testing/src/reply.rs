//! What came back.

use http::{StatusCode, header};
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as JSON; null when it is none.
    pub json: Value,
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

    /// A header that is text.
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

//! What the API answers in tests, for `end2end/sdk/coverage.mjs`: one line of JSON each in the file that `ONEHOP_RECORD`
//! names. Without that variable nothing is written.

use super::Reply;
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::json;
use std::{fs::OpenOptions, io::Write};

/// A request, as far as its answer must be judged by it.
pub struct Asked {
    method: Method,
    path: String,
    has_secret_key: bool,
}

impl Asked {
    /// Remembers a request that is about to be sent.
    pub fn of(request: &Request<Body>) -> Self {
        let key = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        Self {
            method: request.method().clone(),
            path: request.uri().to_string(),
            has_secret_key: key.is_some_and(|key| key.starts_with("Bearer sk_")),
        }
    }

    /// Writes it down with its answer, as a whole: tests run side by side.
    pub fn answered(&self, reply: &Reply) {
        let Some(file) = std::env::var_os("ONEHOP_RECORD") else { return };
        let content_type = reply.header("content-type").unwrap_or_default();
        let body = if content_type.starts_with("application/json") { reply.text.as_str() } else { "" };
        let mut line = json!({
            "method": self.method.as_str(),
            "path": self.path,
            "status": reply.status.as_u16(),
            "contentType": content_type,
            "body": body,
            "hasSecretKey": self.has_secret_key,
        })
        .to_string();
        line.push('\n');
        let mut file = OpenOptions::new().create(true).append(true).open(file).expect("the record opens");
        file.write_all(line.as_bytes()).expect("the record is written");
    }
}

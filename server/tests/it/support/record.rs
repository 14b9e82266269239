//! What the API answers in tests, for `end2end/sdk/coverage.mjs`: one line of JSON each in the file that `ONEHOP_RECORD`
//! names. Without that variable nothing is written.

use super::Reply;
use http::{header, request::Parts};
use serde_json::json;
use std::{fs::OpenOptions, io::Write};

/// Writes a request down with its answer, as a whole: tests run side by side.
pub fn write(asked: &Parts, reply: &Reply) {
    let Some(file) = std::env::var_os("ONEHOP_RECORD") else { return };
    let key = asked.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let content_type = reply.header("content-type").unwrap_or_default();
    let is_json = ["application/json", "application/x-ndjson"].iter().any(|kind| content_type.starts_with(kind));
    let body = if is_json { reply.text.as_str() } else { "" };
    let mut line = json!({
        "method": asked.method.as_str(),
        "path": asked.uri.to_string(),
        "status": reply.status.as_u16(),
        "contentType": content_type,
        "body": body,
        "hasSecretKey": key.is_some_and(|key| key.starts_with("Bearer sk_")),
    })
    .to_string();
    line.push('\n');
    let mut file = OpenOptions::new().create(true).append(true).open(file).expect("the record opens");
    file.write_all(line.as_bytes()).expect("the record is written");
}

//! Spans as OTLP has them in JSON: ids in hexadecimal digits, 64-bit numbers as texts, kinds by number.

use super::Span;
use serde_json::{Value, json};

const SERVER: u8 = 2;
const ERROR: u8 = 2;
const SAMPLED: u8 = 1;

/// A request with these spans.
pub(super) fn request(service: &str, spans: &[Span]) -> Value {
    let spans: Vec<Value> = spans.iter().map(span).collect();
    let attributes = [text("service.name", "onehop"), text("service.namespace", service)];
    let scope = json!({ "name": "onehop", "version": env!("CARGO_PKG_VERSION") });
    json!({ "resourceSpans": [{
        "resource": { "attributes": attributes },
        "scopeSpans": [{ "scope": scope, "spans": spans }],
    }] })
}

fn span(span: &Span) -> Value {
    let begun = i128::from(span.begun) * 1_000_000;
    let ended = begun + i128::try_from(span.took.as_nanos()).unwrap_or_default();
    let told = &span.attributes;
    let mut value = json!({
        "traceId": span.parent.trace_id,
        "spanId": span.id,
        "flags": SAMPLED,
        "name": span.name,
        "kind": SERVER,
        "startTimeUnixNano": begun.to_string(),
        "endTimeUnixNano": ended.to_string(),
        "attributes": [
            text("http.request.method", &told.method),
            text("http.route", &told.route),
            json!({ "key": "http.response.status_code", "value": { "intValue": told.status.to_string() } }),
            text("onehop.trace_id", &told.log_id),
        ],
        "status": if told.status >= 500 { json!({ "code": ERROR }) } else { json!({}) },
    });
    if let Some(parent) = &span.parent.span_id {
        value["parentSpanId"] = json!(parent);
    }
    value
}

fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

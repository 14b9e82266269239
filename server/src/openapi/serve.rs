//! `GET /openapi.json`: the description, made when it is first asked for.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
};
use std::sync::LazyLock;
use tower_http::compression::CompressionLayer;

/// How many bytes of the hash are written: enough that two versions never meet.
const VERSION_BYTES: usize = 9;

static TEXT: LazyLock<Bytes> = LazyLock::new(|| super::document().to_string().into());
/// Weak: what is sent may be compressed.
static TAG: LazyLock<String> = LazyLock::new(|| {
    let hash = digest(&SHA256, &TEXT);
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&hash.as_ref()[..VERSION_BYTES]))
});

/// The one route.
pub fn router() -> Router {
    Router::new().route("/openapi.json", get(answer)).layer(CompressionLayer::new())
}

async fn answer(headers: HeaderMap) -> Response {
    let asked = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = asked.split(',').any(|tag| tag.trim() == TAG.as_str() || tag.trim() == "*");
    let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { TEXT.clone().into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    // Tools on other pages may read it: it holds nothing but what everybody can know.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Ok(tag) = HeaderValue::from_str(&TAG) {
        headers.insert(ETAG, tag);
    }
    response
}

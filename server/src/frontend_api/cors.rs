//! Cross-origin calls: allowed origins get their own name back, with credentials; nobody else gets a header.

use super::origin::{Allowed, is_allowed};
use crate::state::App;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");
const EXPOSED: HeaderValue = HeaderValue::from_static("Clerk-Db-Jwt, X-Country, Retry-After");

/// Middleware: answers preflights and marks replies.
pub async fn allow(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let allowed = allowed_origin(&app, request.headers(), request.extensions()).await;
    if let Some(origin) = allowed.as_ref().and_then(|origin| origin.to_str().ok()) {
        let mark = Allowed(origin.to_owned());
        request.extensions_mut().insert(mark);
    }
    let is_preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if is_preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

/// The request's origin, if it is allowed. When that can't be found out it isn't.
async fn allowed_origin(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let is_fine = is_allowed(origin.to_str().ok()?, extensions, app).await.unwrap_or(false);
    is_fine.then(|| origin.clone())
}

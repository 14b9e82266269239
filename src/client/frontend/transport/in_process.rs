//! Requests straight into the API's router, while a page is rendered on the server.
//!
//! Only reads belong here: the cookies of an answer are dropped, because the page's headers are gone once its first
//! bytes are. The session layer, which runs before rendering, is where cookies are passed on.

use super::{RawReply, RawRequest};
use crate::{
    client::frontend::{FrontendClient, Reply, UiError, reply::decode},
    endpoints::Endpoint,
};
use axum::{Router, body::Body};
use http::{Extensions, HeaderMap, HeaderValue, Request, header};
use std::{sync::Arc, time::Duration};
use tower::ServiceExt;

/// An answer is an in-memory JSON text; more than this is a mistake.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
/// A page would rather say "unknown" than wait longer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// What the API may learn about the visitor: who they are and where they come from.
const COPIED: [header::HeaderName; 6] =
    [header::COOKIE, header::USER_AGENT, header::HOST, header::ORIGIN, header::ACCEPT_LANGUAGE, header::FORWARDED];
const COPIED_EXTRA: [&str; 5] =
    ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "traceparent"];

/// A way into the API's router on behalf of one visitor, or nothing when no session layer ran.
#[derive(Clone, Default)]
pub struct Transport(Option<Arc<InProcess>>);

struct InProcess {
    api: Router,
    headers: HeaderMap,
    extensions: Extensions,
}

impl Transport {
    /// A way into `api` with the visitor's cookies and addresses taken from their request. `extensions` is what the
    /// API's handlers expect beside the headers, such as the address of the connection.
    pub fn in_process(api: Router, headers: &HeaderMap, extensions: Extensions) -> Self {
        let mut copied = HeaderMap::new();
        let named = COPIED_EXTRA.map(header::HeaderName::from_static);
        for name in COPIED.into_iter().chain(named) {
            for value in headers.get_all(&name) {
                copied.append(name.clone(), value.clone());
            }
        }
        Self(Some(Arc::new(InProcess { api, headers: copied, extensions })))
    }

    /// The one the session layer left for the request that is being rendered.
    pub fn current() -> Self {
        leptos::prelude::use_context::<http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Self>().cloned())
            .unwrap_or_default()
    }

    /// Sends it.
    pub(crate) fn send(&self, request: RawRequest) -> impl Future<Output = Result<RawReply, UiError>> + Send + use<> {
        let this = self.clone();
        async move { this.send_for_headers(request).await.map(|(reply, _)| reply) }
    }

    /// Sends it and keeps the answer's headers.
    pub(crate) async fn send_for_headers(&self, request: RawRequest) -> Result<(RawReply, HeaderMap), UiError> {
        let inner = self.0.as_ref().ok_or_else(UiError::unreachable)?;
        let request = inner.build(request).map_err(|_| UiError::unreachable())?;
        let answer = async {
            let Ok(response) = inner.api.clone().oneshot(request).await;
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| UiError::unreachable())?;
            Ok((parts, body))
        };
        let (parts, body) = tokio::time::timeout(TIMEOUT, answer).await.map_err(|_| UiError::unreachable())??;
        let retry_after = parts.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let (status, audit_entry, body) = (parts.status.as_u16(), None, body.to_vec());
        Ok((RawReply { status, retry_after, audit_entry, body }, parts.headers))
    }
}

impl FrontendClient {
    /// Calls `E` and keeps the answer's headers: for the layer that passes its cookies on.
    pub(crate) async fn call_for_headers<E: Endpoint>(
        &self,
        path: &E::Path,
        body: &E::Body,
    ) -> Result<(Reply<E::Out>, HeaderMap), UiError> {
        let request = self.request::<E>(path, body)?;
        let (raw, headers) = self.transport.send_for_headers(request).await?;
        Ok((decode::<E>(&raw)?, headers))
    }
}

impl InProcess {
    fn build(&self, request: RawRequest) -> Result<Request<Body>, http::Error> {
        let json = HeaderValue::from_static("application/json");
        let mut built = Request::builder()
            .method(request.verb.as_str())
            .uri(request.url)
            .body(request.body.map_or_else(Body::empty, Body::from))?;
        *built.headers_mut() = self.headers.clone();
        built.headers_mut().insert(header::ACCEPT, json.clone());
        built.headers_mut().insert(header::CONTENT_TYPE, json);
        *built.extensions_mut() = self.extensions.clone();
        Ok(built)
    }
}

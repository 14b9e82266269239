//! Both APIs behind one door: paths are put right, then the request goes to the API it is meant for.

use crate::{backend_api, fork::Fork, frontend_api, state::App};
use axum::{Router, extract::Request};
use tower::util::MapRequest;

/// `/v1/…` and `/.well-known/jwks.json`.
pub fn router(app: App) -> Router {
    let is_for_backend = |request: &Request| backend_api::is_for_backend(request.uri().path(), request.headers());
    let fork = Fork::new(is_for_backend, backend_api::router(app.clone()), frontend_api::router(app));
    // Before anything is matched: what a request is about is decided by its path.
    Router::new().fallback_service(MapRequest::new(fork, frontend_api::normalize))
}

//! Both APIs behind one door: paths are put right, then the request goes to the API it is meant for.

use crate::{backend_api, frontend_api, state::App};
use axum::{Router, extract::Request, response::IntoResponse};
use std::convert::Infallible;
use tower::{ServiceExt, service_fn};

/// `/v1/…` and `/.well-known/jwks.json`.
pub fn router(app: App) -> Router {
    let frontend = frontend_api::router(app.clone());
    let backend = backend_api::router(app);
    let choose = service_fn(move |request: Request| {
        // Before anything is matched: what a request is about is decided by its path.
        let request = frontend_api::normalize(request);
        let is_backend = backend_api::is_for_backend(request.uri().path(), request.headers());
        let chosen = if is_backend { backend.clone() } else { frontend.clone() };
        async move { Ok::<_, Infallible>(chosen.oneshot(request).await.into_response()) }
    });
    Router::new().fallback_service(choose)
}

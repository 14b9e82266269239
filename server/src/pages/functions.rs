//! Server functions: `POST /api/{name}` with JSON, behind the same Origin check as the API and with the caller's token
//! verified. They are routes as any other: what isn't a server function is a 404.

use crate::{
    error::{Error, Result},
    frontend_api::{origin, reply},
    state::App,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::post,
};
use http::{Extensions, HeaderMap, header::CONTENT_TYPE};
use leptos::server_fn::axum::server_fn_paths;
use onehop::{ssr::VerifyLayer, wire::ErrorCode};

/// The longest body.
const MAX_BYTES: usize = 64 * 1024;

/// One route for each server function.
pub fn router(state: App) -> Router {
    let functions = server_fn_paths()
        .fold(Router::new(), |router, (path, _)| router.route(path, post(leptos_axum::handle_server_fns)));
    functions
        .layer(verify_layer(&state))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(from_fn_with_state(state, guard))
}

/// Who calls, by the token alone.
pub(crate) fn verify_layer(state: &App) -> VerifyLayer {
    VerifyLayer::new(state.verifier.clone(), super::clock(state))
}

/// Cookies ride along with every request, so another site must not be able to make the call: the origin has to be ours,
/// and JSON is nothing a form or link can send.
async fn guard(State(state): State<App>, request: Request, next: Next) -> Response {
    match check(&state, request.headers(), request.extensions()).await {
        Ok(()) => next.run(request).await,
        Err(error) => reply::error(error, None, &reply::trace_id(request.extensions())),
    }
}

async fn check(state: &App, headers: &HeaderMap, extensions: &Extensions) -> Result<()> {
    origin::check(headers, extensions, state).await?;
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/json") { Ok(()) } else { Err(Error::api(ErrorCode::RequestBodyInvalid)) }
}

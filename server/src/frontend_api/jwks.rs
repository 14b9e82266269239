//! `GET /.well-known/jwks.json`, `GET /v1/jwks`: the public keys of our session tokens. Never limited. They are public,
//! but a secret key that nobody knows is refused: who verifies tokens with one learns that it is wrong.

use super::reply;
use crate::{backend_api, state::App};
use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::header;

/// See [`crate::domain::signing_keys::CACHED_FOR`].
const CACHE: &str = "public, max-age=300, stale-while-revalidate=60";

/// The key set.
pub async fn handle(State(app): State<App>, request: Request) -> Response {
    if let Err(error) = backend_api::check_key_if_any(&app, request.headers()).await {
        return reply::error(error, None, &reply::trace_id(request.extensions()));
    }
    let jwks = app.signing.get().jwks(app.clock.now());
    ([(header::CACHE_CONTROL, CACHE)], Json(jwks)).into_response()
}

//! `GET /.well-known/jwks.json`, `GET /v1/jwks`: the public keys of our session tokens. Never limited.

use crate::state::App;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use onehop::token::Jwks;

/// The key set.
pub async fn handle(State(app): State<App>) -> Response {
    let jwks = Jwks { keys: vec![app.signing.jwk()] };
    ([(header::CACHE_CONTROL, "public, max-age=300, stale-while-revalidate=60")], Json(jwks)).into_response()
}

//! `GET /health/live` and `GET /health/ready`: for whoever restarts us and whoever sends us requests.

use crate::{http::Readiness, state::App};
use axum::{Json, Router, extract::State, routing::get};
use http::StatusCode;
use serde_json::{Value, json};

/// Both routes.
pub fn router(app: App, readiness: Readiness) -> Router {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready)).with_state((app, readiness))
}

/// The process runs.
async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

/// Requests are welcome: we aren't stopping, and the database answers.
async fn ready(State((app, readiness)): State<(App, Readiness)>) -> (StatusCode, Json<Value>) {
    let reason = match app.store.ping().await {
        _ if !readiness.is_ready() => "stopping or not started yet",
        Err(_) => "the database does not answer",
        Ok(()) => return (StatusCode::OK, Json(json!({ "status": "ready" }))),
    };
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "reason": reason })))
}

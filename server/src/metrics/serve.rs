//! The listener: `/metrics`, and health as the public one has it. It has no password: let it listen where only those who
//! may read it come.

use super::{collect::Everything, requests};
use crate::{
    config::Server,
    health,
    http::{self as server, Readiness},
    state::App,
};
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use http::{StatusCode, header};
use prometheus_client::{encoding::text, registry::Registry};
use std::{future, io, sync::Arc};
use tokio::net::TcpListener;

const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Both, until it is dropped.
pub async fn serve(listener: TcpListener, app: App, readiness: Readiness) -> io::Result<()> {
    requests::begin();
    let options: Server = app.config.server.clone();
    // Its own connections don't count, and it answers as long as the process runs.
    let own = Readiness::default();
    server::serve(listener, router(app, readiness), &options, &own, future::pending()).await
}

/// Its routes.
fn router(app: App, readiness: Readiness) -> Router {
    let mut registry = Registry::with_prefix("onehop");
    registry.register_collector(Box::new(Everything { app: app.clone(), readiness: readiness.clone() }));
    let metrics = Router::new().route("/metrics", get(tell)).with_state(Arc::new(registry));
    metrics.merge(health::router(app, readiness))
}

async fn tell(State(registry): State<Arc<Registry>>) -> impl IntoResponse {
    let mut told = String::new();
    match text::encode(&mut told, &registry) {
        Ok(()) => ([(header::CONTENT_TYPE, KIND)], told).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

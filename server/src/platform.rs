//! The whole platform as part of an app's own process: what the app puts before its own routes, and what it puts behind
//! them.
//!
//! ```no_run
//! use axum::{Router, routing::get};
//! use onehop::ssr::RequireUser;
//! use server::{Platform, config::{Config, Overrides}};
//!
//! async fn whoami(RequireUser(caller): RequireUser) -> String {
//!     caller.user_id.to_string()
//! }
//!
//! fn routes(onehop: &Platform) -> Router {
//!     let api = Router::new().route("/api/whoami", get(whoami)).layer(onehop.verify_layer());
//!     api.fallback_service(onehop.router())
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::load(None, std::env::vars(), Overrides::default())?;
//! server::serve_with(config, routes).await?;
//! # Ok(()) }
//! ```

use crate::{http::Readiness, pages, start, state::App};
use axum::Router;
use leptos::server_fn::axum::server_fn_paths;
use onehop::ssr::{SessionLayer, VerifyLayer};

/// An open platform. Cheap to clone.
#[derive(Clone)]
pub struct Platform {
    app: App,
    api: Router,
    router: Router,
}

impl Platform {
    /// The platform around an open state. `readiness` is what `/health/ready` answers.
    pub fn new(app: App, readiness: Readiness) -> Self {
        let api = crate::api::router(app.clone());
        let router = start::site(&app, api.clone(), readiness);
        Self { app, api, router }
    }

    /// Everything that is served: both APIs, forms without scripts, all server functions (the app's own among them, behind
    /// the check of their origin and with their caller verified), the pages, the dashboard, health. An app makes it the
    /// fallback of its own routes.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The layer for the app's pages: who asks is known, and renewed, before a page is rendered.
    pub fn session_layer(&self) -> SessionLayer {
        pages::session_layer(&self.app, self.api.clone())
    }

    /// The layer for the app's APIs: verifies the caller's token locally.
    pub fn verify_layer(&self) -> VerifyLayer {
        pages::verify_layer(&self.app)
    }

    /// The paths of all server functions. [`Platform::router`] answers them, so they are left out when leptos lists the
    /// routes of an app's pages (`generate_route_list_with_exclusions`): those have no check of the origin.
    pub fn server_functions() -> Vec<String> {
        server_fn_paths().map(|(path, _)| path.to_owned()).collect()
    }

    /// What all requests share: configuration, database, keys, clock.
    pub fn state(&self) -> &App {
        &self.app
    }
}

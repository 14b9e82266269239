//! Everything a browser asks for besides the APIs: pages, their forms and server functions, static files, and in
//! development the mailbox.

pub(crate) mod csp;
mod embedded;
mod forms;
mod functions;
mod gate;
mod language;
mod mailbox;
mod options;
mod pictures;
mod render;
mod static_files;

pub use embedded::embed;
pub(crate) use forms::see_other;
pub(crate) use functions::verify_layer;
pub(crate) use render::{compression, session_layer};

use crate::{clock::SECOND, dashboard, state::App, telemetry};
use axum::{Router, middleware::from_fn_with_state};
use static_files::StaticFiles;

/// All of it. `api` is the Frontend API: pages and forms call it inside this process.
pub fn router(state: App, api: Router) -> Router {
    let (options, traces) = (options::load(), state.traces.clone());
    let files = StaticFiles::new(&options);
    let dashboard_files = files.clone();
    let dashboard = move || dashboard_files.dashboard_assets();
    let mut router = render::router(state.clone(), api.clone(), options.clone(), files.clone())
        .merge(dashboard::pages(state.clone(), options, dashboard))
        .merge(dashboard::router(state.clone()))
        .merge(functions::router(state.clone()))
        .merge(forms::router(state.clone(), api))
        .merge(language::router(state.clone()))
        .merge(pictures::router(state.clone()))
        .merge(files.router());
    if state.config.is_development() {
        router = router.merge(mailbox::router(state, files));
    }
    router.layer(from_fn_with_state(traces, telemetry::trace))
}

/// The shared clock as the session layers want it: seconds since the Unix epoch.
fn clock(state: &App) -> impl Fn() -> i64 + Send + Sync + 'static {
    let state = state.clone();
    move || state.clock.now().div_euclid(SECOND)
}

//! The app's routes, with the whole platform behind them.

use crate::app::App;
use axum::{Router, http::header::CONTENT_TYPE, routing};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions};
use onehop::ssr::{RequireUser, page_language};
use onehop_server::Platform;
use tower_http::services::ServeDir;

/// Everything that is served.
pub fn routes(onehop: &Platform, options: LeptosOptions) -> Router {
    // Server functions stay with the platform: it checks where a call comes from.
    let paths = generate_route_list_with_exclusions(App, Some(Platform::server_functions()));
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    // Behind this layer a page knows who is there before its first byte is rendered.
    let pages = Router::new().leptos_routes(&options, paths, document).layer(onehop.session_layer());
    // Behind this one a handler knows, from the caller's token alone.
    let api = Router::new().route("/api/whoami", routing::get(whoami)).layer(onehop.verify_layer());
    let files = ServeDir::new(format!("{}/{}", options.site_root, options.site_pkg_dir));
    let stylesheet = || async { ([(CONTENT_TYPE, "text/css")], onehop::CSS) };
    pages
        .merge(api)
        .route("/onehop.css", routing::get(stylesheet))
        .nest_service(&format!("/{}", options.site_pkg_dir), files)
        .with_state(options)
        .fallback_service(onehop.router())
}

/// The document around the pages, in the language that the session layer chose for the visitor.
fn shell(options: LeptosOptions) -> impl IntoView {
    let language = page_language();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag dir=language.direction.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <link rel="stylesheet" href="/onehop.css" />
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// For clients that are no browsers: they send `Authorization: Bearer …`.
async fn whoami(RequireUser(caller): RequireUser) -> String {
    caller.user_id.to_string()
}

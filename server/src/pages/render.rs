//! The pages: rendered by leptos behind the session layer, compressed, each with its own policy.

use super::{csp, gate, static_files::StaticFiles};
use crate::{
    http::Peer,
    state::App,
    telemetry::{Parent, TraceId},
};
use app::{redirect::AllowedRedirect, shell::shell};
use axum::{
    Router,
    extract::Request,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions, render_app_async_with_context};
use onehop::ssr::SessionLayer;
use std::sync::LazyLock;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
};

/// Answers shorter than a packet gain nothing from compression.
const MIN_COMPRESSED_BYTES: u16 = 860;

/// All pages. Found out once for the whole process: while leptos looks for them it loads no resource anywhere, and a
/// page of another server in this process that is being rendered at that moment would wait for its own for ever.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
    // Server functions have a route of their own, with other layers in front.
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    generate_route_list_with_exclusions(shell, Some(functions))
});

/// Routes of all pages, and the page for every other address.
pub fn router(state: App, api: Router, options: LeptosOptions, files: StaticFiles) -> Router {
    let context = move || {
        provide_context(files.assets());
        let allowed = use_context::<Parts>().and_then(|parts| parts.extensions.get::<AllowedRedirect>().cloned());
        csp::protect_page(allowed.as_ref());
        if let Some(allowed) = allowed {
            provide_context(allowed);
        }
    };
    let not_found = {
        let context = context.clone();
        move |request: Request| not_found(context.clone(), request)
    };
    let session = session_layer(&state, api);
    Router::new()
        .leptos_routes_with_context(&options, ROUTES.clone(), context, shell)
        .fallback(not_found)
        .layer(from_fn_with_state(state, gate::lead))
        .layer(session)
        .layer(compression())
        .with_state(options)
}

/// Quick compression of what is larger than a packet.
pub(crate) fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(SizeAbove::new(MIN_COMPRESSED_BYTES))
}

/// The page that says that there is none.
async fn not_found(context: impl Fn() + Clone + Send + Sync + 'static, request: Request) -> Response {
    let render = render_app_async_with_context(context, shell);
    let mut response = render(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Who is there, asked of the API inside this process, with the visitor's address and under the same trace id. It also
/// forbids to keep the page, because each says who is signed in.
pub(crate) fn session_layer(state: &App, api: Router) -> SessionLayer {
    SessionLayer::in_process(api, state.verifier.clone(), super::clock(state))
        .languages(state.config.instance.language.first())
        .copy_extension::<Peer>()
        .copy_extension::<TraceId>()
        .copy_extension::<Parent>()
}

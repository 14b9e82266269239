//! The Backend API: what an app's own backend calls with a secret key.
//!
//! A new endpoint: its contract in `onehop::endpoints::backend`, a file here with `impl Handle for …`, its `mod` line
//! and its line in the `routes` of its folder. Everything else (key, version, rate, query, body, errors) is done by
//! [`mount`] from the contract.

mod api_keys;
mod clients;
mod context;
mod domains;
mod email_addresses;
mod events;
pub(crate) mod input;
mod instance;
mod invitations;
mod jwt_templates;
pub(crate) mod key_usage;
mod limits;
mod listed_identifiers;
mod mount;
mod phone_numbers;
mod record;
mod redirect_urls;
mod sessions;
mod testing_tokens;
mod tickets;
pub(crate) mod users;
mod waitlist_entries;
mod webhooks;

pub use context::{Caller, Context};
pub use limits::Windows;
pub use mount::{Call, Handle, Routes};

use crate::{
    dashboard::Visitor,
    error::{Error, Result},
    frontend_api::{jwks, reply},
    state::App,
};
use axum::{Router, extract::State, middleware, response::Response, routing};
use http::{HeaderMap, StatusCode, header};
use onehop::{endpoints::backend::GetJwks, wire::ErrorCode};

/// All endpoints.
pub fn routes() -> Routes {
    let routes = users::routes(Routes::default());
    let routes = email_addresses::routes(routes);
    let routes = phone_numbers::routes(routes);
    let routes = sessions::routes(routes);
    let routes = clients::routes(routes);
    let routes = domains::routes(routes);
    let routes = instance::routes(routes);
    let routes = invitations::routes(routes);
    let routes = listed_identifiers::routes(routes);
    let routes = redirect_urls::routes(routes);
    let routes = waitlist_entries::routes(routes);
    let routes = jwt_templates::routes(routes);
    let routes = tickets::routes(routes);
    let routes = api_keys::routes(routes);
    let routes = testing_tokens::routes(routes);
    let routes = events::routes(routes);
    let routes = webhooks::routes(routes);
    routes.describe(|api| api.add::<GetJwks>(&[StatusCode::UNAUTHORIZED]))
}

/// The API as a router.
pub fn router(app: App) -> Router {
    routes()
        .router
        .merge(crate::dashboard::routes().router)
        .route("/v1/jwks", routing::get(jwks::handle))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(app.traces.clone(), crate::telemetry::trace))
        .with_state(app)
}

/// First segments of paths, after `/v1/`, that belong to this API alone.
const FAMILIES: &[&str] = &[
    "actor_tokens",
    "allowlist_identifiers",
    "api_keys",
    "blocklist_identifiers",
    "clients",
    "dashboard",
    "domains",
    "email_addresses",
    "events",
    "instance",
    "invitations",
    "jwt_templates",
    "phone_numbers",
    "redirect_urls",
    "sessions",
    "sign_in_tokens",
    "snapshot",
    "testing_tokens",
    "users",
    "waitlist_entries",
    "webhooks",
];

/// Is this request for the Backend API? Both share `/v1`: what only one of them knows is its own, and of what both know
/// the secret key decides.
pub fn is_for_backend(path: &str, headers: &HeaderMap) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let is_own = segments.next() == Some("v1") && segments.next().is_some_and(|family| FAMILIES.contains(&family));
    is_own || has_secret_key(headers)
}

/// Does the request carry what looks like a secret key? Session tokens have two dots.
fn has_secret_key(headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split_once(' ')).is_some_and(|(_, key)| key.trim().starts_with("sk_"))
}

/// Refuses a secret key that nobody knows; a request without one passes.
pub async fn check_key_if_any(app: &App, headers: &HeaderMap) -> Result<()> {
    if has_secret_key(headers) { context::find_key(app, headers).await.map(|_| ()) } else { Ok(()) }
}

async fn not_found(State(app): State<App>, request: axum::extract::Request) -> Response {
    refuse(app, request, ErrorCode::ResourceNotFound).await
}

async fn method_not_allowed(State(app): State<App>, request: axum::extract::Request) -> Response {
    refuse(app, request, ErrorCode::MethodNotAllowed).await
}

/// Who has no key learns nothing about paths.
async fn refuse(app: App, request: axum::extract::Request, code: ErrorCode) -> Response {
    let trace = reply::trace_id(request.extensions());
    let refused = match request.extensions().get::<Visitor>() {
        Some(Visitor(Some(_))) => None,
        Some(Visitor(None)) => Some(Error::api(ErrorCode::AuthenticationInvalid)),
        None => context::find_key(&app, request.headers()).await.err(),
    };
    let error = refused.unwrap_or_else(|| Error::api(code));
    reply::error(error, None, &trace)
}

//! The Frontend API: what browsers call.
//!
//! A new endpoint: its contract in `onehop::endpoints::frontend`, a file here with `impl Handle for …`, its `mod`
//! line and its line in [`routes`]. Everything else (client cookie, session, body, limits, envelope, errors) is done
//! by [`mount`] from the contract.

pub(crate) mod body;
mod client;
mod client_token;
pub mod context;
pub mod cookies;
mod cors;
mod email_addresses;
mod environment;
pub(crate) mod jwks;
mod limits;
mod me;
mod mount;
mod normalize;
pub mod origin;
mod phone_numbers;
pub(crate) mod reply;
mod session_verifications;
mod sessions;
mod sign_ins;
mod sign_ups;
mod tickets;
mod waitlist;
mod web3_wallets;

pub use context::Context;
pub use limits::Shield;
pub use mount::{Handle, Route, Routes};
pub(crate) use {context::is_id, mount::filter, normalize::is_unversioned, normalize::normalize};

use crate::{error::Error, state::App};
use axum::{Router, extract::State, middleware, response::Response, routing};
use http::StatusCode;
use onehop::{endpoints::frontend as contract, wire::ErrorCode};

/// All endpoints.
pub fn routes() -> Routes {
    Routes::default()
        .add::<contract::GetEnvironment>()
        .add::<contract::UpdateEnvironment>()
        .add::<contract::GetClient>()
        .add::<contract::PutClient>()
        .add::<contract::DeleteClient>()
        .add::<contract::RemoveSessions>()
        .add::<contract::GetSession>()
        .add::<contract::TouchSessionById>()
        .add::<contract::EndSession>()
        .add::<contract::RemoveSession>()
        .add::<contract::CreateSessionToken>()
        .add::<contract::CreateTemplateToken>()
        .add::<contract::StartVerification>()
        .add::<contract::PrepareFirstVerification>()
        .add::<contract::AttemptFirstVerification>()
        .add::<contract::PrepareSecondVerification>()
        .add::<contract::AttemptSecondVerification>()
        .add::<contract::CreateSignUp>()
        .add::<contract::GetSignUp>()
        .add::<contract::UpdateSignUp>()
        .add::<contract::PrepareSignUpVerification>()
        .add::<contract::AttemptSignUpVerification>()
        .add::<contract::JoinWaitlist>()
        .add::<contract::CreateSignIn>()
        .add::<contract::GetSignIn>()
        .add::<contract::PrepareFirstFactor>()
        .add::<contract::AttemptFirstFactor>()
        .add::<contract::PrepareSecondFactor>()
        .add::<contract::AttemptSecondFactor>()
        .add::<contract::ResetPassword>()
        .add::<contract::GetMe>()
        .add::<contract::UpdateMe>()
        .add::<contract::UpdateMyMetadata>()
        .add::<contract::DeleteMe>()
        .add::<contract::ChangePassword>()
        .add::<contract::RemovePassword>()
        .add::<contract::SetMyProfileImage>()
        .add::<contract::DeleteMyProfileImage>()
        .add::<contract::CreateTotp>()
        .add::<contract::AttemptTotp>()
        .add::<contract::DeleteTotp>()
        .add::<contract::CreateBackupCodes>()
        .add::<contract::ListMySessions>()
        .add::<contract::RevokeMySession>()
        .add::<contract::ListMyEmailAddresses>()
        .add::<contract::CreateEmailAddress>()
        .add::<contract::GetEmailAddress>()
        .add::<contract::DeleteEmailAddress>()
        .add::<contract::PrepareEmailAddress>()
        .add::<contract::AttemptEmailAddress>()
        .add::<contract::ListMyPhoneNumbers>()
        .add::<contract::GetMyPhoneNumber>()
        .add::<contract::DeleteMyPhoneNumber>()
        .add::<contract::ListMyWeb3Wallets>()
        .add::<contract::GetMyWeb3Wallet>()
        .add::<contract::DeleteMyWeb3Wallet>()
        .describe(|api| api.add::<contract::GetPublicKeys>(&[StatusCode::UNAUTHORIZED]))
}

/// The API as a router: `/v1/…` and `/.well-known/jwks.json`.
pub fn router(app: App) -> Router {
    routes()
        .router
        .route("/v1/jwks", routing::get(jwks::handle))
        .route("/v1/tickets/accept", routing::get(tickets::accept))
        .route("/.well-known/jwks.json", routing::get(jwks::handle))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(app.traces.clone(), crate::telemetry::trace))
        .layer(middleware::from_fn_with_state(app.clone(), cors::allow))
        .with_state(app)
}

async fn not_found(State(_): State<App>, request: axum::extract::Request) -> Response {
    reply::error(Error::api(ErrorCode::ResourceNotFound), None, &reply::trace_id(request.extensions()))
}

async fn method_not_allowed(State(_): State<App>, request: axum::extract::Request) -> Response {
    reply::error(Error::api(ErrorCode::MethodNotAllowed), None, &reply::trace_id(request.extensions()))
}

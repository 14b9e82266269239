//! The server's side: who is asking, decided before anything is rendered or handled.
//!
//! | route | layer | asks the API | what handlers get |
//! |---|---|---|---|
//! | pages | [`SessionLayer`] | once per page, in process | the page's [`InitialState`](crate::signals::InitialState) and [`RequestAuth`] |
//! | APIs, server functions | [`VerifyLayer`] | never: the token is verified locally | [`RequestAuth`] |
//!
//! Handlers take [`RequireUser`] or [`OptionalUser`], server functions call [`request_auth`]. Where no layer ran they say
//! so with an error; nothing here panics.
//!
//! Where the platform runs in the app's own process, it makes both layers (`server::Platform`). Elsewhere the layers are made
//! of the published keys and a clock: a function that says how many seconds have passed since the Unix epoch.
//!
//! ```no_run
//! use axum::{Router, routing::get};
//! use onehop::{ssr::{RequireUser, VerifyLayer, system_clock}, token::{CachedVerifier, Jwks, KeySet, Policy, Verifier}};
//! use std::sync::Arc;
//!
//! async fn whoami(RequireUser(auth): RequireUser) -> String {
//!     auth.user_id.to_string()
//! }
//!
//! # fn router(jwks: &Jwks) -> Result<Router, Box<dyn std::error::Error>> {
//! let verifier = Arc::new(CachedVerifier::new(Verifier::new(KeySet::from_jwks(jwks)?, Policy::default())));
//! let router = Router::new().route("/api/whoami", get(whoami)).layer(VerifyLayer::new(verifier, system_clock));
//! # Ok(router) }
//! ```
//!
//! Keys are published some time before they sign, so an app that asks for them every few minutes never meets one that it
//! doesn't know. Any function may be the verifier:
//!
//! ```no_run
//! use onehop::{ssr::{VerifyLayer, system_clock}, token::{CachedVerifier, Jwks, KeyError, KeySet, Policy, Verifier}};
//! use std::sync::{Arc, PoisonError, RwLock};
//!
//! /// The verifier of the moment.
//! #[derive(Clone)]
//! struct Keys(Arc<RwLock<Arc<CachedVerifier>>>);
//!
//! impl Keys {
//!     /// To be called every few minutes with what the server has at `/.well-known/jwks.json`.
//!     fn renew(&self, jwks: &Jwks) -> Result<(), KeyError> {
//!         let verifier = CachedVerifier::new(Verifier::new(KeySet::from_jwks(jwks)?, Policy::default()));
//!         *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(verifier);
//!         Ok(())
//!     }
//!
//!     fn layer(self) -> VerifyLayer {
//!         let verify = move |token: &str, now: i64| {
//!             let verifier = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
//!             verifier.verify(token, now)
//!         };
//!         VerifyLayer::new(Arc::new(verify), system_clock)
//!     }
//! }
//! ```

mod cookies;
mod environment_cache;
mod extract;
mod flash;
mod language;
mod request_auth;
mod service;
mod session_layer;
mod verify;
mod verify_layer;

#[cfg(test)]
mod tests;

pub use crate::auth_error::AuthError;
pub use cookies::{CLIENT_COOKIE, SESSION_COOKIE};
pub use extract::{AuthRejection, OptionalUser, RequireUser};
pub use flash::{FLASH_COOKIE, clear_flash_cookie, decode_flash, encode_flash, flash_cookie};
pub(crate) use language::page_text;
pub use language::{LOCALE_COOKIE, page_language, preferred_language};
pub use request_auth::{RequestAuth, request_auth};
pub use session_layer::SessionLayer;
pub use verify::{Clock, VerifyToken, system_clock};
pub use verify_layer::VerifyLayer;

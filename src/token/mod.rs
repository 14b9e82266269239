//! Session tokens: verification on the server (feature `verify`), and a glance at the expiry in the browser.
//!
//! Verification is local: no database, no network, about 25 µs for a token seen first and well under one for a token seen
//! before. Apps with leptos and axum leave it to the layers of [`ssr`](../ssr/index.html); everybody else verifies by hand:
//!
#![cfg_attr(feature = "verify", doc = "```no_run")]
#![cfg_attr(not(feature = "verify"), doc = "```ignore")]
//! use onehop::token::{CachedVerifier, Jwks, KeyError, KeySet, Policy, TokenError, Verifier};
//!
//! /// Once, and again when the keys have changed. `jwks` is what the server has at `/.well-known/jwks.json`.
//! fn verifier(jwks: &Jwks) -> Result<CachedVerifier, KeyError> {
//!     let policy = Policy { authorized_parties: vec!["https://app.example.com".to_owned()], ..Policy::default() };
//!     Ok(CachedVerifier::new(Verifier::new(KeySet::from_jwks(jwks)?, policy)))
//! }
//!
//! /// For each request: whose session it is.
//! fn caller(verifier: &CachedVerifier, bearer: &str, now_seconds: i64) -> Result<String, TokenError> {
//!     Ok(verifier.verify(bearer, now_seconds)?.claims().sub.clone())
//! }
//! ```
//!
//! A `Verifier` never changes. When keys are rotated or withdrawn, build a new one: the cache goes away with the old one,
//! so a withdrawn key is forgotten at once.

mod jwks;
mod peek;
#[cfg(feature = "verify")]
mod verify;

pub use jwks::{Jwk, Jwks};
pub use peek::peek_exp;
#[cfg(feature = "verify")]
pub use verify::{CachedVerifier, KeyError, KeySet, Policy, RotatingVerifier, TokenError, VerifiedToken, Verifier};

/// The header's class tag of a session token. Tokens of another class (templates, machines) carry another one.
pub const SESSION_TAG: &str = "cl_B7d4PD111AAA";
/// The class tag of a token made from a template, for a third party. It never stands for a session.
pub const TEMPLATE_TAG: &str = "cl_B7d4PD222AAA";

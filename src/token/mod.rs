//! Session tokens: verification on the server, and a glance at the expiry in the browser.

pub mod jwks;
pub mod peek;
#[cfg(feature = "verify")]
pub mod verify;

pub use jwks::{Jwk, Jwks};
pub use peek::peek_exp;
#[cfg(feature = "verify")]
pub use verify::{CachedVerifier, KeyError, KeySet, Policy, RotatingVerifier, TokenError, VerifiedToken, Verifier};

/// The header's class tag of a session token. Tokens of another class (templates, machines) carry another one.
pub const SESSION_TAG: &str = "cl_B7d4PD111AAA";
/// The class tag of a token made from a template, for a third party. It never stands for a session.
pub const TEMPLATE_TAG: &str = "cl_B7d4PD222AAA";

//! Verification of session tokens: local, without a database, without a network.
//!
//! The signature layer is `aws-lc-rs` itself rather than a JWT crate, for two reasons.
//!
//! - **Speed.** The common JWT crate parses the key again for each call: measured on one machine, 43 µs for one RS256
//!   verification where `aws-lc-rs` with a key parsed once needs 25 µs, and 1,400 µs for one signature where it needs
//!   463 µs. A [`KeySet`] parses each key once.
//! - **Fewer ways to be wrong.** Each key has exactly one algorithm, chosen by whoever owns the key. What the token's
//!   header says is compared with it and never followed, so `none`, `HS256` with the public key as its secret and keys
//!   that a token brings along (`jwk`, `jku`, `x5u`, `x5c`) have no code path to reach.
//!
//! What is left of JWT is three base64 parts and a dozen comparisons; they are in this folder.
//!
//! A [`Verifier`] never changes. When keys are rotated or withdrawn, build a new one: the cache of a [`CachedVerifier`]
//! goes away with the old one, so a withdrawn key is forgotten at once. A [`RotatingVerifier`] does that in place.
//! Published sets hold the key that signs, the one that will sign next, and former ones for as long as a token of theirs
//! may live.

mod cached;
mod error;
mod header;
mod key_set;
mod rotating;
mod verified;
mod verifier;

#[cfg(test)]
mod tests;

pub use cached::CachedVerifier;
pub use error::TokenError;
pub use key_set::{KeyError, KeySet};
pub use rotating::RotatingVerifier;
pub use verified::VerifiedToken;
pub use verifier::{Policy, Verifier};

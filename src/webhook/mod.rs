//! Webhooks on the receiving side: is this delivery ours, whole and of now, and what does it tell?
//!
//! The scheme is that of Standard Webhooks: three headers (`webhook-id`, `webhook-timestamp`, `webhook-signature`, or the
//! same with `svix-`), and a signature over id, timestamp and body. A secret begins with `whsec_` (HMAC-SHA256, `v1`), a
//! public key with `whpk_` (Ed25519, `v1a`).
//!
//! ```
//! use onehop::webhook::{Receiver, WebhookError};
//!
//! fn receive(header: impl Fn(&str) -> Option<String>, body: &[u8], now_seconds: i64) -> Result<(), WebhookError> {
//!     let receiver = Receiver::new(["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"])?;
//!     let event = receiver.verify(header, body, now_seconds)?;
//!     println!("{} of {}, version {}", event.kind, event.resource_id, event.version);
//!     Ok(())
//! }
//! # assert!(receive(|_| None, b"{}", 0).is_err());
//! ```
//!
//! While a secret is being changed both are valid: give the receiver both.

mod error;
mod receiver;
mod secret;

#[cfg(test)]
mod tests;

pub use error::WebhookError;
pub use receiver::{Receiver, TOLERANCE_SECONDS};
pub use secret::{SecretError, SigningSecret};

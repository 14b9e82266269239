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
//!
//! Deliveries come at least once, and not always in order. With the feature `backend`, [`Inbox`] makes of them events that
//! are applied exactly once and in order, and [`sync`] keeps a copy of all users. `webhook-sqlx` keeps what both need in
//! SQLite or Postgres.

mod error;
#[cfg(feature = "backend")]
mod inbox;
mod receiver;
mod secret;
#[cfg(feature = "backend")]
mod source;
#[cfg(feature = "webhook-sqlx")]
pub mod sql;
#[cfg(feature = "backend")]
pub mod sync;

#[cfg(all(test, feature = "backend"))]
mod simulation;
#[cfg(test)]
mod tests;

pub use error::WebhookError;
#[cfg(feature = "backend")]
pub use inbox::{Delivery, Ended, Inbox, InboxError, InboxStore, Memory, MemoryTransaction, Outcome, Waiting};
pub use receiver::{Receiver, TOLERANCE_SECONDS};
pub use secret::{SecretError, SigningSecret};

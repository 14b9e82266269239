//! Keys: the one that seals rows at rest, the one that signs tokens, the ones callers present, and what is stored of
//! them.

pub mod encryption_key;
pub mod publishable;
pub mod seal;
pub mod secret_key;
pub mod signing;
pub mod signing_keys;
pub mod template_key;
pub mod token_hash;

pub use publishable::{cookie_suffix, publishable_key};
pub use seal::{KeyRing, Purpose, SealError};
pub use secret_key::SecretKey;
pub use signing::SigningKey;
pub use signing_keys::{SigningKeys, SigningSet};
pub use template_key::{Algorithm, TemplateKey, TemplateKeys};

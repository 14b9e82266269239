//! Passwords: what may be one, how it is stored, and a bound on what hashing may cost the machine.
//!
//! A password is hashed as the bytes that were received: nothing is trimmed, folded or normalised, so what a person
//! typed is exactly what counts.

pub mod common;
pub mod hash;
pub mod imported;
pub mod pepper;
pub mod queue;
pub mod rules;
mod workers;

pub use common::CommonPasswords;
pub use hash::Params;
pub use imported::ImportError;
pub use pepper::Peppers;
pub use queue::{Busy, NotVerified, Outcome, PasswordQueue};
pub use rules::{CharacterKind, PasswordProblem, Rules, check};

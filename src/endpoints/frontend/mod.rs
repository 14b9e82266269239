//! The Frontend API: called straight from the browser, scoped to the client and the signed-in user.

mod client;
mod email_addresses;
mod environment;
mod identifications;
mod me;
mod second_factors;
mod session_verifications;
mod sessions;
mod sign_ins;
mod sign_ups;
mod waitlist;

pub use client::*;
pub use email_addresses::*;
pub use environment::*;
pub use identifications::*;
pub use me::*;
pub use second_factors::*;
pub use session_verifications::*;
pub use sessions::*;
pub use sign_ins::*;
pub use sign_ups::*;
pub use waitlist::*;

//! Calls that run on the server only. Each names its prefix and endpoint, takes JSON by POST, and sits behind the
//! server's Origin check.

#[cfg(feature = "ssr")]
mod status;
mod who_am_i;

pub use who_am_i::{Caller, WhoAmIError, who_am_i};

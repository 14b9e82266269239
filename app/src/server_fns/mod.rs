//! Calls that run on the server only. Each names its prefix and endpoint, takes JSON by POST, and sits behind the
//! server's Origin check.

#[cfg(feature = "ssr")]
mod status;
#[cfg(not(feature = "ssr"))]
mod status {
    /// In a browser there is no answer to write.
    pub fn of_call(_: &leptos::prelude::ServerFnErrorErr) {}
}
mod who_am_i;

pub use who_am_i::{Caller, WhoAmIError, who_am_i};

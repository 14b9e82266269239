//! What carries a request. The browser's and the server's file have the same names in them, so nothing above this
//! folder knows which one is compiled in.

#[cfg_attr(feature = "ssr", path = "in_process.rs")]
#[cfg_attr(not(feature = "ssr"), path = "browser.rs")]
mod platform;

pub use platform::Transport;

use crate::endpoints::Verb;

/// A request ready to go.
#[derive(Clone, Debug)]
pub(crate) struct RawRequest {
    /// The verb.
    pub verb: Verb,
    /// Path and query, after the base URL if there is one.
    pub url: String,
    /// JSON.
    pub body: Option<String>,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct RawReply {
    /// HTTP status.
    pub status: u16,
    /// The `Retry-After` header, in seconds.
    pub retry_after: Option<u32>,
    /// The row of the audit log that tells what was changed.
    pub audit_entry: Option<String>,
    /// The body as it came.
    pub body: Vec<u8>,
}

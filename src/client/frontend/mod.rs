//! The client of the Frontend API.
//!
//! In the browser requests travel by `fetch`; while a page is rendered on the server they go straight into the API's
//! router, with the visitor's cookies, through the same extractors and with the same errors, but without a network.

mod client;
mod error;
mod reply;
pub(crate) mod transport;

pub use client::{API_VERSION, FrontendClient};
pub use error::UiError;
pub use reply::Reply;
pub(super) use reply::decode;
pub use transport::Transport;

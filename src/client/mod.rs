//! Clients of the APIs: one typed call, whatever carries it.
//!
//! In the browser requests travel by `fetch`; while a page is rendered on the server they go straight into the API's
//! router, with the visitor's cookies, through the same extractors and with the same errors, but without a network.

mod dashboard;
mod error;
mod frontend;
mod reply;
pub(crate) mod transport;

pub use dashboard::DashboardClient;
pub use error::UiError;
pub use frontend::{API_VERSION, FrontendClient};
pub use reply::Reply;
pub use transport::Transport;

//! Clients of the APIs: one typed call, whatever carries it.

#[cfg(feature = "backend")]
pub mod backend;
#[cfg(feature = "ui")]
mod dashboard;
#[cfg(feature = "ui")]
mod frontend;

#[cfg(feature = "backend")]
pub use backend::BackendClient;
#[cfg(feature = "ui")]
pub use dashboard::{DashboardClient, Submitted};
#[cfg(feature = "ui")]
pub use frontend::{API_VERSION, FrontendClient, Reply, Transport, UiError};

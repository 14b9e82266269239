//! The pages Onehop serves itself.
//!
//! Start at [`routes::App`]: the tree of pages. [`shell`] is the document around it, `hosted/` has one file per page,
//! `server_fns/` the calls that run on the server only. `frontend` hydrates [`App`], `server` renders [`shell::shell`].
//!
//! [`dashboard`] is an app of its own, for operators: another document, another bundle (`frontend-dashboard`), so that
//! nobody who signs in downloads it.

pub mod dashboard;
mod document_title;
pub mod hosted;
pub mod redirect;
pub mod routes;
pub mod server_fns;
#[cfg(feature = "ssr")]
pub mod shell;

pub use routes::App;

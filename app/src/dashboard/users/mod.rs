//! The room of the users: the list, one user, a new one.

mod activity;
mod bulk;
mod columns;
mod danger;
mod detail;
mod filters;
mod identifiers;
mod list;
mod matching;
mod metadata;
mod new;
mod profile;
mod security;
mod sessions;

pub use detail::UserPage;
pub use list::UsersPage;
pub use new::NewUserPage;

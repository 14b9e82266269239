//! The security page's sections.

pub mod delete_account;
pub mod devices;
pub mod password;
pub mod two_step;

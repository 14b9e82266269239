//! The account page's sections.

pub mod email_addresses;
mod picture;
pub mod profile;
pub mod username;

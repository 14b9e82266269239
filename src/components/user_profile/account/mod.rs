//! The account page's sections.

pub mod email_addresses;
pub mod profile;
pub mod username;

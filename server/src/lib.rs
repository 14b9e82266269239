//! Onehop's server: both APIs, the rules, the store, mail and the command line. Also a library, so that an app can
//! nest the whole platform in its own process: [`Platform`] and [`serve_with`].

pub mod api;
pub mod backend_api;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dashboard;
pub mod doctor;
pub mod domain;
pub mod error;
pub mod feed;
mod fork;
pub mod frontend_api;
#[cfg(test)]
mod fuzzed;
pub mod headers;
pub mod health;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod mail;
pub mod metrics;
pub mod openapi;
pub mod pages;
pub mod password;
pub mod picture;
mod platform;
pub mod random;
mod start;
pub mod state;
pub mod store;
mod streamed;
pub mod telemetry;
mod tokens;
pub mod transfer;
mod upload;
pub mod webhooks;

pub use platform::Platform;
pub use start::{StartError, add_operator, migrate, open, open_existing, serve, serve_with};

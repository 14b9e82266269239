//! The dashboard: who may call what, the ways in, forms, keys, settings.

mod access_matrix;
mod audit;
mod forms;
mod keys;
mod link;
mod pages;
mod session;
mod settings;
mod templates;
mod totp;
mod users;
mod waitlist;
mod webhooks;

//! The integration tests: folders mirror URLs, every operation runs on both databases.

mod backend;
mod cli;
mod dashboard;
mod pages;
mod peppers;
mod smtp;
mod start;
mod store;
mod support;
mod v1;

//! The integration tests: folders mirror URLs, every operation runs on both databases.

mod adversary;
mod backend;
mod backend_client;
mod cli;
mod dashboard;
mod openapi;
mod operation;
mod pages;
mod peppers;
mod signing_keys;
mod smtp;
mod start;
mod store;
mod support;
mod traces;
mod transfer;
mod v1;
mod webhooks;

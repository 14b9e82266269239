//! `/v1/environment`

mod auth_config;
mod get;
mod update;

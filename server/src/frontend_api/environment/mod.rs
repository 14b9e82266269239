//! `/v1/environment`

mod get;
mod update;

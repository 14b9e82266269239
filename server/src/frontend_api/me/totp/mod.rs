//! `/v1/me/totp`

mod attempt_verification;
mod create;
mod delete;

//! The Backend API: one file per family, and what holds for all of them.

mod access_matrix;
mod api_keys;
mod events;
mod identifications;
mod instance;
mod invitations;
mod jwt_templates;
mod limits;
mod lists;
mod password_hashers;
mod redirect_urls;
mod second_factors;
mod sessions;
mod tickets;
mod transport;
mod users;
mod waitlist;
mod webhooks;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

/// The claims in a token, unchecked.
pub fn claims_of(jwt: &str) -> Value {
    part(jwt, 1)
}

/// The header of a token.
fn header_of(jwt: &str) -> Value {
    part(jwt, 0)
}

fn part(jwt: &str, index: usize) -> Value {
    let part = jwt.split('.').nth(index).expect("a part");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

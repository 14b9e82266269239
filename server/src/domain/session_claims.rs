//! Claims of session tokens that the configuration takes from the user's metadata.

use super::metadata::Places;
use crate::{
    error::{Error, Result},
    state::App,
    store::users::UserRow,
};
use onehop::wire::ErrorCode;
use serde_json::{Map, Value};

/// The claims of this user's tokens. What isn't there is left out, and so is what was too long before it was a claim.
pub fn values(app: &App, user: &UserRow) -> Map<String, Value> {
    let places = Places::of(user);
    find(app, &places)
        .filter(|(_, value)| bytes(value) <= app.config.session.claim_bytes)
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

/// Refuses metadata with a value that is too long for its claim: left out of tokens, it would only be missed later.
pub fn check(app: &App, user: &UserRow) -> Result<()> {
    let (places, max) = (Places::of(user), app.config.session.claim_bytes);
    match find(app, &places).find(|(_, value)| bytes(value) > max) {
        None => Ok(()),
        Some((name, _)) => Err(Error::param(ErrorCode::FormParamExceedsAllowedSize, "metadata")
            .text(format!("Session tokens say “{name}”, so it can have at most {max} bytes as JSON."))),
    }
}

fn find<'a>(app: &'a App, places: &'a Places<'_>) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let claims = app.config.session.claims.iter();
    claims.filter_map(|claim| Some((claim.name.as_str(), places.at(&claim.path)?)))
}

fn bytes(value: &Value) -> usize {
    value.to_string().len()
}

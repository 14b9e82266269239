//! Claims of session tokens that the configuration takes from the user's metadata.

use super::users;
use crate::{
    config::MetadataKind,
    error::{Error, Result},
    state::App,
    store::users::UserRow,
};
use onehop::wire::ErrorCode;
use serde_json::{Map, Value};

/// The claims of this user's tokens. What isn't there is left out, and so is what was too long before it was a claim.
pub fn values(app: &App, user: &UserRow) -> Map<String, Value> {
    let session = &app.config.session;
    let found = find(app, user);
    found
        .filter(|(_, value)| bytes(value) <= session.claim_bytes)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Refuses metadata with a value that is too long for its claim: left out of tokens, it would only be missed later.
pub fn check(app: &App, user: &UserRow) -> Result<()> {
    let max = app.config.session.claim_bytes;
    match find(app, user).find(|(_, value)| bytes(value) > max) {
        None => Ok(()),
        Some((name, _)) => Err(Error::param(ErrorCode::FormParamExceedsAllowedSize, "metadata")
            .text(format!("Session tokens say “{name}”, so it can have at most {max} bytes as JSON."))),
    }
}

fn find<'a>(app: &'a App, user: &UserRow) -> impl Iterator<Item = (&'a str, Value)> + use<'a> {
    let claims = &app.config.session.claims;
    let parsed = |text: &str| Value::Object(if claims.is_empty() { Map::new() } else { users::object(text) });
    let (public, private, own) = (parsed(&user.public_metadata), Value::Null, parsed(&user.unsafe_metadata));
    claims.iter().filter_map(move |claim| {
        let object = match claim.path.kind {
            MetadataKind::Public => &public,
            MetadataKind::Private => &private,
            MetadataKind::Unsafe => &own,
        };
        let value = claim.path.members.iter().try_fold(object, |value, member| value.get(member))?;
        Some((claim.name.as_str(), value.clone()))
    })
}

fn bytes(value: &Value) -> usize {
    value.to_string().len()
}

//! A token's header: what must be in it, what must not, and what is ignored.

use super::TokenError;
use crate::token::SESSION_TAG;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use std::borrow::Cow;

/// The members that count. Everything else is ignored, above all key material: `jwk`, `jku`, `x5u`, `x5c`.
#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Cow<'a, str>,
    #[serde(borrow, default)]
    kid: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    typ: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    cat: Option<Cow<'a, str>>,
    #[serde(default)]
    crit: Present,
}

/// Whether a member is there at all, whatever its value.
#[derive(Default)]
struct Present(bool);

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

/// Reads and checks a header segment; returns the algorithm and the key id it names.
pub(super) fn parse(segment: &str) -> Result<(String, String), TokenError> {
    let bytes = URL_SAFE_NO_PAD.decode(segment).map_err(|_| TokenError::Malformed)?;
    // All of it has to be text, also what is ignored.
    let text = std::str::from_utf8(&bytes).map_err(|_| TokenError::Malformed)?;
    let header: Header = serde_json::from_str(text).map_err(|_| TokenError::Malformed)?;
    if header.crit.0 {
        // "Critical" says: refuse me unless you understand this extension. We understand none.
        return Err(TokenError::Claims("crit"));
    }
    if header.typ.is_some_and(|typ| typ != "JWT") {
        return Err(TokenError::Claims("typ"));
    }
    if header.cat.is_some_and(|cat| cat != SESSION_TAG) {
        return Err(TokenError::Claims("cat"));
    }
    let kid = header.kid.ok_or(TokenError::UnknownKey)?;
    Ok((header.alg.into_owned(), kid.into_owned()))
}

//! Metadata in a body: an object, or the same as JSON text, as forms send it. And what stands at a place in a user's.

use super::users;
use crate::{
    config::{MetadataKind, MetadataPath},
    error::{Error, Result},
    store::users::UserRow,
};
use onehop::wire::ErrorCode;
use serde_json::{Map, Value};
use std::cell::OnceCell;

/// Largest metadata object, as JSON text.
const MAX_BYTES: usize = 8 * 1024;

/// The object.
pub fn object(value: Value, param: &str) -> Result<Map<String, Value>> {
    let value = match value {
        Value::String(text) if text.trim().is_empty() => Value::Object(Map::new()),
        Value::String(text) => {
            serde_json::from_str(&text).map_err(|_| Error::param(ErrorCode::FormParamFormatInvalid, param))?
        }
        other => other,
    };
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Error::param(ErrorCode::FormParamTypeInvalid, param).text("Metadata must be a JSON object.")),
    }
}

/// The object as it is stored, unless it is too large.
pub fn to_text(object: &Map<String, Value>, param: &str) -> Result<String> {
    let text = serde_json::to_string(object).map_err(|error| Error::Internal(Box::new(error)))?;
    if text.len() > MAX_BYTES {
        return Err(Error::param(ErrorCode::FormParamExceedsAllowedSize, param)
            .text(format!("Metadata can have at most {MAX_BYTES} bytes as JSON.")));
    }
    if text.contains("\\u0000") {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, param));
    }
    Ok(text)
}

/// A user's metadata. Each object is read when something in it is asked for, and once.
pub struct Places<'a> {
    user: &'a UserRow,
    public: OnceCell<Value>,
    private: OnceCell<Value>,
    own: OnceCell<Value>,
}

impl<'a> Places<'a> {
    /// This user's.
    pub fn of(user: &'a UserRow) -> Self {
        Self { user, public: OnceCell::new(), private: OnceCell::new(), own: OnceCell::new() }
    }

    /// What stands there, if anything does.
    pub fn at(&self, path: &MetadataPath) -> Option<&Value> {
        let (cell, text) = match path.kind {
            MetadataKind::Public => (&self.public, &self.user.public_metadata),
            MetadataKind::Private => (&self.private, &self.user.private_metadata),
            MetadataKind::Unsafe => (&self.own, &self.user.unsafe_metadata),
        };
        let object = cell.get_or_init(|| Value::Object(users::object(text)));
        path.members.iter().try_fold(object, |value, member| value.get(member))
    }
}

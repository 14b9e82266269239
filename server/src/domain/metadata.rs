//! Metadata in a body: an object, or the same as JSON text, as forms send it.

use crate::error::{Error, Result};
use onehop::wire::ErrorCode;
use serde_json::{Map, Value};

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

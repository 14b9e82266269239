//! The parameters of a query as text.

use super::{BackendError, Result};
use crate::endpoints::percent_encode;
use serde::Serialize;
use serde_json::Value;

/// `name=value` for each member, lists repeat their name; what is null is left out.
pub(super) fn write(query: &impl Serialize) -> Result<String> {
    let unwritable = || BackendError::unusable("the query can't be written");
    let Value::Object(members) = serde_json::to_value(query).map_err(|_| unwritable())? else {
        return Err(unwritable());
    };
    let mut text = String::new();
    for (name, value) in &members {
        match value {
            Value::Array(values) => values.iter().for_each(|value| push(&mut text, name, value)),
            value => push(&mut text, name, value),
        }
    }
    Ok(text)
}

fn push(text: &mut String, name: &str, value: &Value) {
    let value = match value {
        Value::Null => return,
        Value::String(value) => value.clone(),
        value => value.to_string(),
    };
    if !text.is_empty() {
        text.push('&');
    }
    percent_encode(name, text);
    text.push('=');
    percent_encode(&value, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_repeat_their_name_and_nothing_is_left_bare() {
        let query = json!({"a": ["x y", "+1"], "b": null, "c": true, "d": -5, "e": "ü&="});
        assert_eq!(write(&query).expect("text"), "a=x%20y&a=%2B1&c=true&d=-5&e=%C3%BC%26%3D");
    }
}

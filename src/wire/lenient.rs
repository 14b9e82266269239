//! Request values as browsers really send them: forms know text only.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;

/// A boolean or number that may arrive as text (`"true"`, `"1"`), as forms send it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lenient<T>(pub T);

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Lenient<bool> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(value) => Ok(Self(value)),
            Value::Null => Ok(Self(false)),
            Value::String(text) => match text.as_str() {
                "true" | "1" | "on" => Ok(Self(true)),
                "false" | "0" | "off" | "" => Ok(Self(false)),
                _ => Err(D::Error::custom("must be true or false")),
            },
            _ => Err(D::Error::custom("must be true or false")),
        }
    }
}

//! Request values as browsers and other clients really send them: forms and queries know text only, some clients write
//! whole numbers as `10.0`, and a list of one looks like a single value.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;

/// A boolean or number that may arrive as text (`"true"`, `"1"`), as forms send it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lenient<T>(pub T);

impl<T> From<T> for Lenient<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

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

impl<'de> Deserialize<'de> for Lenient<i64> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom("must be a whole number");
        let from_float = |value: f64| {
            let is_whole = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
            is_whole.then_some(value as i64).ok_or_else(wrong)
        };
        match Value::deserialize(deserializer)? {
            Value::Number(number) => match number.as_i64() {
                Some(value) => Ok(Self(value)),
                None => from_float(number.as_f64().ok_or_else(wrong)?).map(Self),
            },
            Value::String(text) => match text.trim().parse::<i64>() {
                Ok(value) => Ok(Self(value)),
                Err(_) => from_float(text.trim().parse().map_err(|_| wrong())?).map(Self),
            },
            _ => Err(wrong()),
        }
    }
}

/// Texts that arrive as one value or as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Many(pub Vec<String>);

impl Many {
    /// Was nothing given?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> FromIterator<T> for Many {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Many {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Many {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom("must be texts");
        let text = |value| match value {
            Value::String(text) => Ok(text),
            _ => Err(wrong()),
        };
        match Value::deserialize(deserializer)? {
            Value::Array(values) => values.into_iter().map(text).collect::<Result<_, _>>().map(Self),
            Value::Null => Ok(Self::default()),
            value => Ok(Self(vec![text(value)?])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn number(value: Value) -> Option<i64> {
        serde_json::from_value::<Lenient<i64>>(value).ok().map(|number| number.0)
    }

    #[test]
    fn whole_numbers_are_read_in_every_form_clients_send() {
        assert_eq!(number(json!(10)), Some(10));
        assert_eq!(number(json!(10.0)), Some(10));
        assert_eq!(number(json!("10")), Some(10));
        assert_eq!(number(json!("10.0")), Some(10));
        for wrong in [json!("ten"), json!(1.5), json!("1.5"), json!(""), json!(true), json!([1]), json!(1e300)] {
            assert_eq!(number(wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn one_value_is_a_list_of_one() {
        let many = |value| serde_json::from_value::<Many>(value).ok().map(|many| many.0);
        assert_eq!(many(json!("a")), Some(vec!["a".to_owned()]));
        assert_eq!(many(json!(["a", "b"])), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(many(json!([1])), None);
    }
}

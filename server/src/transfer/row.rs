//! The members of a row, read leniently: CSV knows text only, and names come in both spellings (`email_address`,
//! `emailAddress`).

use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A row with its names in snake case. Names inside of metadata stay as they are.
#[derive(Debug)]
pub(super) struct Row(Map<String, Value>);

/// What is wrong with a row.
pub(super) type Read<T> = Result<T, String>;

impl Row {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self(members.into_iter().map(|(name, value)| (snake_case(&name), value)).collect())
    }

    /// As it came, with its names in snake case.
    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// Is there a member of this name?
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The first of these members that isn't empty.
    pub(super) fn value(&self, names: &[&str]) -> Option<&Value> {
        let is_there = |value: &&Value| !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty());
        names.iter().filter_map(|name| self.0.get(*name)).find(is_there)
    }

    /// As text.
    pub(super) fn text(&self, names: &[&str]) -> Read<Option<String>> {
        match self.value(names) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(format!("{} is no text", names[0])),
        }
    }

    /// As yes or no.
    pub(super) fn flag(&self, names: &[&str]) -> Read<Option<bool>> {
        let wrong = || Err(format!("{} is neither true nor false", names[0]));
        match self.value(names) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Ok(Some(true)),
                "false" | "0" | "no" => Ok(Some(false)),
                _ => wrong(),
            },
            Some(_) => wrong(),
        }
    }

    /// As a whole number.
    pub(super) fn number(&self, names: &[&str]) -> Read<Option<i64>> {
        let text = self.text(names)?;
        text.map(|text| text.parse().map_err(|_| format!("{} is no whole number", names[0]))).transpose()
    }

    /// As metadata: an object, or the same as JSON text.
    pub(super) fn object(&self, names: &[&str]) -> Read<Option<Value>> {
        let value = match self.value(names) {
            Some(Value::String(text)) => serde_json::from_str(text).map_err(|_| format!("{} is no JSON", names[0]))?,
            Some(value) => value.clone(),
            None => return Ok(None),
        };
        if value.is_object() { Ok(Some(value)) } else { Err(format!("{} is no object", names[0])) }
    }

    /// As several texts: a list, or one text with commas, semicolons or bars between them.
    pub(super) fn texts(&self, names: &[&str]) -> Read<Vec<String>> {
        let wrong = || format!("{} is no list of texts", names[0]);
        let split = |text: &str| -> Vec<String> {
            text.split([',', ';', '|']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        match self.value(names) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) if text.trim_start().starts_with('[') => {
                serde_json::from_str(text).map_err(|_| wrong())
            }
            Some(Value::String(text)) => Ok(split(text)),
            Some(Value::Array(values)) => {
                values.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }

    /// As rows of their own, if that is what it holds.
    pub(super) fn rows(&self, name: &str) -> Option<Vec<Self>> {
        let values = self.0.get(name)?.as_array()?;
        values.iter().map(|value| value.as_object().cloned().map(Self::new)).collect()
    }

    /// As a row of its own.
    pub(super) fn row(&self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_object().cloned().map(Self::new)
    }

    /// As a time in milliseconds: a number of them, or a date as RFC 3339 has it (also with a space for the T).
    pub(super) fn time(&self, names: &[&str]) -> Read<Option<i64>> {
        let wrong = || format!("{} is no time", names[0]);
        let Some(text) = self.text(names)? else { return Ok(None) };
        if let Ok(millis) = text.parse() {
            return Ok(Some(millis));
        }
        let text = text.trim_end_matches("UTC").trim().replacen(' ', "T", 1);
        let has_zone = text.ends_with(['Z', 'z']) || text.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
        let text = if has_zone { text } else { format!("{text}Z") };
        let time = OffsetDateTime::parse(&text, &Rfc3339).map_err(|_| wrong())?;
        Ok(Some(time.unix_timestamp() * 1_000 + i64::from(time.millisecond())))
    }
}

/// A time as the Backend API takes it.
pub(super) fn rfc3339(millis: i64) -> Read<String> {
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000);
    time.ok().and_then(|time| time.format(&Rfc3339).ok()).ok_or_else(|| "a time is out of bounds".to_owned())
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.trim().chars() {
        match c {
            ' ' => snake.push('_'),
            c if c.is_ascii_uppercase() => {
                if !snake.is_empty() && !snake.ends_with('_') {
                    snake.push('_');
                }
                snake.push(c.to_ascii_lowercase());
            }
            c => snake.push(c),
        }
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(value: Value) -> Row {
        Row::new(value.as_object().cloned().expect("an object"))
    }

    #[test]
    fn both_spellings_and_texts_are_understood() {
        let row = row(
            json!({"firstName": " Ada ", "banned": "true", "b": "a@b.c | d@e.f", "c": "[\"x,y\"]", "meta": "{\"aB\":1}", "n": 7}),
        );
        assert_eq!(row.text(&["first_name"]), Ok(Some("Ada".to_owned())));
        assert_eq!(row.flag(&["banned"]), Ok(Some(true)));
        assert_eq!(row.texts(&["b"]), Ok(vec!["a@b.c".to_owned(), "d@e.f".to_owned()]));
        assert_eq!(row.texts(&["c"]), Ok(vec!["x,y".to_owned()]));
        assert_eq!(row.object(&["meta"]), Ok(Some(json!({"aB": 1}))));
        assert_eq!(row.number(&["none", "n"]), Ok(Some(7)));
        assert!(row.flag(&["first_name"]).is_err() && row.object(&["n"]).is_err());
    }

    #[test]
    fn times_come_in_several_forms() {
        for text in [
            "2021-03-05T16:34:16.775Z",
            "2021-03-05 16:34:16.775 UTC",
            "2021-03-05T17:34:16.775+01:00",
            "1614962056775",
        ] {
            assert_eq!(row(json!({"at": text})).time(&["at"]), Ok(Some(1_614_962_056_775)), "{text}");
        }
        assert_eq!(row(json!({"at": 1_614_962_056_775_i64})).time(&["at"]), Ok(Some(1_614_962_056_775)));
        assert!(row(json!({"at": "yesterday"})).time(&["at"]).is_err());
        assert_eq!(rfc3339(1_614_962_056_775).as_deref(), Ok("2021-03-05T16:34:16.775Z"));
    }
}

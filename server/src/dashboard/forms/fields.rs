//! From a form's fields to a JSON body. A field's name says what its text stands for:
//!
//! | name | member |
//! |---|---|
//! | `name` | the text |
//! | `name?` | the text; left out when empty |
//! | `name:null` | the text; null when empty |
//! | `name:bool` | whether the text is `true` |
//! | `name:int` | a whole number; left out when empty |
//! | `name:json` | what the text says in JSON |
//! | `name:words` | a list of what spaces, commas and line breaks separate |
//! | `name[]` | a list with each value |
//!
//! The last value of a repeated name counts, so that a checkbox may follow a hidden field of its name. Names that begin
//! with `_` say what to do with the answer.

use crate::error::{Error, Result};
use http::Method;
use onehop::wire::ErrorCode;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values travel back in a cookie, which has little room.
const MAX_VALUE_BYTES: usize = 2_048;
const MAX_VALUES: usize = 12;
const MAX_SAID: usize = 200;

/// A form, taken apart.
#[derive(Debug)]
pub struct Form {
    /// The verb of the call.
    pub method: Method,
    /// Its name: its errors come back under it.
    pub name: String,
    /// Where to go after success.
    pub then: String,
    /// Where to go after an error.
    pub back: String,
    /// What the next page says after success.
    pub said: Option<String>,
    /// Does the next page show the answer, once?
    pub shows_answer: bool,
    fields: Vec<(String, String)>,
}

impl Form {
    /// The form with these fields; none when its verb is none that forms stand for.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Option<Self> {
        let (control, fields): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name.starts_with('_'));
        let mut control: BTreeMap<String, String> = control.into_iter().collect();
        let mut take = |name: &str| control.remove(name);
        let method = match take("_method").as_deref().unwrap_or("POST") {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "PATCH" => Method::PATCH,
            "DELETE" => Method::DELETE,
            _ => return None,
        };
        let then = take("_then").unwrap_or_else(|| "/dashboard".to_owned());
        Some(Self {
            method,
            name: take("_form").unwrap_or_default(),
            back: take("_back").unwrap_or_else(|| then.clone()),
            then,
            said: take("_said").filter(|said| !said.is_empty() && said.len() <= MAX_SAID),
            shows_answer: take("_show").is_some(),
            fields,
        })
    }

    /// The call's body.
    pub fn body(&self) -> Result<Value> {
        let mut members = Map::new();
        for (name, text) in &self.fields {
            if let Some(list) = name.strip_suffix("[]") {
                let list = members.entry(list).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(text.as_str().into());
                }
            } else if let Some(optional) = name.strip_suffix('?') {
                set(&mut members, optional, (!text.is_empty()).then(|| text.as_str().into()));
            } else if let Some((name, kind)) = name.rsplit_once(':') {
                let value = typed(name, kind, text)?;
                set(&mut members, name, value);
            } else {
                set(&mut members, name, Some(text.as_str().into()));
            }
        }
        Ok(Value::Object(members))
    }

    /// What was typed, to fill the form in again: without passwords and codes.
    pub fn to_show_again(&self) -> BTreeMap<String, String> {
        let plain =
            |name: &str| name.trim_end_matches(['?', '[', ']']).split(':').next().unwrap_or_default().to_owned();
        let safe = self.fields.iter().filter(|(name, text)| !is_secret(name) && text.len() <= MAX_VALUE_BYTES);
        let mut shown: BTreeMap<String, String> = BTreeMap::new();
        for (name, text) in safe {
            let (key, is_list) = (plain(name), name.ends_with("[]"));
            match shown.get_mut(&key) {
                // A list: one value a line.
                Some(lines) if is_list => {
                    lines.push('\n');
                    lines.push_str(text);
                }
                Some(before) => before.clone_from(text),
                None => drop(shown.insert(key, text.clone())),
            }
            if shown.len() == MAX_VALUES {
                break;
            }
        }
        shown
    }
}

fn set(members: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => members.insert(name.to_owned(), value),
        None => members.remove(name),
    };
}

fn typed(name: &str, kind: &str, text: &str) -> Result<Option<Value>> {
    let wrong = |what: &str| Error::param(ErrorCode::FormParamFormatInvalid, name).text(what.to_owned());
    let trimmed = text.trim();
    Ok(match kind {
        "bool" => Some((text == "true").into()),
        "null" => Some(if trimmed.is_empty() { Value::Null } else { text.into() }),
        "int" if trimmed.is_empty() => None,
        "int" => Some(trimmed.parse::<i64>().map_err(|_| wrong("Enter a whole number."))?.into()),
        "json" => {
            let read = serde_json::from_str(trimmed);
            Some(read.map_err(|error| wrong(&format!("This is not valid JSON: {error}.")))?)
        }
        "words" => Some(
            trimmed
                .split(|c: char| c.is_whitespace() || c == ',')
                .filter(|word| !word.is_empty())
                .map(Value::from)
                .collect(),
        ),
        _ => return Err(Error::param(ErrorCode::FormParamUnknown, name)),
    })
}

fn is_secret(name: &str) -> bool {
    ["password", "code", "token", "ticket", "secret", "key", "headers"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(pairs: &[(&str, &str)]) -> Form {
        let pairs = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Form::from_pairs(pairs).expect("a form")
    }

    #[test]
    fn names_say_what_their_texts_stand_for() {
        let form = form(&[
            ("name", "Ada"),
            ("nick?", ""),
            ("external_id?", "7"),
            ("username:null", ""),
            ("allowlist:bool", "false"),
            ("allowlist:bool", "true"),
            ("days:int", " 30 "),
            ("later:int", ""),
            ("public_metadata:json", "{\"a\": [1]}"),
            ("origins:words", "https://a.example,\r\n https://b.example "),
            ("user_ids[]", "user_1"),
            ("user_ids[]", "user_2"),
            ("_then", "/dashboard"),
        ]);
        let expected = json!({
            "name": "Ada", "external_id": "7", "username": null, "allowlist": true, "days": 30,
            "public_metadata": {"a": [1]}, "origins": ["https://a.example", "https://b.example"],
            "user_ids": ["user_1", "user_2"],
        });
        assert_eq!(form.body().expect("a body"), expected);
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        for (name, text) in [("data:json", "{"), ("days:int", "soon"), ("x:unknown", "")] {
            let error = form(&[(name, text)]).body().expect_err("refused");
            let Error::Api(failure) = error else { panic!("not the caller's fault") };
            assert_eq!(failure.errors[0].meta.param_name.as_deref(), name.split(':').next(), "{name}");
        }
    }

    #[test]
    fn passwords_and_codes_are_not_shown_again() {
        let form = form(&[
            ("email_address", "a@b.example"),
            ("password", "p"),
            ("code", "1"),
            ("signing_key", "k"),
            ("headers?", "Authorization: h"),
            ("name?", "n"),
            ("types[]", "a"),
            ("types[]", "b"),
        ]);
        let shown = form.to_show_again();
        assert_eq!(shown.keys().collect::<Vec<_>>(), ["email_address", "name", "types"]);
        assert_eq!(shown["types"], "a\nb");
    }

    #[test]
    fn verbs_that_forms_do_not_stand_for_are_refused() {
        assert!(Form::from_pairs(vec![("_method".to_owned(), "CONNECT".to_owned())]).is_none());
        assert_eq!(form(&[("_method", "PATCH")]).method, Method::PATCH);
    }
}

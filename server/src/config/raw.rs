//! Values before they are given a type, and the file they come from.

use super::problem::Problem;
use std::collections::BTreeMap;
use std::path::Path;

/// A value as a source gives it. Flags and variables are always [`Raw::Text`].
#[derive(Clone)]
pub(super) enum Raw {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<String>),
    /// A kind that no setting has: a float, a date, a table, a list of anything but text.
    Other,
}

/// The settings of a file by `section.key`.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Raw>, Problem> {
    let problem = |wrong: String, mend: &str| Problem {
        key: path.display().to_string(),
        origin: None,
        wrong,
        mend: mend.to_owned(),
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| problem(format!("cannot be read ({error})"), "check the path and its permissions"))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // Only the message: the error's own text quotes the line, which may hold a secret.
        let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        problem(format!("line {line}: {}", error.message().trim()), "write it as TOML, as in onehop.example.toml")
    })?;
    Ok(flatten(table))
}

fn flatten(table: toml::Table) -> BTreeMap<String, Raw> {
    let mut settings = BTreeMap::new();
    for (section, value) in table {
        match value {
            toml::Value::Table(keys) => {
                settings.extend(keys.into_iter().map(|(key, value)| (format!("{section}.{key}"), value.into())));
            }
            value => {
                settings.insert(section, value.into());
            }
        }
    }
    settings
}

impl From<toml::Value> for Raw {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text),
            toml::Value::Integer(number) => Self::Whole(number),
            toml::Value::Boolean(flag) => Self::Flag(flag),
            toml::Value::Array(items) => {
                let count = items.len();
                let texts: Vec<_> = items.into_iter().filter_map(text).collect();
                if texts.len() == count { Self::List(texts) } else { Self::Other }
            }
            _ => Self::Other,
        }
    }
}

fn text(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        _ => None,
    }
}

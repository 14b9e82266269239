//! The language of templates: claims of a token for a third party, with `{{shortcodes}}` in their texts.
//!
//! A shortcode is a path into the facts (`user.public_metadata.plan`), a literal (`'free'`, `7`, `true`), or several of
//! them with `||` between: the first that is neither null nor false counts, else the last. A text that is one shortcode
//! and nothing else takes its value with its type; anywhere else the value is written into the text. What isn't known
//! is null. Names of claims are taken as they stand.
//!
//! Nothing but the facts can be reached, so what must not get into a token is simply not among them.

use serde_json::{Map, Number, Value};

/// The claims with every shortcode replaced by its value among `facts`.
pub fn render(claims: &Map<String, Value>, facts: &Value) -> Map<String, Value> {
    claims.iter().map(|(name, value)| (name.clone(), rendered(value, facts))).collect()
}

fn rendered(value: &Value, facts: &Value) -> Value {
    match value {
        Value::String(text) => rendered_text(text, facts),
        Value::Array(values) => values.iter().map(|value| rendered(value, facts)).collect(),
        Value::Object(members) => Value::Object(render(members, facts)),
        other => other.clone(),
    }
}

fn rendered_text(text: &str, facts: &Value) -> Value {
    let (before, found) = next_code(text);
    if let Some((code, "")) = found
        && before.is_empty()
    {
        return value_of(code, facts);
    }
    let (mut out, mut before, mut found) = (String::with_capacity(text.len()), before, found);
    while let Some((code, behind)) = found {
        out.push_str(before);
        push(&mut out, &value_of(code, facts));
        (before, found) = next_code(behind);
    }
    out.push_str(before);
    Value::String(out)
}

/// The text before the next shortcode; the shortcode and the text behind it, if there is one. One that is never closed
/// is text.
fn next_code(text: &str) -> (&str, Option<(&str, &str)>) {
    let Some((before, behind)) = text.split_once("{{") else { return (text, None) };
    match find_unquoted(behind, "}}") {
        Some(end) => (before, Some((&behind[..end], &behind[end + 2..]))),
        None => (text, None),
    }
}

/// Where `wanted` begins outside of quotation marks.
fn find_unquoted(text: &str, wanted: &str) -> Option<usize> {
    let mut is_quoted = false;
    for (index, character) in text.char_indices() {
        match character {
            '\'' => is_quoted = !is_quoted,
            _ if !is_quoted && text[index..].starts_with(wanted) => return Some(index),
            _ => {}
        }
    }
    None
}

/// What shortcodes name that is neither a literal nor among `facts`, and in none of the `open` objects, whose members
/// nobody knows beforehand. Each once.
pub fn unknown(claims: &Map<String, Value>, facts: &Value, open: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let is_inside = |path: &str, object: &&str| {
        path.strip_prefix(*object).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.is_empty())
    };
    for value in claims.values() {
        each_text(value, &mut |text| {
            let mut rest = text;
            while let (_, Some((code, behind))) = next_code(rest) {
                for path in operands(code) {
                    let is_known = operand(path, facts).is_some() || open.iter().any(|object| is_inside(path, object));
                    if !is_known && !found.iter().any(|known| known == path) {
                        found.push(path.to_owned());
                    }
                }
                rest = behind;
            }
        });
    }
    found
}

fn each_text(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, visit)),
        Value::Object(members) => members.values().for_each(|value| each_text(value, visit)),
        _ => {}
    }
}

/// Texts as they stand, everything else as JSON.
fn push(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => out.push_str(text),
        other => out.push_str(&other.to_string()),
    }
}

/// The value of what stands between the braces.
fn value_of(code: &str, facts: &Value) -> Value {
    let mut last = Value::Null;
    for text in operands(code) {
        last = operand(text, facts).unwrap_or_default();
        if !matches!(last, Value::Null | Value::Bool(false)) {
            break;
        }
    }
    last
}

/// What stands between the `||`.
fn operands(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(code);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = find_unquoted(text, "||");
        rest = end.map(|end| &text[end + 2..]);
        Some(end.map_or(text, |end| &text[..end]).trim())
    })
}

/// A literal or a fact; none when it is neither.
fn operand(text: &str, facts: &Value) -> Option<Value> {
    if let Some(literal) = text.strip_prefix('\'') {
        return literal.strip_suffix('\'').filter(|literal| !literal.contains('\'')).map(Value::from);
    }
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => match serde_json::from_str::<Number>(text) {
            Ok(number) => Some(Value::Number(number)),
            Err(_) => at(facts, text).cloned(),
        },
    }
}

/// The fact at a path of at least two names.
fn at<'a>(facts: &'a Value, path: &str) -> Option<&'a Value> {
    let (group, rest) = path.split_once('.')?;
    rest.split('.').try_fold(facts.get(group)?, |value, name| value.as_object()?.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facts() -> Value {
        json!({
            "user": {
                "id": "user_1", "first_name": "Ada", "last_name": null, "email_verified": false, "created_at": 7,
                "public_metadata": {"role": "admin", "flags": {"beta": true, "off": false}, "list": [1, 2], "none": null},
                "unsafe_metadata": {},
            },
            "org": null,
            "session": {"actor": null},
        })
    }

    fn one(text: &str) -> Value {
        let claims = json!({"claim": text});
        render(claims.as_object().unwrap(), &facts()).remove("claim").unwrap()
    }

    #[test]
    fn whole_values_keep_their_type() {
        for (text, expected) in [
            ("{{user.id}}", json!("user_1")),
            ("{{ user.id }}", json!("user_1")),
            ("{{user.created_at}}", json!(7)),
            ("{{user.email_verified}}", json!(false)),
            ("{{user.last_name}}", Value::Null),
            ("{{user.unsafe_metadata}}", json!({})),
            ("{{user.public_metadata.flags}}", json!({"beta": true, "off": false})),
            ("{{user.public_metadata.list}}", json!([1, 2])),
            ("{{user.public_metadata.flags.beta}}", json!(true)),
        ] {
            assert_eq!(one(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_null() {
        for text in [
            "{{user.private_metadata}}",
            "{{user.private_metadata.secret}}",
            "{{user.password_digest}}",
            "{{user.public_metadata.nothing}}",
            "{{user.public_metadata.role.deeper}}",
            "{{user.public_metadata.list.0}}",
            "{{user.public_metadata.}}",
            "{{user..id}}",
            "{{user}}",
            "{{user.}}",
            "{{.id}}",
            "{{org.id}}",
            "{{org_membership.public_metadata.a}}",
            "{{session.actor}}",
            "{{session.actor.sub}}",
            "{{nobody.id}}",
            "{{}}",
            "{{ }}",
            "{{'a' 'b'}}",
            "{{user.id user.id}}",
            "{{USER.ID}}",
        ] {
            assert_eq!(one(text), Value::Null, "{text}");
        }
    }

    #[test]
    fn values_are_written_into_texts() {
        for (text, expected) in [
            ("{{user.first_name}} {{user.last_name}}", "Ada null"),
            ("id: {{user.id}}!", "id: user_1!"),
            (" {{user.id}}", " user_1"),
            ("{{user.id}}{{user.created_at}}", "user_17"),
            ("{{user.email_verified}}/{{user.public_metadata.list}}", "false/[1,2]"),
            ("é{{user.first_name}}é", "éAdaé"),
            ("{{user.nothing}}-", "null-"),
            ("{{user.id", "{{user.id"),
            ("{{'open}}", "{{'open}}"),
            ("{{'a'b'}}", "{{'a'b'}}"),
            ("a {{user.id}} b {{c", "a user_1 b {{c"),
            ("}} {{user.id}} {", "}} user_1 {"),
            ("no code", "no code"),
            ("", ""),
            ("{{{{user.id}}}}", "null}}"),
        ] {
            assert_eq!(one(text), json!(expected), "{text}");
        }
    }

    #[test]
    fn the_first_that_is_neither_null_nor_false_counts_else_the_last() {
        for (text, expected) in [
            ("{{user.public_metadata.role || 'basic'}}", json!("admin")),
            ("{{user.public_metadata.plan || 'basic'}}", json!("basic")),
            ("{{user.public_metadata.plan||user.public_metadata.none||7}}", json!(7)),
            ("{{user.email_verified || user.public_metadata.flags.off}}", json!(false)),
            ("{{user.email_verified || user.last_name}}", Value::Null),
            ("{{user.email_verified || 'a || b }} c'}}", json!("a || b }} c")),
            ("{{'' || 'b'}}", json!("")),
            ("{{0 || 1}}", json!(0)),
            ("{{false || true}}", json!(true)),
            ("{{user.last_name || -1.5}}", json!(-1.5)),
            ("{{user.last_name ||}}", Value::Null),
            ("{{|| user.id}}", json!("user_1")),
        ] {
            assert_eq!(one(text), expected, "{text}");
        }
        assert_eq!(one("Plan {{user.public_metadata.plan || 'basic'}}."), json!("Plan basic."));
    }

    #[test]
    fn codes_are_replaced_at_every_depth_and_names_are_not_read() {
        let claims =
            json!({"{{user.id}}": {"a": ["{{user.id}}", {"b": "{{user.created_at}}"}], "n": 1, "t": true, "z": null}});
        let expected = json!({"{{user.id}}": {"a": ["user_1", {"b": 7}], "n": 1, "t": true, "z": null}});
        assert_eq!(Value::Object(render(claims.as_object().unwrap(), &facts())), expected);
    }

    #[test]
    fn what_stands_for_nothing_is_named_once_wherever_it_is() {
        let claims = json!({
            "a": "{{user.id}} {{user.nothing}}", "b": ["{{user.private_metadata.a || 'x'}}", {"c": "{{user.nothing}}"}],
            "d": "{{user.public_metadata.any.thing}}", "e": "{{user.public_metadata.}}", "f": "{{user.last_name || 7 || true}}",
            "g": "{{'a' 'b'}}", "h": "{{org.id}}", "i": "{{session.actor.sub}}", "{{not.read}}": "{{open", "j": 1,
        });
        let open = ["user.public_metadata", "session.actor"];
        let mut found = unknown(claims.as_object().unwrap(), &facts(), &open);
        found.sort_unstable();
        let expected = ["'a' 'b'", "org.id", "user.nothing", "user.private_metadata.a", "user.public_metadata."];
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_not_read_again() {
        let facts =
            json!({"user": {"first_name": "{{user.id}}", "id": "secret", "public_metadata": {"a": "{{user.id}}"}}});
        let claims = json!({"a": "{{user.first_name}}", "b": "x{{user.first_name}}", "c": "{{user.public_metadata}}"});
        let expected = json!({"a": "{{user.id}}", "b": "x{{user.id}}", "c": {"a": "{{user.id}}"}});
        assert_eq!(Value::Object(render(claims.as_object().unwrap(), &facts)), expected);
    }
}

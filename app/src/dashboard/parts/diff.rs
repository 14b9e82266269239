//! Before and after: what differs, side by side.

use leptos::prelude::*;
use serde_json::{Map, Value};

/// The members of two objects that differ, each with what it was and what it became.
#[component]
pub fn Diff(
    /// As it was.
    before: Option<Value>,
    /// As it became.
    after: Option<Value>,
) -> impl IntoView {
    let rows: Vec<_> = differences(before.as_ref(), after.as_ref())
        .into_iter()
        .map(|(name, before, after)| {
            view! {
                <tr>
                    <th scope="row"><code>{name}</code></th>
                    <td class="db-diff-before"><Side text=before label="Before" /></td>
                    <td class="db-diff-after"><Side text=after label="After" /></td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="db-note">"Nothing of it is different."</p> }.into_any();
    }
    view! {
        <div class="db-table-box" tabindex="0" role="region" aria-label="Before and after">
            <table class="db-table db-diff">
                <thead>
                    <tr><th scope="col">"Field"</th><th scope="col">"Before"</th><th scope="col">"After"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Side(text: Option<String>, label: &'static str) -> impl IntoView {
    view! {
        <span class="db-diff-label" aria-hidden="true">{label}</span>
        {match text {
            Some(text) => view! { <code class="db-diff-value">{text}</code> }.into_any(),
            None => view! { <span class="db-none">"Not there"</span> }.into_any(),
        }}
    }
}

type Difference = (String, Option<String>, Option<String>);

/// Name, before and after of each member that differs, by name. Something new has no before, something gone no after.
fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    let empty = Map::new();
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (old, new) = (members(before), members(after));
    let (old, new) = (old.as_ref().unwrap_or(&empty), new.as_ref().unwrap_or(&empty));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let text = |value: Option<&Value>| value.and_then(|value| serde_json::to_string_pretty(value).ok());
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| (name.clone(), text(old.get(name)), text(new.get(name))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let (before, after) = (json!({"a": 1, "b": "x"}), json!({"a": 1, "b": "y", "c": true}));
        let texts: Vec<Difference> = differences(Some(&before), Some(&after));
        let owned = |text: &str| Some(text.to_owned());
        assert_eq!(texts, [("b".into(), owned("\"x\""), owned("\"y\"")), ("c".into(), None, owned("true"))]);
        assert_eq!(differences(None, Some(&json!({"a": 1}))), [("a".into(), None, owned("1"))]);
    }
}

//! A field for a JSON object: line numbers, and a word on what is wrong as soon as it is.

use leptos::prelude::*;
use onehop::components::parts::{Icon, IconName};
use serde_json::{Map, Value};

const MIN_LINES: usize = 4;
const MAX_LINES: usize = 24;

/// An editor for one object. Its text is posted under `name`.
#[component]
pub fn JsonEditor(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The name of the parameter.
    name: &'static str,
    /// What it begins with.
    #[prop(into)]
    text: String,
    /// What it is for.
    hint: &'static str,
    /// What the server says is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Told what is in it on every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let initial = neutral(&text);
    let lines = RwSignal::new(initial.lines().count().max(1));
    let problem = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || problem.get().or_else(|| error.get()));
    let is_wrong = Signal::derive(move || shown.with(Option::is_some));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{error_id} {hint_id}");
    let rows = move || lines.get().clamp(MIN_LINES, MAX_LINES);
    let numbers = move || (1..=lines.get().max(MIN_LINES)).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
    view! {
        <div class="oh-field" data-invalid=move || is_wrong.get().then_some("")>
            <div class="oh-field-head"><label class="oh-label" for=id.clone()>{label}</label></div>
            <div class="db-json">
                <pre class="db-json-lines" aria-hidden="true">{numbers}</pre>
                <textarea
                    class="db-json-text"
                    id=id
                    name=name
                    rows=move || rows().to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="none"
                    autocomplete="off"
                    aria-invalid=move || is_wrong.get().then_some("true")
                    aria-describedby=described_by
                    on:input:target=move |event| {
                        let text = event.target().value();
                        lines.set(text.split('\n').count());
                        problem.set(problem_of(&text));
                        if let Some(on_input) = on_input {
                            on_input.run(text);
                        }
                    }
                >{neutral(&text)}</textarea>
            </div>
            <p class="oh-hint" id=hint_id>{hint}</p>
            <div class="oh-field-error" id=error_id aria-live="polite" aria-atomic="true">
                {move || shown.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
    }
    .into_any()
}

/// An object as it is edited.
pub fn pretty(object: &Map<String, Value>) -> String {
    serde_json::to_string_pretty(object).unwrap_or_default()
}

/// The same JSON without a character that means something to HTML: the renderer escapes nothing inside this element.
/// Such characters stand in strings only, where JSON knows another way to write them.
fn neutral(text: &str) -> String {
    let mut neutral = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => neutral.push_str("\\u003c"),
            '>' => neutral.push_str("\\u003e"),
            '&' => neutral.push_str("\\u0026"),
            other => neutral.push(other),
        }
    }
    neutral
}

/// What is wrong with this text, if it is no object.
fn problem_of(text: &str) -> Option<String> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(_)) => None,
        Ok(_) => Some("Write an object: { \"name\": \"value\" }".to_owned()),
        Err(error) => Some(format!("This is no JSON yet: look at line {}, column {}.", error.line(), error.column())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_text_means_the_same_and_closes_no_element() {
        let value = json!({"a": "</textarea><script>alert(1)</script>&amp;"});
        let text = neutral(&value.to_string());
        assert!(!text.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<Value>(&text).expect("still JSON"), value);
    }

    #[test]
    fn only_objects_are_right() {
        assert_eq!(problem_of("{}"), None);
        assert!(problem_of("[]").is_some());
        assert_eq!(problem_of("{\n  \"a\": }").as_deref(), Some("This is no JSON yet: look at line 2, column 8."));
    }
}

//! The few things the parts do to the page itself. Called from event handlers and effects, so only in a browser.

use super::FormValues;
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlElement, HtmlFormElement, HtmlInputElement},
};

/// Loads another page.
pub fn go_to(url: &str) {
    // A page that can't be left (a sandboxed frame) stays; there is nothing better to do.
    let _ = window().location().assign(url);
}

/// Moves the focus.
pub fn focus_by_id(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        let _ = element.focus();
    }
}

/// Is the focus nowhere in particular?
pub(super) fn is_focus_free() -> bool {
    document().active_element().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"))
}

/// Moves the focus to the first field with an error of the form that holds `id`.
pub(super) fn focus_first_invalid(id: &str) {
    let form = element::<HtmlElement>(id).and_then(|field| field.closest("form").ok().flatten());
    let field = form.and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// Empties an input.
pub(super) fn clear_input(id: &str) {
    if let Some(input) = element::<HtmlInputElement>(id) {
        input.set_value("");
    }
}

/// What is in an input now: also what was typed before the page came alive.
pub(super) fn input_value(id: &str) -> String {
    element::<HtmlInputElement>(id).map(|input| input.value()).unwrap_or_default()
}

/// The fields of a form, without the hidden ones that are for the bridge.
pub(super) fn form_values(form: &HtmlFormElement) -> FormValues {
    let mut values = FormValues::default();
    let Ok(data) = FormData::new_with_form(form) else {
        return values;
    };
    for entry in data.entries().into_iter().flatten() {
        let pair: leptos::web_sys::js_sys::Array = entry.unchecked_into();
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string())
            && !name.starts_with('_')
        {
            values.0.insert(name, value);
        }
    }
    values
}

pub(super) fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

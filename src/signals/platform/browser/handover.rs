//! What the server wrote into the page for its start. Once read it goes: it would tell whose page this was for as long
//! as the page is open, also after they signed out.

use crate::signals::InitialState;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Leptos puts what it hands over into this list, by scripts that begin with its name.
const LIST: &str = "__RESOLVED_RESOURCES";

/// Empties the scripts, which have run by now, and takes the state of [`InitialState`] out of the list. What others
/// handed over stays in the list: they may not have read it yet.
pub(crate) fn forget_initial_state() {
    empty_scripts();
    let list = Reflect::get(&window(), &JsValue::from_str(LIST)).ok().and_then(|list| list.dyn_into::<Array>().ok());
    for (list, index) in list.iter().flat_map(|list| (0..list.length()).map(move |index| (list, index))) {
        if list.get(index).as_string().is_some_and(|text| is_state(&text)) {
            list.set(index, JsValue::UNDEFINED);
        }
    }
}

fn is_state(text: &str) -> bool {
    serde_json::from_str::<InitialState>(text).is_ok()
}

fn empty_scripts() {
    let Ok(scripts) = document().query_selector_all("script:not([src])") else {
        return;
    };
    for script in (0..scripts.length()).filter_map(|index| scripts.item(index)) {
        if script.text_content().is_some_and(|text| text.starts_with(LIST)) {
            script.set_text_content(None);
        }
    }
}

//! Whether a form differs from what it showed at first.

use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement},
};

/// The fields of a form, watched: `changed` says whether any of them differs from its first value.
///
/// `changed` starts as true, so that the form can be sent without scripts, and is corrected once they run. What was
/// typed before that counts.
#[component]
pub fn WatchChanges(
    /// Told the outcome.
    changed: RwSignal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let look = move || {
        if let Some(fields) = node.get_untracked() {
            changed.set(is_changed(&fields));
        }
    };
    Effect::new(move |_| {
        if node.get().is_some() {
            look();
        }
    });
    view! { <div class="oh-profile-fields" node_ref=node on:input=move |_| look()>{children()}</div> }
}

fn is_changed(fields: &Element) -> bool {
    let inputs = fields.get_elements_by_tag_name("input");
    (0..inputs.length())
        .filter_map(|index| inputs.item(index)?.dyn_into::<HtmlInputElement>().ok())
        .any(|input| input.value() != input.default_value() || input.checked() != input.default_checked())
}
